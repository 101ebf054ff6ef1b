import type { FakeServer } from '../../../sandbox/core/fakeServer';
import { KustomerFakeServer } from '../../../sandbox/kustomer/fakeServer';
import { credentialsOf, startFakeServer } from '../../harness/sandbox';
import { runNode } from '../../harness/workflow';

/** The example request of the vendor's page "Bulk Create Conversations", word for word. */
const PAGE = {
	data: '[\n {\n "customer": "<object-id>",\n "id": "<object-id>",\n "externalId": "<string>",\n "name": "<string>",\n "status": "<string>",\n "priority": "<integer>",\n "createdAt": "<dateTime>",\n "importedAt": "<dateTime>",\n "direction": "<string>",\n "replyChannel": "<string>",\n "tags": [\n "<string>"\n ],\n "assignedUsers": [\n "<object-id>"\n ],\n "assignedTeams": [\n "<object-id>"\n ],\n "custom": "<object>",\n "defaultLang": "<string>",\n "queue": {}\n },\n {\n "customer": "<object-id>",\n "id": "<object-id>",\n "externalId": "<string>",\n "name": "<string>",\n "status": "<string>",\n "priority": "<integer>",\n "createdAt": "<dateTime>",\n "importedAt": "<dateTime>",\n "direction": "<string>",\n "replyChannel": "<string>",\n "tags": [\n "<string>"\n ],\n "assignedUsers": [\n "<object-id>"\n ],\n "assignedTeams": [\n "<object-id>"\n ],\n "custom": "<object>",\n "defaultLang": "<string>",\n "queue": {}\n }\n]',
};

/** A value of the right kind for each placeholder of the page, by record and key. */
const VALUES: Array<Record<string, string>> = ['b', 'c'].map((digit, index) => ({
	customer: `5a1b2c3d4e5f60718293a4${digit}1`,
	id: `5a1b2c3d4e5f60718293a4${digit}2`,
	externalId: `ticket-${index}`,
	name: `Order ${index} arrived late`,
	// The page says text; open and done are the values (kustomer 2.1).
	status: index === 0 ? 'open' : 'done',
	// The page's "<integer>" stands for a number from 1 to 5 (kustomer 2.1).
	priority: String(index + 2),
	createdAt: '2026-03-01T09:00:00.000Z',
	importedAt: '2026-03-02T09:00:00.000Z',
	// The page says text; in and out are the values (kustomer 2.1).
	direction: index === 0 ? 'in' : 'out',
	replyChannel: 'email',
	tags: 'late delivery',
	assignedUsers: `5a1b2c3d4e5f60718293a4${digit}3`,
	assignedTeams: `5a1b2c3d4e5f60718293a4${digit}4`,
	// The page's "<object>" holds attributes whose names end in their type (kustomer 4.9).
	orderNumberStr: `47-${index}`,
	defaultLang: 'en_us',
}));

/** What the page asks for, with its placeholders filled in and its known slips corrected. */
function expectedRecord(
	record: Record<string, unknown>,
	values: Record<string, string>,
	index: number,
): Record<string, unknown> {
	const fill = (key: string, value: unknown): unknown => {
		if (Array.isArray(value)) return value.map((entry) => fill(key, entry));
		if (value === '<integer>') return Number(values[key]);
		if (value === '<object>') return { orderNumberStr: values.orderNumberStr };
		return typeof value === 'string' ? values[key] : value;
	};
	const filled = Object.fromEntries(
		Object.entries(record).map(([key, value]) => [key, fill(key, value)]),
	);
	// A queue without id and external name is no queue, so it is left out (kustomer 2.1).
	delete filled.queue;
	// Every record gets a mark that pairs it with its result (kustomer 2.1).
	return { ...filled, _clientRef: String(index) };
}

describe("Kustomer, examples of the vendor's page", () => {
	let kustomer: FakeServer<KustomerFakeServer>;
	beforeAll(async () => {
		kustomer = await startFakeServer(new KustomerFakeServer());
	});
	afterAll(async () => await kustomer.stop());

	it('Bulk Create Conversations', async () => {
		const from = (key: string) => `={{ $json.${key} }}`;
		const plain = [
			'id',
			'externalId',
			'name',
			'status',
			'priority',
			'createdAt',
			'importedAt',
			'direction',
			'replyChannel',
			'tags',
			'assignedUsers',
			'assignedTeams',
			'defaultLang',
		];
		const result = await runNode({
			node: 'kustomer',
			credentials: credentialsOf(kustomer, 'kustomerApi'),
			parameters: {
				resource: 'conversation',
				operation: 'createBulk',
				inputMode: 'define',
				customer: from('customer'),
				additionalFields: {
					...Object.fromEntries(plain.map((key) => [key, from(key)])),
					custom: {
						values: [{ key: 'orderNumberStr', kind: 'text', text: from('orderNumberStr') }],
					},
					queue: { values: { external: '', id: '' } },
				},
			},
			items: VALUES,
		});
		expect(result.error).toBeUndefined();
		expect(result.items).toHaveLength(2);
		const [request] = kustomer.seen('/v1/conversations/bulk');
		// The page holds the list as text in "data"; the API takes the bare list (kustomer 2.1).
		const page = JSON.parse(PAGE.data) as Array<Record<string, unknown>>;
		expect(request?.body).toEqual(
			page.map((record, index) => expectedRecord(record, VALUES[index] ?? {}, index)),
		);
	});

	it('fills in both forms of a queue', async () => {
		kustomer.reset();
		const queue = { external: 'amazon-connect', id: '5a1b2c3d4e5f60718293a4d1' };
		for (const values of [
			{ external: queue.external, id: '' },
			{ external: '', id: queue.id },
		]) {
			await runNode({
				node: 'kustomer',
				credentials: credentialsOf(kustomer, 'kustomerApi'),
				parameters: {
					resource: 'conversation',
					operation: 'createBulk',
					inputMode: 'define',
					customer: VALUES[0]?.customer ?? '',
					additionalFields: { queue: { values } },
				},
				items: [{}],
			});
		}
		const queues = kustomer
			.seen('/v1/conversations/bulk')
			.map(({ body }) => (body as Array<{ queue: unknown }>)[0]?.queue);
		expect(queues).toEqual([{ external: queue.external }, { id: queue.id }]);
	});
});
