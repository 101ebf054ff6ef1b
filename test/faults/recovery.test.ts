import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { ArmedFault } from '../../sandbox/core/faults';
import type { FakeServer } from '../../sandbox/core/fakeServer';
import { KustomerFakeServer } from '../../sandbox/kustomer/fakeServer';
import { SalesforceEngagementFakeServer } from '../../sandbox/salesforceEngagement/fakeServer';
import { stamp } from '../../sandbox/salesforceEngagement/state/world';
import { credentialsOf, startFakeServer } from '../harness/sandbox';
import { runNode, type RunResult, type RunSpec } from '../harness/workflow';

const CUSTOMER = '5a1234567890123456789012';
const BULK = '/conversations/bulk';
const BATCH = 'composite/batch';

/** What a request that takes this long has stored is younger than the request by any clock that tells seconds. Milliseconds. */
const SLOW = 2_600;

/** A reply that is lost after the records were stored, slowly. */
const lostReply = (path: string): ArmedFault[] => [
	{ fault: { kind: 'latency', millis: SLOW }, times: 1, path },
	{ fault: { kind: 'dropAfter' }, times: 1, path },
];
/** A request that never arrives. */
const lostRequest = (path: string): ArmedFault => ({
	fault: { kind: 'dropBefore' },
	times: 1,
	path,
});

const conversation = (externalId: string | undefined, more: IDataObject = {}): IDataObject => ({
	customer: CUSTOMER,
	name: 'Late',
	...(externalId === undefined ? {} : { externalId }),
	...more,
});
const interaction = (externalIdentifierId: string, more: IDataObject = {}): IDataObject => ({
	externalIdentifierId,
	attendeeVerified: false,
	communicationChannel: 'Web Chat',
	startDateTime: '2026-03-02T09:15:00.000Z',
	reason: 'Late',
	...more,
});

async function createConversations(
	fakeServer: FakeServer<KustomerFakeServer>,
	items: IDataObject[],
	options: INodeParameters = {},
	spec: Partial<RunSpec> = {},
): Promise<RunResult> {
	return await runNode({
		node: 'kustomer',
		parameters: {
			resource: 'conversation',
			operation: 'createBulk',
			inputMode: 'autoMap',
			requestOptions: options,
		},
		credentials: credentialsOf(fakeServer, 'kustomerApi'),
		items,
		onError: 'continueErrorOutput',
		...spec,
	});
}

async function createInteractions(
	fakeServer: FakeServer<SalesforceEngagementFakeServer>,
	items: IDataObject[],
	options: INodeParameters = {},
): Promise<RunResult> {
	return await runNode({
		node: 'salesforceEngagement',
		parameters: {
			authentication: 'oAuth2',
			resource: 'interaction',
			operation: 'create',
			inputMode: 'autoMap',
			requestOptions: options,
		},
		credentials: credentialsOf(fakeServer, 'salesforceEngagementOAuth2Api'),
		items,
		onError: 'continueErrorOutput',
	});
}

const source = ({ pairedItem }: INodeExecutionData) => (pairedItem as { item: number }).item;
const details = ({ json }: INodeExecutionData) => json.details as IDataObject;

/** The two vendors that have a key for records of one's own. */
const VENDORS = [
	{
		vendor: 'Kustomer',
		start: async () => {
			const fakeServer = await startFakeServer(new KustomerFakeServer());
			return {
				fakeServer,
				create: async (keys: string[], name: string, options: INodeParameters = {}) =>
					await createConversations(
						fakeServer,
						keys.map((key) => conversation(key, { name })),
						options,
					),
			};
		},
		path: BULK,
		stored: 'conversations',
		setTime({ vendor }: FakeServer, millis: number): void {
			for (const row of vendor.stored().conversations as IDataObject[])
				row.storedAt = new Date(millis).toISOString();
		},
	},
	{
		vendor: 'Salesforce',
		start: async () => {
			const fakeServer = await startFakeServer(new SalesforceEngagementFakeServer());
			return {
				fakeServer,
				create: async (keys: string[], reason: string, options: INodeParameters = {}) =>
					await createInteractions(
						fakeServer,
						keys.map((key) => interaction(key, { reason })),
						options,
					),
			};
		},
		path: BATCH,
		stored: 'EngagementInteraction',
		setTime({ vendor }: FakeServer, millis: number): void {
			const { world } = vendor as SalesforceEngagementFakeServer;
			for (const row of world.stored().EngagementInteraction ?? []) row.CreatedDate = stamp(millis);
		},
	},
];

describe.each(VENDORS)(
	'$vendor: a create whose reply was lost',
	({ start, path, stored, setTime }) => {
		const rows = (fakeServer: FakeServer) => fakeServer.vendor.stored()[stored] as IDataObject[];

		it.concurrent.each([
			['as ours', 0],
			['ten minutes ahead', 600_000],
			['ten minutes behind', -600_000],
		])(
			'is found again by its key where the clock of the service is %s, and sent once',
			async (_what, clockAhead) => {
				const { fakeServer, create } = await start();
				fakeServer.vendor.clockAhead = clockAhead;
				fakeServer.faults.arm(...lostReply(path));
				const { items, errors } = await create(["it's /1", 'b\\'], 'Late');
				const ids = rows(fakeServer).map(({ id }) => id);
				await fakeServer.stop();
				expect(errors).toEqual([]);
				expect(items.map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([
					[ids[0], { item: 0 }],
					[ids[1], { item: 1 }],
				]);
				expect(fakeServer.seen(path)).toHaveLength(1);
			},
		);

		it.concurrent.each([
			['holds the same', 'Late', 0, 0],
			['holds the same, and the clock of the service is ten minutes ahead', 'Late', 0, 600_000],
			['holds the same, and the clock of the service is ten minutes behind', 'Late', 0, -600_000],
			['holds other values', 'Early', 0, 0],
			['was made four minutes ago', 'Late', 240_000, 0],
			[
				'was made four minutes ago, and the clock of the service is ten minutes ahead',
				'Late',
				240_000,
				600_000,
			],
		])(
			'does not take the record of an earlier run for its own: that record %s',
			async (_what, before, age, clockAhead) => {
				const { fakeServer, create } = await start();
				fakeServer.vendor.clockAhead = clockAhead;
				const earlier = await create(['T-1', 'T-2'], before);
				setTime(fakeServer, Date.now() + clockAhead - age);
				fakeServer.faults.arm(lostRequest(path));
				const { items, errors } = await create(['T-1', 'T-2'], 'Late');
				await fakeServer.stop();
				expect(earlier.items).toHaveLength(2);
				expect(items).toEqual([]);
				// The record that is there is named, so that a person need not search for it.
				expect(errors.map((item) => [source(item), details(item)])).toMatchObject(
					earlier.items.map(({ json }, index) => [index, { executed: 'unknown', id: json.id }]),
				);
				expect(errors[0]?.json.message).toMatch(
					age > 0
						? /it was there before this request/
						: before === 'Late'
							? /was there before|may be the one or an earlier one/
							: /was there before|holds other values than this item/,
				);
			},
		);

		it.concurrent('stays unknown where the service does not tell the time', async () => {
			const { fakeServer, create } = await start();
			fakeServer.vendor.tellsTime = false;
			fakeServer.faults.arm(...lostReply(path));
			const { items, errors } = await create(['T-1', 'T-2'], 'Late');
			await fakeServer.stop();
			expect(items).toEqual([]);
			expect(errors).toHaveLength(2);
		});

		it.concurrent('stays unknown where nothing was stored', async () => {
			const { fakeServer, create } = await start();
			fakeServer.faults.arm(lostRequest(path));
			const { items, errors } = await create(['T-1', 'T-2'], 'Late');
			await fakeServer.stop();
			expect(items).toEqual([]);
			expect(errors.map(details)).toEqual([{ executed: 'unknown' }, { executed: 'unknown' }]);
			expect(fakeServer.seen(path)).toHaveLength(1);
		});

		it.concurrent('asks no more where the service is down', async () => {
			const { fakeServer, create } = await start();
			fakeServer.faults.arm({ fault: { kind: 'status', status: 500 } });
			const { errors } = await create(
				Array.from({ length: 25 }, (_, index) => `T-${index}`),
				'Late',
				{ maxTries: 1 },
			);
			await fakeServer.stop();
			expect(errors).toHaveLength(25);
			expect(fakeServer.requests).toHaveLength(2);
		});
	},
);

describe('Kustomer: conversations whose reply was lost', () => {
	it.concurrent(
		'are found by one list for all of them, and those without a key stay unknown',
		async () => {
			const kustomer = await startFakeServer(new KustomerFakeServer());
			await createConversations(
				kustomer,
				Array.from({ length: 90 }, (_, index) => conversation(`old-${index}`)),
			);
			kustomer.requests.length = 0;
			kustomer.faults.arm(...lostReply(BULK));
			const { items, errors } = await createConversations(kustomer, [
				...Array.from({ length: 80 }, (_, index) => conversation(`new-${index}`)),
				conversation(undefined),
			]);
			await kustomer.stop();
			expect(items.map(source)).toEqual(Array.from({ length: 80 }, (_, index) => index));
			expect(errors).toMatchObject([
				{ pairedItem: { item: 80 }, json: { details: { executed: 'unknown' } } },
			]);
			expect(errors[0]?.json.message).toContain('External ID');
			expect(kustomer.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
				'POST /v1/conversations/bulk',
				'GET /v1/conversations',
			]);
		},
	);

	it.concurrent(
		'are asked for one by one beyond a list that turns out not to be sorted by age',
		async () => {
			const kustomer = await startFakeServer(new KustomerFakeServer());
			kustomer.vendor.sorts = false;
			await createConversations(kustomer, [conversation('old')]);
			for (const row of kustomer.vendor.stored().conversations as IDataObject[])
				row.storedAt = '2026-01-01T00:00:00.000Z';
			kustomer.faults.arm(...lostReply(BULK));
			const { items, errors } = await createConversations(
				kustomer,
				['a', 'b', 'c'].map((key) => conversation(key)),
			);
			await kustomer.stop();
			expect(errors).toEqual([]);
			expect(items).toHaveLength(3);
			expect(kustomer.seen('/externalId=').map(({ path }) => path)).toEqual([
				'/v1/conversations/externalId=b',
				'/v1/conversations/externalId=c',
			]);
		},
	);

	it.concurrent(
		'stay unknown where the item sets the time of creation, which then tells nothing',
		async () => {
			const kustomer = await startFakeServer(new KustomerFakeServer());
			kustomer.faults.arm(...lostReply(BULK));
			const { items, errors } = await createConversations(kustomer, [
				conversation('T-1', { createdAt: '2025-01-01T00:00:00.000Z' }),
			]);
			await kustomer.stop();
			expect(items).toEqual([]);
			expect(errors.map(details)).toEqual([{ executed: 'unknown' }]);
		},
	);

	it.concurrent.each([
		['in one request', {}, lostReply(BULK)],
		['in two requests', { batchSize: 1, parallelRequests: 1 }, [{ ...lostRequest(BULK), skip: 1 }]],
	])('answer for one item, where two have their key: %s', async (_what, options, faults) => {
		const kustomer = await startFakeServer(new KustomerFakeServer());
		kustomer.faults.arm(...faults);
		const result = await createConversations(
			kustomer,
			[conversation('same'), conversation('same')],
			options,
		);
		const stored = kustomer.vendor.stored().conversations as unknown[];
		await kustomer.stop();
		expect(stored).toHaveLength(1);
		expect(result.items).toHaveLength(1);
		expect(result.errors).toMatchObject([
			{ pairedItem: { item: 1 }, json: { details: { executed: 'unknown' } } },
		]);
	});
});

describe('Salesforce: interactions whose reply was lost', () => {
	it.concurrent('stay unknown where two items have one key', async () => {
		const salesforce = await startFakeServer(new SalesforceEngagementFakeServer());
		salesforce.faults.arm(...lostReply(BATCH));
		const { items, errors } = await createInteractions(
			salesforce,
			['a', 'c', 'c'].map((key) => interaction(key)),
		);
		await salesforce.stop();
		expect(items.map(source)).toEqual([0]);
		expect(errors.map(source)).toEqual([1, 2]);
	});

	it.concurrent(
		'are found by few queries, none of which is longer than an address may be',
		async () => {
			const salesforce = await startFakeServer(new SalesforceEngagementFakeServer());
			salesforce.faults.arm(...lostReply(BATCH));
			const keys = Array.from({ length: 25 }, (_, index) => `${'\u9577'.repeat(250)}${index}`);
			const { items, errors } = await createInteractions(
				salesforce,
				keys.map((key) => interaction(key)),
			);
			await salesforce.stop();
			const queries = salesforce.seen('/query').map(({ query }) => String(query.q));
			expect(errors).toEqual([]);
			expect(items).toHaveLength(25);
			expect(Math.max(...queries.map((query) => encodeURIComponent(query).length))).toBeLessThan(
				7_500,
			);
			expect(queries.length).toBeLessThanOrEqual(13);
		},
		20_000,
	);
});

describe('before the service has to say so', () => {
	it('Kustomer: a run waits for the next window when no call is left', async () => {
		const kustomer = await startFakeServer(new KustomerFakeServer());
		kustomer.vendor.limits.rate = 4;
		kustomer.vendor.limits.windowMillis = 1_500;
		const items = Array.from({ length: 6 }, (_, index) => ({
			customer: CUSTOMER,
			externalId: `k${index}`,
		}));
		const result = await runNode({
			node: 'kustomer',
			parameters: {
				resource: 'conversation',
				operation: 'createBulk',
				inputMode: 'autoMap',
				options: { waitForCompletion: false },
				requestOptions: { batchSize: 1, parallelRequests: 1 },
			},
			credentials: credentialsOf(kustomer, 'kustomerApi'),
			items,
		});
		await kustomer.stop();
		expect(result.error).toBeUndefined();
		expect(result.items).toHaveLength(6);
		// A refused call would have been sent again.
		expect(kustomer.seen('/conversations/bulk')).toHaveLength(6);
	});

	it('Salesforce: nothing more is sent when the calls of the day are used up', async () => {
		const salesforce = await startFakeServer(new SalesforceEngagementFakeServer());
		salesforce.faults.arm({
			fault: {
				kind: 'status',
				status: 400,
				headers: { 'Sforce-Limit-Info': 'api-usage=5000/5000' },
			},
			times: 1,
			path: 'engagement-interactions',
		});
		const items = Array.from({ length: 3 }, () => ({
			attendeeVerified: false,
			communicationChannel: 'Web Chat',
			startDateTime: '2026-03-02T09:15:00.000Z',
		}));
		const result = await runNode({
			node: 'salesforceEngagement',
			parameters: {
				authentication: 'oAuth2',
				resource: 'interaction',
				operation: 'create',
				inputMode: 'autoMap',
				options: { sendInBatches: false },
				requestOptions: { parallelRequests: 1 },
			},
			credentials: credentialsOf(salesforce, 'salesforceEngagementOAuth2Api'),
			items,
			onError: 'continueRegularOutput',
		});
		await salesforce.stop();
		expect(salesforce.requests).toHaveLength(1);
		expect(result.items[1]?.json.error).toContain('5000 of 5000');
		expect(result.items[1]?.json.details).toEqual({ executed: 'no' });
	});
});
