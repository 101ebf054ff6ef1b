import { autoMap, byId, conversations, linkOf, useKustomer } from '../../harness/kustomer';

const TOKEN = 'GET /v1/auth/tokens/current';

/** What a server tells of a key counts for a minute, so each test has a server of its own. */
function test(what: string, work: (kustomer: ReturnType<typeof useKustomer>) => Promise<void>) {
	describe('Before anything is sent', () => {
		const kustomer = useKustomer();
		it(what, async () => await work(kustomer));
	});
}

test('a missing role is named for each item, asked for once', async (kustomer) => {
	kustomer.vendor.roles.delete('org.permission.conversation.create');
	const result = await kustomer.run(
		'conversation',
		'create',
		{ inputMode: 'autoMap' },
		conversations(5),
		{
			onError: 'continueErrorOutput',
		},
	);
	expect(result.errors.map(linkOf)).toEqual([0, 1, 2, 3, 4]);
	for (const { json } of result.errors)
		expect(json).toMatchObject({
			error: expect.stringContaining('lacks the role org.permission.conversation.create') as string,
			details: { executed: 'no', code: 'missing_role' },
		});
	expect(kustomer.calls()).toEqual([TOKEN]);
});

test('a run stops with the role that is missing', async (kustomer) => {
	kustomer.vendor.roles.delete('org.permission.customer.delete');
	const [id = ''] = kustomer.seed('customer', [{ name: 'Ava' }]);
	const result = await kustomer.run('customer', 'delete', { id: byId(id) });
	expect(result.error?.message).toContain('org.permission.customer.delete');
	expect(result.error?.description).toContain('create a new key');
	expect(kustomer.rows('customer')).toHaveLength(1);
});

test('a job that could not be looked at is not started', async (kustomer) => {
	kustomer.vendor.roles.delete('org.permission.bulk.read');
	const items = conversations(3);
	const result = await kustomer.run('conversation', 'createBulk', autoMap, items);
	expect(result.error?.message).toContain('org.permission.bulk.read');
	expect(kustomer.rows('conversation')).toEqual([]);
	const unseen = await kustomer.run(
		'conversation',
		'createBulk',
		{ ...autoMap, options: { waitForCompletion: false } },
		items,
	);
	expect(unseen.error).toBeUndefined();
	expect(kustomer.rows('conversation')).toHaveLength(3);
});

test('many customers are created or updated one by one by a key that may not look at jobs', async (kustomer) => {
	kustomer.vendor.roles.delete('org.permission.bulk.read');
	const person = (index: number) => ({ emails: [{ email: `p-${index}@example.com` }] });
	const [id] = kustomer.seed('customer', [person(0)]);
	const result = await kustomer.run(
		'customer',
		'upsert',
		{ inputMode: 'autoMap', matchOn: 'email' },
		Array.from({ length: 5 }, (_, index) => ({ ...person(index), locale: 'de' })),
	);
	expect(result.error).toBeUndefined();
	expect(result.items.map(({ json }) => json.action)).toEqual([
		'updated',
		...Array<string>(4).fill('created'),
	]);
	expect(result.items[0]?.json.id).toBe(id);
	expect(kustomer.fakeServer.seen('/bulk')).toEqual([]);
});

test('a key with an older role of the search may search', async (kustomer) => {
	kustomer.seed('conversation', [{ priority: 3 }]);
	kustomer.vendor.roles = new Set(['org.user.search.read']);
	const result = await kustomer.run('conversation', 'search', {
		conditions: {
			values: [{ attribute: 'conversation_priority', operator: 'gte', value: '1' }],
		},
		combine: 'and',
		returnAll: true,
	});
	expect(result.error).toBeUndefined();
	expect(result.items).toHaveLength(1);
});

test('a key with an older role that allows the same is not held up', async (kustomer) => {
	kustomer.vendor.roles = new Set(['org.user.conversation.write']);
	const result = await kustomer.run(
		'conversation',
		'create',
		{ inputMode: 'autoMap' },
		conversations(1),
	);
	expect(result.error).toBeUndefined();
});

test('nothing is held up where the roles cannot be read, and nobody asks again', async (kustomer) => {
	kustomer.fakeServer.faults.arm({
		fault: { kind: 'status', status: 500 },
		path: '/v1/auth/tokens/current',
	});
	const result = await kustomer.run(
		'conversation',
		'create',
		{ inputMode: 'autoMap' },
		conversations(3),
	);
	expect(result.error).toBeUndefined();
	expect(result.items).toHaveLength(3);
	expect(kustomer.calls().filter((call) => call === TOKEN)).toHaveLength(1);
});

test('the roles are asked for once, however many items and requests there are', async (kustomer) => {
	for (let run = 0; run < 2; run++)
		await kustomer.run(
			'conversation',
			'create',
			{ inputMode: 'autoMap' },
			conversations(20, (index) => ({ externalId: `${run}-${index}` })),
		);
	expect(kustomer.rows('conversation')).toHaveLength(40);
	expect(kustomer.calls().filter((call) => call === TOKEN)).toHaveLength(1);
});

test('a dry run of a deletion in bulk shows the request and sends nothing', async (kustomer) => {
	const ids = kustomer.seed('customer', [{ name: 'Ava' }, { name: 'Kenji' }]);
	const result = await kustomer.run(
		'customer',
		'deleteBulk',
		{ id: '={{ $json.id }}', options: { dryRun: true } },
		ids.map((id) => ({ id })),
	);
	expect(result.error).toBeUndefined();
	expect(result.items[0]?.json).toMatchObject({
		dryRun: true,
		request: { method: 'DELETE', query: { ids: ids.join(',') } },
	});
	expect(kustomer.rows('customer')).toHaveLength(2);
	expect(kustomer.calls()).toEqual([TOKEN]);
});

test('a dry run of a conversation that is started makes neither customer nor conversation', async (kustomer) => {
	const result = await kustomer.run('conversation', 'start', {
		email: 'ava@example.com',
		firstMessage: 'send',
		text: 'Hello',
		options: { dryRun: true },
	});
	expect(result.error).toBeUndefined();
	expect(result.items[0]?.json).toMatchObject({ dryRun: true, request: { method: 'POST' } });
	for (const type of ['customer', 'conversation', 'draft']) expect(kustomer.rows(type)).toEqual([]);
});
