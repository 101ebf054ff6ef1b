import type { IDataObject } from 'n8n-workflow';

import { byId, CUSTOMER, useKustomer } from '../../harness/kustomer';
import { bytesOf } from '../../harness/workflow';

const order: IDataObject = { __rl: true, mode: 'name', value: 'order' };
const mapped = (value: IDataObject): IDataObject => ({
	mappingMode: 'defineBelow',
	value,
	schema: [],
});

describe("Kustomer's companies and custom objects", () => {
	const kustomer = useKustomer();

	it('of a class are created with its attributes, typed by the endings of their names', async () => {
		const result = await kustomer.run('customObject', 'create', {
			klass: order,
			title: 'Order 1',
			custom: mapped({
				orderNumberStr: 'N-1',
				totalNum: '12.5',
				paidBool: 'true',
				shippedAt: '2026-03-01T10:00:00+01:00',
			}),
			additionalFields: { customer: byId(CUSTOMER) },
		});
		expect(result.error).toBeUndefined();
		expect(kustomer.fakeServer.requests.at(-1)).toMatchObject({
			path: '/v1/klasses/order',
			body: {
				title: 'Order 1',
				customer: CUSTOMER,
				custom: {
					orderNumberStr: 'N-1',
					totalNum: 12.5,
					paidBool: true,
					shippedAt: '2026-03-01T09:00:00.000Z',
				},
			},
		});
		expect(result.items[0]?.json).toMatchObject({ title: 'Order 1', customerId: CUSTOMER });
	});

	it('are created or updated by their External ID', async () => {
		const [id] = kustomer.seed('kobject.order', [{ title: 'Old', externalId: 'o-1' }]);
		const result = await kustomer.run(
			'customObject',
			'upsert',
			{ klass: order, inputMode: 'autoMap' },
			[
				{ title: 'New', externalId: 'o-1', customer: CUSTOMER },
				{ title: 'Other', externalId: 'o-2' },
			],
		);
		expect(result.error).toBeUndefined();
		expect(result.items.map(({ json }) => [json.id === id, json.action])).toEqual([
			[true, 'updated'],
			[false, 'created'],
		]);
		expect(kustomer.rows('kobject.order')).toMatchObject([{ title: 'New' }, { title: 'Other' }]);
	});

	it('are read, listed, updated in bulk and deleted', async () => {
		const ids = kustomer.seed('kobject.order', [{ title: 'A', externalId: 'o/1' }, { title: 'B' }]);
		const one = await kustomer.run('customObject', 'get', {
			klass: order,
			getBy: 'externalId',
			externalId: 'o/1',
		});
		expect(one.items[0]?.json).toMatchObject({ id: ids[0], title: 'A' });
		const all = await kustomer.run('customObject', 'getAll', { klass: order, limit: 5 });
		expect(all.items).toHaveLength(2);
		await kustomer.run(
			'customObject',
			'updateBulk',
			{ klass: order, inputMode: 'autoMap' },
			ids.map((id) => ({ id, description: 'x' })),
		);
		expect(kustomer.rows('kobject.order').map(({ description }) => description)).toEqual([
			'x',
			'x',
		]);
		await kustomer.run('customObject', 'delete', { klass: order, id: byId(ids[0] ?? '') });
		expect(kustomer.rows('kobject.order')).toHaveLength(1);
	});

	it('that are companies are marked as deleted, as Kustomer has no deletion for them', async () => {
		const [id = ''] = kustomer.seed('company', [{ name: 'Northwind', externalId: 'c-1' }]);
		const upserted = await kustomer.run('company', 'upsert', { inputMode: 'autoMap' }, [
			{ name: 'Northwind Tours', externalId: 'c-1' },
		]);
		expect(upserted.error).toBeUndefined();
		expect(upserted.items[0]?.json).toMatchObject({
			id,
			name: 'Northwind Tours',
			action: 'updated',
		});
		const result = await kustomer.run('company', 'delete', { id: byId(id) });
		expect(result.items[0]?.json).toEqual({ id, deleted: true });
		expect(kustomer.fakeServer.requests.at(-1)).toMatchObject({
			method: 'PUT',
			body: { deleted: true },
		});
	});
});

describe("Kustomer's files, settings and other requests", () => {
	const kustomer = useKustomer();

	it('upload a file to where Kustomer says, without the key, and download it again', async () => {
		const bytes = Buffer.from('a file\r\n--with--\r\nlines');
		const file = { data: { name: 'a.bin', mimeType: 'application/octet-stream', bytes } };
		const [draft = ''] = kustomer.seed('draft', [{ channel: 'email' }]);
		for (const additionalFields of [{}, { draft }]) {
			const result = await kustomer.run('attachment', 'upload', { additionalFields }, [{}], {
				files: [file],
			});
			expect(result.error).toBeUndefined();
			const id = String(result.items[0]?.json.id);
			expect(kustomer.vendor.files.get(id)).toEqual(bytes);
			const back = await kustomer.run('attachment', 'download', { message: CUSTOMER, id });
			expect(back.error).toBeUndefined();
			expect(bytesOf(back.items[0])).toEqual(bytes);
			expect(back.items[0]?.json).toMatchObject({ id, fileName: 'a.bin', fileSize: bytes.length });
		}
		for (const { headers } of kustomer.fakeServer.seen('/presigned'))
			expect(headers.authorization).toBeUndefined();
	});

	it.each([
		['/presigned', 'yes'],
		['/attachments', 'unknown'],
	])(
		'give a draft no second attachment where the request to %s went wrong',
		async (path, executed) => {
			const [draft = ''] = kustomer.seed('draft', [{ channel: 'email' }]);
			kustomer.fakeServer.faults.arm({
				fault:
					path === '/presigned'
						? { kind: 'status', status: 400 }
						: { kind: 'malformed', body: 'withoutStatus' },
				path,
				times: 1,
			});
			const parameters = { additionalFields: { draft } };
			const result = await kustomer.run('attachment', 'upload', parameters, [{}], {
				files: [{ data: { bytes: Buffer.from('x') } }],
				onError: 'continueErrorOutput',
				retry: { tries: 3 },
			});
			const [attached] = kustomer.rows('draft').map(({ attachments }) => attachments);
			expect(attached).toHaveLength(1);
			expect(result.errors[0]?.json).toMatchObject({
				message: expect.stringContaining(`The draft ${draft} may have the attachment`) as string,
				details: { executed },
			});
		},
	);

	it('send no file to an address that is not encrypted', async () => {
		kustomer.fakeServer.faults.arm({
			fault: {
				kind: 'status',
				status: 201,
				body: {
					data: { id: CUSTOMER },
					meta: { upload: { url: 'http://files.example.com/x', fields: {} } },
				},
			},
			path: '/v1/attachments',
		});
		const result = await kustomer.run('attachment', 'upload', {}, [{}], {
			files: [{ data: { bytes: Buffer.from('x') } }],
			onError: 'continueErrorOutput',
		});
		expect(result.errors[0]?.json).toMatchObject({
			error: expect.stringContaining('no safe address') as string,
			details: { executed: 'no' },
		});
	});

	it.each(['tag', 'user', 'team', 'queue', 'shortcut', 'brand', 'workflow'])(
		'list each %s of the organization',
		async (resource) => {
			const result = await kustomer.run(resource, 'getAll', { returnAll: true });
			expect(result.error).toBeUndefined();
			expect(result.items.map(({ json }) => json.name)).toEqual(
				kustomer.rows(resource).map(({ name }) => name),
			);
		},
	);

	it('merge two customers, and refuse to merge one with itself', async () => {
		const [source = '', target = ''] = kustomer.seed('customer', [{ name: 'A' }, { name: 'B' }]);
		const dry = await kustomer.run('customer', 'merge', {
			source: byId(source),
			target: byId(target),
			options: { dryRun: true },
		});
		expect(dry.items[0]?.json).toMatchObject({ request: { body: { source, target } } });
		expect(kustomer.rows('customer')).toHaveLength(2);
		const stopped = await kustomer.run(
			'customer',
			'merge',
			{
				source: byId('={{ $json.source }}'),
				target: byId(target),
				options: { dryRun: true },
				requestOptions: { parallelRequests: 1 },
			},
			[{ source }, { source: target }],
		);
		expect(stopped.error).toMatchObject({ context: { written: [], writtenCount: 0 } });
		const merged = await kustomer.run('customer', 'merge', {
			source: byId(source),
			target: byId(target),
		});
		expect(merged.items[0]?.json).toMatchObject({
			status: 'success',
			sourceId: source,
			targetId: target,
		});
		expect(kustomer.rows('customer').map(({ name }) => name)).toEqual(['B']);
		const same = await kustomer.run(
			'customer',
			'merge',
			{ source: byId(target), target: byId(target) },
			[{}],
			{
				onError: 'continueErrorOutput',
			},
		);
		expect(same.errors[0]?.json.error).toContain('are the same');
	});

	it('tell how a bulk job went', async () => {
		const created = await kustomer.run(
			'customer',
			'createBulk',
			{ inputMode: 'autoMap', options: { waitForCompletion: false } },
			[{ externalId: 'a' }, { externalId: 'a' }],
		);
		const id = String(created.items[0]?.json.id);
		kustomer.vendor.jobMillis = 0;
		const job = await kustomer.run('bulkJob', 'get', { id });
		expect(job.items[0]?.json).toMatchObject({ id, status: 'complete' });
		const results = await kustomer.run('bulkJob', 'getResults', { id, returnAll: true });
		expect(results.items.map(({ json }) => [json.position, json.status])).toEqual([
			['0', 'created'],
			['1', 'error'],
		]);
	});

	it('name a refused item once where a batch tells it in both of its lists', async () => {
		const attributes = {
			results: [
				{ _clientRef: '0', status: 'created', objectId: CUSTOMER },
				{ _clientRef: '1', status: 'error', error: 'duplicate detected' },
			],
			errors: [{ id: CUSTOMER, data: {} }],
		};
		kustomer.fakeServer.faults.arm({
			fault: {
				kind: 'status',
				status: 200,
				body: { data: [{ id: 'b', attributes }], meta: { pages: 1 } },
			},
			path: '/batches',
		});
		const { items } = await kustomer.run('bulkJob', 'getResults', {
			id: CUSTOMER,
			returnAll: true,
		});
		expect(items.map(({ json }) => [json.position, json.status])).toEqual([
			['0', 'created'],
			['1', 'error'],
		]);
	});

	it('send JSON to a hook', async () => {
		const result = await kustomer.run('inboundHook', 'send', {
			type: 'web',
			hash: 'abc',
			body: '{"a":1}',
		});
		expect(result.items[0]?.json).toEqual({ sent: true });
		expect(kustomer.rows('hook')).toMatchObject([{ hash: 'abc', body: { a: 1 } }]);
	});

	it('give out any list flat, page by page', async () => {
		kustomer.seed(
			'customer',
			Array.from({ length: 120 }, (_, index) => ({ name: `P${index}`, company: CUSTOMER })),
		);
		const result = await kustomer.run('apiCall', 'send', {
			path: '/v1/customers',
			followPages: true,
			returnAll: true,
		});
		expect(result.error).toBeUndefined();
		expect(result.items).toHaveLength(120);
		expect(result.items[0]?.json).toMatchObject({
			type: 'customer',
			name: 'P0',
			companyId: CUSTOMER,
		});
		const one = await kustomer.run('apiCall', 'send', {
			path: `/v1/customers/${String(result.items[0]?.json.id)}`,
		});
		expect(one.items[0]?.json).toMatchObject({ name: 'P0' });
	});
});
