import { KustomerStandIn } from '../../sandbox/kustomer/standIn';
import { SalesforceEngagementStandIn } from '../../sandbox/salesforceEngagement/standIn';
import { credentialsOf, startStandIn } from '../harness/sandbox';
import { runNode } from '../harness/workflow';

const CUSTOMER = '5a1234567890123456789012';

describe('a write whose reply was lost', () => {
	it('Kustomer: is found again by its External ID, and never sent twice', async () => {
		const kustomer = await startStandIn(new KustomerStandIn());
		kustomer.faults.arm({ fault: { kind: 'dropAfter' }, times: 1, path: '/conversations/bulk' });
		const items = [{ customer: CUSTOMER, externalId: "it's /1" }, { customer: CUSTOMER, externalId: 'b' }, { customer: CUSTOMER }];
		const result = await runNode({ node: 'kustomer', parameters: { resource: 'conversation', operation: 'createBulk', inputMode: 'autoMap' }, credentials: credentialsOf(kustomer, 'kustomerApi'), items, onError: 'continueErrorOutput' });
		const stored = kustomer.vendor.stored().conversations as Array<{ id: string; externalId?: string }>;
		await kustomer.stop();
		expect(kustomer.seen('/conversations/bulk')).toHaveLength(1);
		expect(result.items.map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([
			[stored[0]?.id, { item: 0 }],
			[stored[1]?.id, { item: 1 }],
		]);
		expect(result.errors).toMatchObject([{ pairedItem: { item: 2 }, json: { details: { executed: 'unknown' } } }]);
		expect(result.errors[0]?.json.message).toContain('External ID');
	});

	it('Salesforce: is found again by its External Identifier; what was not stored stays unknown', async () => {
		const salesforce = await startStandIn(new SalesforceEngagementStandIn());
		const items = ['a', "b'\\", 'c', 'c'].map((externalIdentifierId) => ({ externalIdentifierId, attendeeVerified: false, communicationChannel: 'Web Chat', startDateTime: '2026-03-02T09:15:00.000Z' }));
		const run = async () => await runNode({ node: 'salesforceEngagement', parameters: { authentication: 'oAuth2', resource: 'interaction', operation: 'create', inputMode: 'autoMap' }, credentials: credentialsOf(salesforce, 'salesforceEngagementOAuth2Api'), items, onError: 'continueErrorOutput' });
		salesforce.faults.arm({ fault: { kind: 'dropAfter' }, times: 1, path: 'composite/batch' });
		const stored = await run();
		expect(stored.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		// Two items with one key cannot be told apart.
		expect(stored.errors).toHaveLength(2);
		salesforce.reset();
		salesforce.faults.arm({ fault: { kind: 'dropBefore' }, times: 1, path: 'composite/batch' });
		const lost = await run();
		await salesforce.stop();
		expect(lost.items).toEqual([]);
		expect(lost.errors).toHaveLength(4);
		for (const { json } of lost.errors) expect(json).toMatchObject({ details: { executed: 'unknown' } });
		expect(salesforce.seen('composite/batch')).toHaveLength(1);
	});
});

describe('a record that was found', () => {
	it.each([
		['in one request', { maxTries: 1 }, 'dropAfter', 0],
		['in two requests', { batchSize: 1, parallelRequests: 1 }, 'dropBefore', 1],
	] as const)('answers for one item, where two have its key: %s', async (_what, options, kind, skip) => {
		const kustomer = await startStandIn(new KustomerStandIn());
		kustomer.faults.arm({ fault: { kind }, times: 1, skip, path: '/conversations/bulk' });
		const items = [{ customer: CUSTOMER, externalId: 'same' }, { customer: CUSTOMER, externalId: 'same' }];
		const result = await runNode({ node: 'kustomer', parameters: { resource: 'conversation', operation: 'createBulk', inputMode: 'autoMap', options }, credentials: credentialsOf(kustomer, 'kustomerApi'), items, onError: 'continueErrorOutput' });
		const stored = kustomer.vendor.stored().conversations as unknown[];
		await kustomer.stop();
		expect(stored).toHaveLength(1);
		expect(result.items).toHaveLength(1);
		expect(result.errors).toMatchObject([{ pairedItem: { item: 1 }, json: { details: { executed: 'unknown' } } }]);
	});

	it('is no older one that was changed only now', async () => {
		const kustomer = await startStandIn(new KustomerStandIn());
		const run = async (item: object) => await runNode({ node: 'kustomer', parameters: { resource: 'conversation', operation: 'createBulk', inputMode: 'autoMap' }, credentials: credentialsOf(kustomer, 'kustomerApi'), items: [{ customer: CUSTOMER, externalId: 'T-1', ...item }], onError: 'continueErrorOutput' });
		await run({ createdAt: '2025-01-01T00:00:00.000Z' });
		kustomer.faults.arm({ fault: { kind: 'dropBefore' }, times: 1, path: '/conversations/bulk' });
		const { items, errors } = await run({});
		await kustomer.stop();
		expect(items).toEqual([]);
		expect(errors).toMatchObject([{ json: { details: { executed: 'unknown' } } }]);
	});
});

describe('before the service has to say so', () => {
	it('Kustomer: a run waits for the next window when no call is left', async () => {
		const kustomer = await startStandIn(new KustomerStandIn());
		kustomer.vendor.rateLimit = 4;
		kustomer.vendor.windowMillis = 1_500;
		const items = Array.from({ length: 6 }, (_, index) => ({ customer: CUSTOMER, externalId: `k${index}` }));
		const result = await runNode({ node: 'kustomer', parameters: { resource: 'conversation', operation: 'createBulk', inputMode: 'autoMap', options: { batchSize: 1, parallelRequests: 1, waitForCompletion: false } }, credentials: credentialsOf(kustomer, 'kustomerApi'), items });
		await kustomer.stop();
		expect(result.error).toBeUndefined();
		expect(result.items).toHaveLength(6);
		// A refused call would have been sent again.
		expect(kustomer.seen('/conversations/bulk')).toHaveLength(6);
	});

	it('Salesforce: nothing more is sent when the calls of the day are used up', async () => {
		const salesforce = await startStandIn(new SalesforceEngagementStandIn());
		salesforce.faults.arm({ fault: { kind: 'status', status: 400, headers: { 'Sforce-Limit-Info': 'api-usage=5000/5000' } }, times: 1, path: 'engagement-interactions' });
		const items = Array.from({ length: 3 }, () => ({ attendeeVerified: false, communicationChannel: 'Web Chat', startDateTime: '2026-03-02T09:15:00.000Z' }));
		const result = await runNode({ node: 'salesforceEngagement', parameters: { authentication: 'oAuth2', resource: 'interaction', operation: 'create', inputMode: 'autoMap', options: { sendInBatches: false, parallelRequests: 1 } }, credentials: credentialsOf(salesforce, 'salesforceEngagementOAuth2Api'), items, onError: 'continueRegularOutput' });
		await salesforce.stop();
		expect(salesforce.requests).toHaveLength(1);
		expect(result.items[1]?.json.error).toContain('5000 of 5000');
		expect(result.items[1]?.json.details).toEqual({ executed: 'no' });
	});
});
