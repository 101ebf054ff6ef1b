import type { IDataObject } from 'n8n-workflow';

import { useBigin } from '../../harness/bigin';

describe('Bigin: items about the same record, with parallel requests,', () => {
	const bigin = useBigin();
	const late = (path: string) =>
		bigin.fakeServer().faults.arm({ fault: { kind: 'latency', millis: 400 }, times: 1, path });
	const one = { inputMode: 'autoMap', requestOptions: { batchSize: 1 } };

	it('change it in the order of the items, and do not delay others', async () => {
		const [a = '', b = ''] = await bigin.seed('contact', [{ Last_Name: 'A' }, { Last_Name: 'B' }]);
		late('/Contacts');
		const result = await bigin.run({ resource: 'contact', operation: 'update', ...one }, [
			{ id: a, Title: 'old' },
			{ id: a, Title: 'new' },
			{ id: b, Title: 'other' },
		]);
		expect(result.items).toHaveLength(3);
		expect(bigin.stored('Contacts')).toMatchObject([{ Title: 'new' }, { Title: 'other' }]);
		expect(bigin.sent().map(({ body }) => (body.data as IDataObject[])[0]?.Title)).toEqual([
			'old',
			'other',
			'new',
		]);
	});

	it('create it once and then update it', async () => {
		late('/upsert');
		const result = await bigin.run(
			{ resource: 'contact', operation: 'upsert', duplicate_check_fields: ['Email'], ...one },
			[
				{ Last_Name: 'Old', Email: 'a@example.com' },
				{ Last_Name: 'New', Email: 'A@example.com' },
			],
		);
		expect(result.items.map(({ json }) => json.action)).toEqual(['insert', 'update']);
		expect(bigin.stored('Contacts')).toMatchObject([{ Last_Name: 'New' }]);
	});

	it('create or update it in the order of the items, even if Bigin chooses the fields to match', async () => {
		late('/upsert');
		await bigin.run({ resource: 'contact', operation: 'upsert', ...one }, [
			{ Last_Name: 'Old', Email: 'a@example.com' },
			{ Last_Name: 'New', Email: 'a@example.com' },
		]);
		expect(bigin.stored('Contacts')).toMatchObject([{ Last_Name: 'New' }]);
	});

	it('wait for all parts of a batch that is split', async () => {
		bigin
			.fakeServer()
			.faults.arm({ fault: { kind: 'status', status: 413 }, times: 1, path: '/upsert' });
		const items = [
			{ Last_Name: 'Old', Email: 'a@example.com' },
			{ Last_Name: 'B', Email: 'b@example.com' },
			{ Last_Name: 'New', Email: 'a@example.com' },
		];
		const result = await bigin.run(
			{
				resource: 'contact',
				operation: 'upsert',
				inputMode: 'autoMap',
				requestOptions: { batchSize: 2 },
			},
			items,
		);
		expect(result.items.map(({ json }) => json.action)).toEqual(['insert', 'insert', 'update']);
		expect(bigin.stored('Contacts')).toMatchObject([{ Last_Name: 'New' }, { Last_Name: 'B' }]);
	});

	it('are not sent after an earlier one stops the run', async () => {
		const [a = ''] = await bigin.seed('contact', [{ Last_Name: 'A' }]);
		bigin
			.fakeServer()
			.faults.arm(
				{ fault: { kind: 'latency', millis: 300 }, times: 1, path: '/Contacts' },
				{ fault: { kind: 'status', status: 403 }, times: 1, path: '/Contacts' },
			);
		const result = await bigin.run({ resource: 'contact', operation: 'update', ...one }, [
			{ id: a, Title: 'old' },
			{ id: a, Title: 'new' },
		]);
		expect(result.error?.message).toContain('[item 0]');
		expect(bigin.sent()).toHaveLength(1);
	});

	it('import it in the order of the items', async () => {
		Object.assign(bigin.fakeServer().vendor, { bulkMillis: 0 });
		late('/upload');
		const result = await bigin.run(
			{
				resource: 'bulkWrite',
				operation: 'run',
				module: 'Contacts',
				writeMode: 'upsert',
				matchOn: 'Email',
				...one,
			},
			[
				{ Last_Name: 'Old', Email: 'a@example.com' },
				{ Last_Name: 'New', Email: 'A@example.com' },
			],
		);
		expect(result.items.map(({ json }) => json.status)).toEqual(['added', 'updated']);
		expect(bigin.stored('Contacts')).toMatchObject([{ Last_Name: 'New' }]);
	});

	it('leave it with the tags of the last item that replaces tags', async () => {
		const [id = ''] = await bigin.seed('contact', [{ Last_Name: 'A' }]);
		late('/add_tags');
		await bigin.run(
			{
				resource: 'tag',
				operation: 'addToRecords',
				module: 'Contacts',
				tags: '={{ $json.tag }}',
				id,
				options: { over_write: true },
			},
			[{ tag: 'Old' }, { tag: 'New' }],
		);
		expect(bigin.stored('Contacts')).toMatchObject([{ Tag: [{ name: 'New' }] }]);
	});

	it('are sent after an earlier one failed', async () => {
		const [a = ''] = await bigin.seed('contact', [{ Last_Name: 'A' }]);
		bigin.fakeServer().faults.arm({ fault: { kind: 'dropBefore' }, times: 1, path: '/Contacts' });
		const result = await bigin.run(
			{ resource: 'contact', operation: 'update', ...one },
			[
				{ id: a, Title: 'old' },
				{ id: a, Title: 'new' },
			],
			{ onError: 'continueErrorOutput' },
		);
		expect([result.errors.length, result.items.length]).toEqual([1, 1]);
		expect(bigin.stored('Contacts')).toMatchObject([{ Title: 'new' }]);
	});
});
