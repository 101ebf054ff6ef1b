import type { IDataObject } from 'n8n-workflow';
import { KustomerFakeServer } from '../../sandbox/kustomer/fakeServer';
import { SalesforceEngagementFakeServer } from '../../sandbox/salesforceEngagement/fakeServer';
import { credentialsOf, startFakeServer } from '../harness/sandbox';
import { runNode } from '../harness/workflow';
import {
	CUSTOMER,
	BULK,
	BATCH,
	lostReply,
	lostRequest,
	conversation,
	interaction,
	createConversations,
	createInteractions,
	source,
	details,
} from './recoveryRuns';

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
