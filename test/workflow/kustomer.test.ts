import { sleep, type IDataObject } from 'n8n-workflow';

import schema from '../../nodes/Kustomer/__schema__/v1.0.0/conversation/createBulk.json';
import type { StandIn } from '../../sandbox/core/standIn';
import { KustomerStandIn } from '../../sandbox/kustomer/standIn';
import { credentialsOf, startStandIn } from '../harness/sandbox';
import { runNode, type RunSpec } from '../harness/workflow';

const CUSTOMER = '5a1b2c3d4e5f60718293a4b5';
const NOBODY = 'dead2c3d4e5f60718293a4b5';
const BULK = '/v1/conversations/bulk';
const createBulk = { resource: 'conversation', operation: 'createBulk' };
const autoMap = { ...createBulk, inputMode: 'autoMap' };

const conversations = (count: number, change: (index: number) => IDataObject = () => ({})): IDataObject[] =>
	Array.from({ length: count }, (_, index) => ({ customer: CUSTOMER, externalId: `c-${index}`, ...change(index) }));

describe('Kustomer', () => {
	let kustomer: StandIn<KustomerStandIn>;
	beforeAll(async () => {
		kustomer = await startStandIn(new KustomerStandIn());
	});
	afterAll(async () => await kustomer.stop());
	beforeEach(() => kustomer.reset());

	const run = async (spec: Omit<RunSpec, 'node' | 'credentials'>, credential: Record<string, unknown> = {}) =>
		await runNode({ node: 'kustomer', credentials: credentialsOf(kustomer, 'kustomerApi', credential), ...spec });
	const posted = () => kustomer.seen(BULK).map(({ body }) => body as IDataObject[]);
	const sent = () => posted().map((body) => body.map(({ _clientRef: mark, ...record }) => (typeof mark === 'string' ? record : { unmarked: true })));
	const stored = () => kustomer.vendor.stored().conversations as Array<{ id: string; externalId: string }>;
	const externalIdOf = (id: unknown) => stored().find((record) => record.id === id)?.externalId;
	const linkOf = (item: { pairedItem?: unknown } | undefined) => (item?.pairedItem as { item: number } | undefined)?.item;

	it('creates one conversation and returns its result', async () => {
		const result = await run({
			parameters: { ...createBulk, inputMode: 'define', customer: '={{ $json.who }}', additionalFields: { name: '={{ "About " + $json.order }}', status: 'open', priority: 2 } },
			items: [{ who: CUSTOMER, order: 4711 }],
		});
		expect(result.error).toBeUndefined();
		expect(posted()).toEqual([[{ customer: CUSTOMER, name: 'About 4711', status: 'open', priority: 2, _clientRef: '0' }]]);
		expect(kustomer.seen(BULK)[0]?.headers).toMatchObject({ authorization: `Bearer ${kustomer.vendor.apiKey}`, 'content-type': expect.stringContaining('application/json') as string });
		expect(result.items.map(({ json }) => json)).toEqual([{ id: stored()[0]?.id, status: 'created', bulkId: expect.stringMatching(/^[0-9a-f]{24}$/) as string }]);
		expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(Object.keys(result.items[0]?.json ?? {})));
	});

	it('sends 250 conversations in 3 requests, and one bad record fails alone', async () => {
		const items = conversations(250, (index) => (index === 123 ? { customer: NOBODY } : {}));
		const result = await run({ parameters: autoMap, items, onError: 'continueErrorOutput' });
		expect(posted().map((body) => body.length)).toEqual([100, 100, 50]);
		expect(result.items.map(linkOf)).toEqual(items.map((_, index) => index).filter((index) => index !== 123));
		for (const item of result.items) expect(externalIdOf(item.json.id)).toBe(`c-${linkOf(item)}`);
		expect(result.errors).toHaveLength(1);
		expect(result.errors[0]).toMatchObject({ pairedItem: { item: 123 }, json: { externalId: 'c-123', details: { executed: 'no' } } });
		expect(result.errors[0]?.json.error).toBe('Kustomer did not accept the conversation: customer not found [item 123]');
		expect(result.errors[0]?.json.message).toContain("'Customer ID'");
	});

	it('takes the same record in each input mode', async () => {
		const record = {
			customer: CUSTOMER,
			tags: ['vip', 'late delivery'],
			assignedUsers: ['5a1b2c3d4e5f60718293a4b6', '5a1b2c3d4e5f60718293a4b7'],
			createdAt: '2026-03-01T09:00:00.000Z',
			priority: 4,
			queue: { external: 'amazon-connect' },
			custom: { orderNumberStr: '4711', amountNum: 12.5, dueAt: '2026-03-01T09:00:00.000Z', paidBool: true, topicsStr: ['a', 'b'], orderId: CUSTOMER },
		};
		const form = {
			tags: 'vip, late delivery',
			assignedUsers: record.assignedUsers.join(','),
			createdAt: '2026-03-01T10:00:00',
			priority: 4,
			queue: { values: { external: 'amazon-connect', id: '' } },
			custom: {
				values: [
					{ key: 'orderNumberStr', kind: 'text', text: '4711' },
					{ key: 'amountNum', kind: 'number', number: 12.5 },
					{ key: 'dueAt', kind: 'dateTime', dateTime: '2026-03-01T10:00:00+01:00' },
					{ key: 'paidBool', kind: 'boolean', boolean: true },
					{ key: 'topicsStr', kind: 'list', list: 'a, b' },
					{ key: 'orderId', kind: 'lookup', lookup: CUSTOMER },
				],
			},
		};
		await run({ parameters: { ...createBulk, inputMode: 'define', customer: CUSTOMER, additionalFields: form }, items: [{}] });
		await run({ parameters: autoMap, items: [record] });
		await run({ parameters: { ...createBulk, inputMode: 'json', jsonRecord: JSON.stringify(record) }, items: [{}] });
		expect(sent()).toEqual([[record], [record], [record]]);
	});

	describe('On Error', () => {
		const items = conversations(4);
		beforeEach(() => kustomer.faults.arm({ fault: { kind: 'partial', positions: [1] }, path: BULK }));

		it('stops, naming the item and what was written', async () => {
			const result = await run({ parameters: autoMap, items });
			expect(result.error?.message).toBe('Kustomer did not accept the conversation: conversation could not be created [item 1]');
			expect(result.error?.description).toContain(`Already written: item 0 (id ${stored()[0]?.id}), item 2 (id ${stored()[1]?.id})`);
		});

		it('continues with an item that tells what happened', async () => {
			const result = await run({ parameters: autoMap, items, onError: 'continueRegularOutput' });
			expect(result.items.map(linkOf)).toEqual([0, 1, 2, 3]);
			expect(result.items[1]?.json).toMatchObject({ error: expect.stringContaining('[item 1]') as string, details: { executed: 'no' } });
			expect(result.items[2]?.json.status).toBe('created');
		});

		it('sends only the refused item to the other output', async () => {
			const result = await run({ parameters: autoMap, items, onError: 'continueErrorOutput' });
			expect(result.items.map(linkOf)).toEqual([0, 2, 3]);
			expect(result.errors.map(linkOf)).toEqual([1]);
		});
	});

	describe('bad input is refused locally, on its own item', () => {
		it.each<[string, IDataObject, string]>([
			['no customer', { customer: undefined }, "'Customer ID' is missing"],
			['a customer with a slash', { customer: '5a1b2c3d4e5f/60718293a4b5' }, "'Customer ID' must be an ID of 24 hexadecimal characters"],
			['a customer with a line break', { customer: `${CUSTOMER}\n` }, "'Customer ID' must be an ID of 24 hexadecimal characters"],
			['a priority out of range', { priority: 6 }, "'Priority' must be a whole number from 1 to 5, but is 6"],
			['a priority that is no number', { priority: 'high' }, "'Priority' must be a number"],
			['an unknown status', { status: 'snoozed' }, "'Status' must be one of done, open"],
			['a long name', { name: 'x'.repeat(257) }, "'Name' has 257 characters, and at most 256"],
			['too many tags', { tags: Array.from({ length: 21 }, (_, index) => `t${index}`) }, "'Tags' has 21 entries, and at most 20"],
			['a bad tag', { tags: ['ok', 'not#ok'] }, '\'Tags\' holds "not#ok"'],
			['too many teams', { assignedTeams: Array.from({ length: 11 }, (_, index) => (index + 16).toString(16).repeat(12)) }, "'Assigned Team IDs' has 11 entries"],
			['a user that is no ID', { assignedUsers: ['bob'] }, "'Assigned User IDs' must be an ID"],
			['a date that is none', { createdAt: 'yesterday-ish' }, "'Created At' must be a date"],
			['an attribute without a type', { custom: { colour: 'red' } }, "'colour' is not the API name of a custom attribute"],
			['an attribute of another type', { custom: { amountNum: 'much' } }, "'amountNum' must be a number"],
			['a URL that is none', { custom: { pageUrl: 'here' } }, "'pageUrl' must be a URL"],
			['too many attributes', { custom: Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`a${index}Str`, 'x'])) }, "'Custom Attributes' has 101 entries"],
			['an unknown key in a queue', { queue: { name: 'x' } }, "'Queue > name' is not a field"],
			['an unknown key', { subject: 'x' }, "'subject' is not a field that can be sent"],
		])('%s', async (_what, change, message) => {
			const parameters = { ...autoMap, options: { waitForCompletion: false } };
			const result = await run({ parameters, items: conversations(3, (index) => (index === 1 ? change : {})), onError: 'continueErrorOutput' });
			expect(posted().map((body) => body.length)).toEqual([2]);
			expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([[{ item: 0 }, { item: 2 }]]);
			expect(result.errors.map(linkOf)).toEqual([1]);
			expect(result.errors[0]?.json.error).toContain(message);
			expect(result.errors[0]?.json.error).toContain('[item 1]');
		});

		it('leaves unknown keys out where that is chosen, and repeated tags', async () => {
			await run({ parameters: { ...autoMap, options: { ignoreUnknownFields: true } }, items: [{ customer: CUSTOMER, subject: 'x', tags: 'a, b, a', queue: {} }] });
			expect(sent()).toEqual([[{ customer: CUSTOMER, tags: ['a', 'b'] }]]);
		});
	});

	it('keeps each request within 95,000 bytes', async () => {
		const items = conversations(60, () => ({ custom: { aTxt: 'é'.repeat(1000), bTxt: 'é'.repeat(1000) } }));
		const result = await run({ parameters: autoMap, items });
		expect(result.items).toHaveLength(60);
		const sizes = posted().map((body) => Buffer.byteLength(JSON.stringify(body)));
		expect(sizes).toHaveLength(3);
		expect(Math.max(...sizes)).toBeLessThanOrEqual(95_000);
		for (const item of result.items) expect(externalIdOf(item.json.id)).toBe(`c-${linkOf(item)}`);
	});

	it('sends a request that is too large again in halves', async () => {
		kustomer.faults.arm({ fault: { kind: 'status', status: 413 }, path: BULK, times: 1 });
		const result = await run({ parameters: autoMap, items: conversations(9) });
		expect(posted().map((body) => body.length)).toEqual([9, 5, 4]);
		expect(result.items.map(({ json }) => externalIdOf(json.id))).toEqual(conversations(9).map(({ externalId }) => externalId));
	});

	it('gives up on a single record that is too large', async () => {
		kustomer.faults.arm({ fault: { kind: 'status', status: 413 }, path: BULK });
		const result = await run({ parameters: autoMap, items: conversations(2), onError: 'continueRegularOutput' });
		expect(posted().map((body) => body.length)).toEqual([2, 1, 1]);
		expect(result.items.map(({ json }) => json.details)).toEqual([expect.objectContaining({ httpCode: 413, executed: 'no' }), expect.objectContaining({ httpCode: 413, executed: 'no' })]);
	});

	it('returns each job at once where it shall not wait', async () => {
		const result = await run({ parameters: { ...autoMap, options: { waitForCompletion: false } }, items: conversations(250) });
		expect(kustomer.seen('/v1/bulk/')).toHaveLength(0);
		expect(result.items).toHaveLength(3);
		expect(result.items.map(({ pairedItem }) => (pairedItem as unknown[]).length)).toEqual([100, 100, 50]);
		expect(result.items[1]?.pairedItem).toContainEqual({ item: 150 });
		expect(result.items[0]?.json).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{24}$/) as string, status: 'queued', completed: false });
		expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(Object.keys(result.items[0]?.json ?? {})));
	});

	it('waits for a job that takes several looks', async () => {
		kustomer.vendor.jobMillis = 1_200;
		const result = await run({ parameters: autoMap, items: conversations(3) });
		expect(result.items).toHaveLength(3);
		expect(kustomer.requests.filter(({ path }) => /^\/v1\/bulk\/[0-9a-f]+$/.test(path))).toHaveLength(2);
	});

	it('says honestly that a job was not finished in time, and never sends it twice', async () => {
		kustomer.vendor.jobMillis = 60_000;
		const result = await run({ parameters: { ...autoMap, options: { completionTimeLimit: 1 } }, items: conversations(2), onError: 'continueRegularOutput', retry: { tries: 3 } });
		expect(posted()).toHaveLength(1);
		expect(result.items.map(({ json }) => json.error)).toEqual([0, 1].map((item) => expect.stringMatching(new RegExp(`in bulk job [0-9a-f]{24}, but did not finish it within 1 seconds \\[item ${item}\\]$`)) as string));
		expect(result.items[0]?.json).toMatchObject({ details: { executed: 'unknown' }, message: expect.stringContaining('External ID') as string });
	});

	it('says honestly that a job could not be followed', async () => {
		kustomer.vendor.roles.delete('org.permission.bulk.read');
		const result = await run({ parameters: autoMap, items: conversations(2), onError: 'continueErrorOutput' });
		expect(posted()).toHaveLength(1);
		expect(stored()).toHaveLength(2);
		expect(result.errors[0]?.json).toMatchObject({ error: expect.stringMatching(/accepted the conversation in bulk job [0-9a-f]{24}, but the result could not be read: .*Missing role: org\.permission\.bulk\.read/) as string, details: { httpCode: 401, executed: 'unknown' } });
	});

	describe('batches of a job', () => {
		beforeEach(() => {
			kustomer.vendor.batchSize = 10;
			kustomer.vendor.batchesPerPage = 1;
		});
		const pages = () => kustomer.seen('/batches').map(({ query }) => query.page);

		it('are read from several pages, and only a page that did not come is asked for again', async () => {
			kustomer.faults.arm({ fault: { kind: 'status', status: 503 }, path: '/batches', skip: 1, times: 1 });
			const result = await run({ parameters: autoMap, items: conversations(25) });
			expect(pages()).toEqual(['1', '2', '2', '3']);
			expect(result.items.map(({ json }) => externalIdOf(json.id))).toEqual(conversations(25).map(({ externalId }) => externalId));
		});

		it('keep the results that came before a page that cannot be read', async () => {
			kustomer.faults.arm({ fault: { kind: 'status', status: 404, code: 'not_found' }, path: '/batches', skip: 1 });
			const result = await run({ parameters: autoMap, items: conversations(25), onError: 'continueErrorOutput' });
			expect(result.items.map(linkOf)).toEqual(Array.from({ length: 10 }, (_, index) => index));
			expect(result.errors).toHaveLength(15);
			expect(result.errors.every(({ json }) => (json.details as IDataObject).executed === 'unknown')).toBe(true);
		});

		it('are paired by mark, whatever their order', async () => {
			kustomer.faults.arm({ fault: { kind: 'malformed', body: 'reordered' }, path: '/batches' });
			const result = await run({ parameters: autoMap, items: conversations(25) });
			expect(result.items.map(({ json }) => externalIdOf(json.id))).toEqual(conversations(25).map(({ externalId }) => externalId));
		});

		it('leave only the item unclear whose result is missing', async () => {
			kustomer.faults.arm({ fault: { kind: 'malformed', body: 'wrongLength' }, path: '/batches', skip: 1, times: 1 });
			const result = await run({ parameters: autoMap, items: conversations(25), onError: 'continueErrorOutput' });
			expect(result.errors.map(linkOf)).toEqual([10]);
			expect(result.errors[0]?.json).toMatchObject({ error: expect.stringMatching(/bulk job [0-9a-f]{24} without a clear result/) as string, details: { executed: 'unknown' } });
		});

		it('leave items unclear whose results have no status', async () => {
			kustomer.faults.arm({ fault: { kind: 'malformed', body: 'withoutStatus' }, path: '/batches', times: 1 });
			const result = await run({ parameters: autoMap, items: conversations(25), onError: 'continueErrorOutput' });
			expect(result.errors.map(linkOf)).toEqual(Array.from({ length: 10 }, (_, index) => index));
		});
	});

	it('reports a duplicate with the vendor\'s text', async () => {
		const result = await run({ parameters: autoMap, items: [...conversations(2), { customer: CUSTOMER, externalId: 'c-0' }], onError: 'continueErrorOutput' });
		expect(result.errors.map(linkOf)).toEqual([2]);
		expect(result.errors[0]?.json).toMatchObject({ error: expect.stringContaining('duplicate detected') as string, message: expect.stringContaining("'External ID'") as string });
	});

	it('waits for the end of the rate limit window', async () => {
		kustomer.faults.arm({ fault: { kind: 'throttle' }, path: BULK, times: 1 });
		const result = await run({ parameters: autoMap, items: conversations(1) });
		expect(result.items).toHaveLength(1);
		const [first, second] = kustomer.seen(BULK).map(({ at }) => at);
		expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(900);
	});

	it('stays within a small budget of requests', async () => {
		Object.assign(kustomer.vendor, { rateLimit: 4, windowMillis: 2_000 });
		const result = await run({ parameters: { ...autoMap, options: { batchSize: 1, parallelRequests: 2 } }, items: conversations(4) });
		expect(result.error).toBeUndefined();
		expect(result.items.map(({ json }) => externalIdOf(json.id))).toEqual(['c-0', 'c-1', 'c-2', 'c-3']);
		expect(stored()).toHaveLength(4);
		// Three for each conversation, and the refused ones.
		expect(kustomer.requests.length).toBeGreaterThan(12);
	});

	describe('a connection that does not work', () => {
		it('tells that the region may be wrong', async () => {
			kustomer.vendor.wrongRegion = true;
			const result = await run({ parameters: autoMap, items: conversations(1) });
			expect(result.error?.description).toContain('check organisation or region');
			expect(result.error?.context).toMatchObject({ details: { httpCode: 401, executed: 'no' } });
		});

		it('tells that the key is not valid, without showing it', async () => {
			kustomer.faults.arm({ fault: { kind: 'status', status: 401, body: { errors: [{ message: `no such key ${kustomer.vendor.apiKey}` }] } } });
			const result = await run({ parameters: autoMap, items: conversations(1) });
			expect(result.error?.message).toContain('no such key ***');
			expect(JSON.stringify(result.error)).not.toContain(kustomer.vendor.apiKey);
		});

		it('tells that no host answers', async () => {
			const result = await run({ parameters: { ...autoMap, options: { maxTries: 1 } }, items: conversations(1) }, { host: 'http://127.0.0.1:1' });
			expect(result.error?.message).toBe('Kustomer could not be reached: the host refused the connection [item 0]');
			expect(result.error?.context).toMatchObject({ details: { executed: 'no' } });
		});

		it.each([
			['an organisation that is another host', { connectBy: 'organization', organization: 'evil.example/' }, "'Organisation' must be one word"],
			['a host that is not encrypted', { connectBy: 'custom', host: 'http://kustomer.example' }, 'is not encrypted'],
		])('refuses %s', async (_what, credential, message) => {
			const result = await run({ parameters: autoMap, items: conversations(1) }, credential);
			expect(result.error?.message).toContain(message);
			expect(kustomer.requests).toHaveLength(0);
		});

		it.each([
			['an HTML page', 'html', 'Kustomer sent an HTML page instead of data'],
			['half a reply', 'truncated', 'Kustomer sent a reply that is not JSON'],
			['a reply without a job', 'withoutStatus', 'accepted the conversations, but sent no bulk job'],
		] as const)('does not take %s for a result', async (_what, body, message) => {
			kustomer.faults.arm({ fault: { kind: 'malformed', body }, path: BULK, skip: 1, times: 1 });
			const result = await run({ parameters: { ...autoMap, options: { batchSize: 2, parallelRequests: 1 } }, items: conversations(4) });
			expect(posted()).toHaveLength(2);
			expect(result.error?.message).toContain(message);
			expect(result.error?.message).toContain('[item 2]');
			expect(result.error?.description).toContain('Already written: item 0 (id ');
			expect(result.error?.context).toMatchObject({ details: { executed: 'unknown' } });
		});

		it('does not repeat a request that may have been carried out', async () => {
			kustomer.faults.arm({ fault: { kind: 'dropAfter' }, path: BULK, times: 1 });
			const result = await run({ parameters: autoMap, items: conversations(1), retry: { tries: 2 } });
			expect(posted()).toHaveLength(1);
			expect(result.error?.context).toMatchObject({ details: { executed: 'unknown' } });
		});

		it('keeps every entry of a refusal', async () => {
			const errors = [{ status: '400', code: 'invalid', title: 'Bad', detail: 'priority is odd', source: { pointer: '/0/priority' } }, { code: 'bad_request', message: 'name is odd' }];
			kustomer.faults.arm({ fault: { kind: 'status', status: 400, body: { errors } }, path: BULK });
			const result = await run({ parameters: autoMap, items: conversations(1) });
			expect(result.error?.message).toBe('Kustomer did not accept the request: priority is odd (at /0/priority); name is odd [item 0]');
			expect(result.error?.description).toContain('HTTP 400, invalid, bad_request');
		});
	});

	it('ends soon when the execution is cancelled', async () => {
		kustomer.vendor.jobMillis = 60_000;
		const started = Date.now();
		await run({
			parameters: autoMap,
			items: conversations(1),
			onStart: ({ cancel }) => {
				const look = async () => {
					while (kustomer.seen('/v1/bulk/').length === 0) await sleep(20);
					cancel();
				};
				void look();
			},
		});
		expect(Date.now() - started).toBeLessThan(5_000);
	});
});
