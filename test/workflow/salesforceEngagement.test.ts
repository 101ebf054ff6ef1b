import type { IDataObject } from 'n8n-workflow';

import schema from '../../nodes/SalesforceEngagement/__schema__/v1.0.0/interaction/create.json';
import type { StandIn } from '../../sandbox/core/standIn';
import { SalesforceEngagementStandIn } from '../../sandbox/salesforceEngagement/standIn';
import { credentialsOf, startStandIn } from '../harness/sandbox';
import { runNode, type RunResult, type RunSpec } from '../harness/workflow';

const USER = 'salesforceEngagementOAuth2Api';
const APP = 'salesforceEngagementClientCredentialsOAuth2Api';
const DIRECT = '/services/data/v67.0/connect/service-excellence/engagement-interactions';
const BATCH = '/services/data/v67.0/composite/batch';
const create = { authentication: 'oAuth2', resource: 'interaction', operation: 'create' };
const define = { ...create, inputMode: 'define', communicationChannel: 'Voice Call', startDateTime: '2026-03-02T09:15:00.000Z', attendeeVerified: false };
const autoMap = { ...create, inputMode: 'autoMap' };
const record = (index: number, more: IDataObject = {}): IDataObject => ({ attendeeVerified: index % 2 === 0, communicationChannel: 'Voice Call', startDateTime: '2026-03-02T09:15:00.000Z', externalIdentifierId: `call-${index}`, ...more });
const records = (count: number, change: Record<number, IDataObject> = {}) => Array.from({ length: count }, (_, index) => record(index, change[index]));

describe('Salesforce Engagement', () => {
	let salesforce: StandIn<SalesforceEngagementStandIn>;
	beforeAll(async () => {
		salesforce = await startStandIn(new SalesforceEngagementStandIn());
	});
	afterAll(async () => await salesforce.stop());
	beforeEach(() => salesforce.reset());

	const run = async (spec: Omit<RunSpec, 'node' | 'credentials'> & Partial<RunSpec>) =>
		await runNode({ node: 'salesforceEngagement', credentials: credentialsOf(salesforce, USER), ...spec });
	const stored = () => salesforce.vendor.stored().EngagementInteraction as IDataObject[];
	const bodies = () => salesforce.requests.filter(({ method, path }) => method === 'POST' && path.startsWith('/services/data')).map(({ body }) => body);

	/** Every item of the output stands for the record of the input item it links to. */
	function expectLinks(result: RunResult): void {
		const byId = new Map(stored().map((entry) => [entry.id, entry.externalIdentifierId]));
		for (const { json, pairedItem } of result.items) expect(byId.get(json.id as string)).toBe(`call-${(pairedItem as { item: number }).item}`);
	}

	describe('requests', () => {
		it('sends one interaction directly, with false as a value', async () => {
			const result = await run({ parameters: { ...define, communicationChannel: '={{ $json.how }}' }, items: [{ how: 'Web Chat' }] });
			expect(result.error).toBeUndefined();
			expect(salesforce.requests.map(({ path }) => path)).toEqual([DIRECT]);
			expect(bodies()).toEqual([{ engagementInteraction: { attendeeVerified: false, communicationChannel: 'Web Chat', startDateTime: '2026-03-02T09:15:00.000Z' } }]);
			expect(salesforce.requests[0]?.headers.authorization).toBe(`Bearer ${salesforce.vendor.firstToken}`);
			expect(result.items[0]?.json).toEqual({ id: stored()[0]?.id, engagementAttendees: [], engagementTopics: [], status: { code: 201, message: 'Created' } });
			expect(Object.keys(schema.properties)).toEqual(Object.keys(result.items[0]?.json ?? {}));
		});

		it('takes a picklist value of the org by expression, and dates in the time zone of the workflow', async () => {
			const result = await run({ parameters: { ...define, startDateTime: '2026-07-01T12:00:00', additionalFields: { sentiment: '={{ $json.mood }}' } }, items: [{ mood: 'Delighted' }] });
			expect(bodies()).toMatchObject([{ engagementInteraction: { sentiment: 'Delighted', startDateTime: '2026-07-01T10:00:00.000Z' } }]);
			// The stand-in's org has the shipped picklists only.
			expect(result.error?.message).toContain("did not accept 'Sentiment'");
		});

		it('sends 60 interactions in 3 requests, linked in order', async () => {
			const result = await run({ parameters: autoMap, items: records(60) });
			expect(result.error).toBeUndefined();
			expect(salesforce.seen(BATCH)).toHaveLength(3);
			expect(salesforce.requests).toHaveLength(3);
			const batches = bodies() as Array<{ haltOnError: boolean; batchRequests: IDataObject[] }>;
			expect(batches.map(({ batchRequests }) => batchRequests.length).sort()).toEqual([10, 25, 25]);
			expect(batches.every(({ haltOnError }) => haltOnError === false)).toBe(true);
			expect(batches.flatMap(({ batchRequests }) => batchRequests)).toContainEqual({ method: 'POST', url: 'v67.0/connect/service-excellence/engagement-interactions', richInput: { engagementInteraction: record(0) } });
			expect(result.items.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual(Array.from({ length: 60 }, (_, index) => index));
			expectLinks(result);
		});

		it('sends every interaction alone where batches are switched off', async () => {
			const result = await run({ parameters: { ...autoMap, options: { sendInBatches: false } }, items: records(4) });
			expect(salesforce.requests.map(({ path }) => path)).toEqual([DIRECT, DIRECT, DIRECT, DIRECT]);
			expectLinks(result);
		});

		it('sends to the chosen version, and refuses one without engagement interactions', async () => {
			const result = await run({ parameters: { ...autoMap, options: { apiVersion: '={{ $json.externalIdentifierId === "call-0" ? "v58" : "54.0" }}' } }, items: records(2), onError: 'continueErrorOutput' });
			expect(salesforce.requests.map(({ path }) => path)).toEqual([DIRECT.replace('67.0', '58.0')]);
			expect(result.errors[0]?.json).toMatchObject({ error: '\'API Version\' must be 55.0 or later, but is "54.0" [item 1]', details: { field: 'apiVersion', executed: 'no' } });
		});

		it('sends the same request in each input mode', async () => {
			const topics = [{ name: 'Card replacement', processStatus: 'Completed', customFieldsList: [{ key: 'Cost__c', value: 3_000_000_000 }] }];
			const attendees = [{ internalAttendeeId: '005000000000001AAA', startDateTime: '2026-03-02T09:15:00.000Z', isVerified: true, isAuthenticated: false }];
			const whole = { attendeeVerified: true, communicationChannel: 'Voice Call', startDateTime: '2026-03-02T09:15:00.000Z', reason: 'Lost card', engagementAttendees: attendees, engagementTopics: topics };
			const form = {
				...define,
				attendeeVerified: true,
				additionalFields: {
					reason: 'Lost card',
					engagementAttendees: { values: [{ internalAttendeeId: '005000000000001AAA', startDateTime: '2026-03-02T09:15:00.000Z', isVerified: true, isAuthenticated: false, role: '' }] },
					engagementTopics: { values: [{ name: 'Card replacement', processStatus: 'Completed', customFieldsList: { values: [{ key: 'Cost__c', kind: 'number', number: 3_000_000_000 }] } }] },
				},
			};
			await run({ parameters: form, items: [{}] });
			await run({ parameters: autoMap, items: [whole] });
			await run({ parameters: { ...create, inputMode: 'json', jsonRecord: '={{ JSON.stringify($json) }}' }, items: [whole] });
			expect(bodies()).toHaveLength(3);
			// Integers above 2^31-1 travel in quotes.
			const sent = { engagementInteraction: { ...whole, engagementTopics: [{ ...topics[0], customFieldsList: [{ key: 'Cost__c', value: '3000000000' }] }] } };
			for (const body of bodies()) expect(body).toEqual(sent);
			expect(stored()).toHaveLength(3);
		});

		it('writes every kind of custom field', async () => {
			const rows = [
				{ key: 'Branch__c', kind: 'text', text: 'North' },
				{ key: 'Share__c', kind: 'number', number: 17.5 },
				{ key: 'Small__c', kind: 'number', number: 2147483647 },
				{ key: 'Large__c', kind: 'number', number: -2147483649 },
				{ key: 'Vip__c', kind: 'boolean', boolean: false },
				{ key: 'Day__c', kind: 'date', date: '2026-06-17T00:00:00' },
				{ key: 'Moment__c', kind: 'dateTime', dateTime: '2026-06-17T12:00:00+02:00' },
				{ key: 'Tags__c', kind: 'list', list: 'Red, Blue' },
				{ key: 'Mapped_Tags__c', kind: 'list', list: '={{ $json.tags }}' },
				{ key: 'Case__c', kind: 'lookup', lookup: '500000000000001AAA' },
				{ key: 'Geo__c', kind: 'location', latitude: 0, longitude: 17 },
				{ key: 'Empty__c', kind: 'text', text: '' },
			];
			const fields = { additionalFields: { customFieldsList: { values: rows } } };
			const result = await run({ parameters: { ...define, ...fields }, items: [{ tags: ['A', 'B'] }] });
			expect(result.error).toBeUndefined();
			expect(stored()[0]?.customFieldsList).toEqual([
				{ key: 'Branch__c', value: 'North' },
				{ key: 'Share__c', value: 17.5 },
				{ key: 'Small__c', value: 2147483647 },
				{ key: 'Large__c', value: '-2147483649' },
				{ key: 'Vip__c', value: false },
				{ key: 'Day__c', value: '2026-06-17' },
				{ key: 'Moment__c', value: '2026-06-17T10:00:00.000Z' },
				{ key: 'Tags__c', value: 'Red;Blue' },
				{ key: 'Mapped_Tags__c', value: 'A;B' },
				{ key: 'Case__c', value: '500000000000001AAA' },
				{ key: 'Geo__c', value: { latitude: 0, longitude: 17 } },
			]);
			await run({ parameters: { ...define, ...fields, options: { customDateFormat: 'us' } }, items: [{ tags: [] }] });
			const again = stored()[1]?.customFieldsList as IDataObject[];
			expect(again).toContainEqual({ key: 'Day__c', value: '06/17/2026' });
			expect(again.map(({ key }) => key)).not.toContain('Mapped_Tags__c');
		});
	});

	describe('credentials', () => {
		it('are tested by a call that needs the token', async () => {
			const status = async (path: string, headers?: Record<string, string>) => (await fetch(`${salesforce.url}${path}`, { headers })).status;
			expect(await status('/services/data/')).toBe(200);
			expect(await status('/services/data/v67.0/limits')).toBe(401);
			expect(await status('/services/data/v67.0/limits', { authorization: `Bearer ${salesforce.vendor.firstToken}` })).toBe(200);
		});

		it('works as an app, at the My Domain', async () => {
			const credentials = credentialsOf(salesforce, APP);
			const result = await run({ parameters: { ...autoMap, authentication: 'clientCredentials' }, credentials, items: records(3) });
			expect(result.error).toBeUndefined();
			expect(result.items).toHaveLength(3);
			expect(salesforce.seen('/oauth2/token').map(({ body }) => body)).toEqual([{ grant_type: 'client_credentials', client_id: salesforce.vendor.clientId, client_secret: salesforce.vendor.clientSecret }]);
			salesforce.vendor.expireTokens();
			const later = await run({ parameters: { ...autoMap, authentication: 'clientCredentials' }, credentials, items: records(3) });
			expect(later.items).toHaveLength(3);
			expect(salesforce.seen('/oauth2/token')).toHaveLength(2);
		});

		it('renews a token once that expires between two batches', async () => {
			salesforce.faults.arm({ fault: { kind: 'expireTokens' }, path: BATCH, skip: 1, times: 1 });
			const result = await run({ parameters: { ...autoMap, options: { parallelRequests: 1 } }, items: records(60) });
			expect(result.error).toBeUndefined();
			expect(result.items).toHaveLength(60);
			expect(stored()).toHaveLength(60);
			expect(salesforce.seen('/oauth2/token')).toHaveLength(1);
			expect(salesforce.seen('/oauth2/token')[0]?.body).toMatchObject({ grant_type: 'refresh_token', refresh_token: salesforce.vendor.refreshToken });
		});

		it('renews an expired token once for requests side by side', async () => {
			salesforce.vendor.expireTokens();
			const result = await run({ parameters: autoMap, items: records(100) });
			expect(result.items).toHaveLength(100);
			expect(salesforce.seen('/oauth2/token')).toHaveLength(1);
		});

		it('gives up after one renewal, and shows neither the old nor the new token', async () => {
			salesforce.faults.arm({ fault: { kind: 'status', status: 401, code: 'INVALID_SESSION_ID' }, path: DIRECT });
			const result = await run({ parameters: autoMap, items: records(1) });
			expect(salesforce.seen(DIRECT)).toHaveLength(2);
			expect(salesforce.seen('/oauth2/token')).toHaveLength(1);
			expect(result.error).toMatchObject({ httpCode: '401', description: expect.stringContaining('connect the account again') });
			const token = String(salesforce.seen(DIRECT)[1]?.headers.authorization).slice('Bearer '.length);
			expect(token).not.toBe(salesforce.vendor.firstToken);
			const shown = JSON.stringify([result.error?.message, result.error?.description, result.error?.context]);
			expect(shown).not.toContain(token);

			salesforce.reset();
			salesforce.vendor.expireTokens();
			const credentials = credentialsOf(salesforce, USER);
			const echo = async () => {
				const first = await run({ parameters: autoMap, credentials, items: records(1) });
				expect(first.error).toBeUndefined();
				const fresh = (credentials[USER]?.oauthTokenData as IDataObject).access_token as string;
				salesforce.faults.arm({ fault: { kind: 'status', status: 400, body: [{ errorCode: 'INVALID_ARGUMENT', message: `seen ${fresh} and ${salesforce.vendor.clientSecret}` }] }, path: DIRECT, times: 1 });
				return (await run({ parameters: autoMap, credentials, items: records(1) })).error?.message;
			};
			expect(await echo()).toContain('seen *** and ***');
		});

		it('does not ask again and again for a token that is refused', async () => {
			salesforce.vendor.expireTokens();
			const credentials = credentialsOf(salesforce, USER, { oauthTokenData: { access_token: 'old', refresh_token: 'revoked', instance_url: salesforce.url, token_type: 'Bearer' } });
			const revoked = await run({ parameters: autoMap, credentials, items: records(2), onError: 'continueErrorOutput' });
			expect(revoked.errors[1]?.json).toMatchObject({ error: expect.stringContaining('gave no access token'), details: { executed: 'no' } });
			expect(salesforce.seen('/oauth2/token')).toHaveLength(1);
			const wrong = await run({ parameters: { ...autoMap, authentication: 'clientCredentials' }, credentials: credentialsOf(salesforce, APP, { clientSecret: 'not the secret' }), items: records(2) });
			expect(wrong.error?.message).toContain('gave no access token');
			expect(wrong.error?.message).not.toContain('not the secret');
			expect(salesforce.seen('/oauth2/token')).toHaveLength(2);
		});

		it.each([
			['another instance', USER, 'oAuth2', { environment: 'production', oauthTokenData: { access_token: 'x', instance_url: 'https://salesforce.com.attacker.example', token_type: 'Bearer' } }, 'the host "salesforce.com.attacker.example" is not known'],
			['loopback without My Domain', USER, 'oAuth2', { environment: 'sandbox' }, 'the host "127.0.0.1" is not known'],
			['an account that is not connected', USER, 'oAuth2', { oauthTokenData: undefined }, 'not connected yet'],
			['an unencrypted My Domain', APP, 'clientCredentials', { myDomain: 'http://mycompany.my.salesforce.com' }, 'is not encrypted'],
			['the address of the screens', APP, 'clientCredentials', { myDomain: 'https://mycompany.lightning.force.com' }, 'is the address of the screens'],
			['no My Domain', APP, 'clientCredentials', { myDomain: '' }, "'My Domain URL' is missing"],
		])('refuses %s before a secret is sent', async (_what, type, authentication, change, message) => {
			const result = await run({ parameters: { ...autoMap, authentication }, credentials: credentialsOf(salesforce, type, change), items: records(1) });
			expect(result.error?.message).toContain(message);
			expect(salesforce.requests).toEqual([]);
		});
	});

	describe('what Salesforce refuses', () => {
		it('fails one bad interaction of 60 alone', async () => {
			const result = await run({ parameters: autoMap, items: records(60, { 33: { communicationChannel: 'Pigeon' } }), onError: 'continueErrorOutput' });
			expect(salesforce.seen(BATCH)).toHaveLength(3);
			expect(result.items).toHaveLength(59);
			expectLinks(result);
			expect(result.errors).toHaveLength(1);
			expect(result.errors[0]).toMatchObject({
				pairedItem: { item: 33 },
				json: { externalIdentifierId: 'call-33', details: { httpCode: 400, code: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', field: 'communicationChannel', executed: 'no' } },
			});
			expect(result.errors[0]?.json.error).toContain("did not accept 'Communication Channel'");
		});

		it('keeps the items in order where the run continues', async () => {
			salesforce.faults.arm({ fault: { kind: 'partial', positions: [2] }, path: BATCH, times: 1 });
			const result = await run({ parameters: autoMap, items: records(4), onError: 'continueRegularOutput' });
			expect(result.items.map(({ json }) => 'error' in json)).toEqual([false, false, true, false]);
			expect(result.items[2]?.json).toMatchObject({ error: expect.stringContaining('[item 2]'), details: { field: 'CommunicationChannel', executed: 'no' } });
		});

		it('names what is written when it stops, and a retry sends only the rest', async () => {
			salesforce.faults.arm({ fault: { kind: 'partial', positions: [1] }, path: BATCH, times: 1 });
			const stopped = await run({ parameters: autoMap, items: records(3) });
			expect(stopped.error?.message).toContain('[item 1]');
			expect(stopped.error?.description).toContain(`Already written: item 0 (id ${String(stored()[0]?.id)}), item 2`);
			salesforce.reset();
			salesforce.faults.arm({ fault: { kind: 'partial', positions: [1] }, path: BATCH, times: 1 });
			const retried = await run({ parameters: autoMap, items: records(3), retry: { tries: 2 } });
			expect(retried.error).toBeUndefined();
			expect(stored().map(({ externalIdentifierId }) => externalIdentifierId)).toEqual(['call-0', 'call-2', 'call-1']);
			expectLinks(retried);
		});

		it('takes a 2xx whose body reports a refusal for one, alone and in a batch', async () => {
			salesforce.vendor.bodyStatus = 400;
			const one = await run({ parameters: autoMap, items: records(1), onError: 'continueErrorOutput' });
			const many = await run({ parameters: autoMap, items: records(2), onError: 'continueErrorOutput' });
			for (const { json } of [...one.errors, ...many.errors]) {
				expect(json).toMatchObject({ error: expect.stringContaining('The interaction could not be created'), details: { httpCode: 201, code: '400', executed: 'unknown' } });
			}
			expect([...one.errors, ...many.errors]).toHaveLength(3);
			salesforce.vendor.bodyStatus = 200;
			const idless = await run({ parameters: autoMap, items: records(1), onError: 'continueErrorOutput' });
			expect(idless.errors[0]?.json).toMatchObject({ error: expect.stringContaining('without the ID'), details: { executed: 'unknown' } });
		});

		it('reports what a batch did not come to', async () => {
			salesforce.vendor.stopAfter = 2;
			const short = await run({ parameters: autoMap, items: records(3), onError: 'continueErrorOutput' });
			expect(short.items).toHaveLength(2);
			expect(short.errors[0]).toMatchObject({ pairedItem: { item: 2 }, json: { error: expect.stringContaining('probably not run'), details: { executed: 'unknown' } } });
			const halted = { hasErrors: true, results: [{ statusCode: 400, result: [{ errorCode: 'REQUIRED_FIELD_MISSING', message: 'm', fields: ['Name'] }] }, { statusCode: 412, result: [{ errorCode: 'BATCH_PROCESSING_HALTED', message: 'Batch processing halted per request' }] }] };
			salesforce.faults.arm({ fault: { kind: 'status', status: 200, body: halted }, times: 1 });
			const stopped = await run({ parameters: autoMap, items: records(2), onError: 'continueErrorOutput' });
			expect(stopped.errors[1]?.json).toMatchObject({ error: expect.stringContaining('did not run this item'), details: { httpCode: 412, code: 'BATCH_PROCESSING_HALTED', executed: 'no' } });
		});

		it('hints at the option where the batch itself is refused', async () => {
			salesforce.faults.arm({ fault: { kind: 'status', status: 404, code: 'NOT_FOUND' }, path: BATCH });
			const result = await run({ parameters: autoMap, items: records(2) });
			expect(result.error?.description).toContain("switch off 'Send in Batches'");
			expect(result.error?.description).toContain('NOT_FOUND');
		});

		it('waits for concurrent calls, but not for the calls of the day', async () => {
			salesforce.faults.arm({ fault: { kind: 'throttle' }, path: BATCH, times: 1 });
			const busy = await run({ parameters: autoMap, items: records(2) });
			expect(busy.items).toHaveLength(2);
			expect(salesforce.seen(BATCH)).toHaveLength(2);
			salesforce.reset();
			salesforce.faults.arm({ fault: { kind: 'status', status: 503, body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'The hourly limit is reached' }] }, path: BATCH, times: 1 });
			expect((await run({ parameters: autoMap, items: records(2) })).items).toHaveLength(2);
			salesforce.reset();
			salesforce.faults.arm({ fault: { kind: 'status', status: 400, code: 'UNABLE_TO_LOCK_ROW' }, path: DIRECT, times: 1 });
			expect((await run({ parameters: autoMap, items: records(1) })).items).toHaveLength(1);
			salesforce.reset();
			salesforce.faults.arm({ fault: { kind: 'status', status: 403, body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }] } });
			const spent = await run({ parameters: autoMap, items: records(2) });
			expect(salesforce.seen(BATCH)).toHaveLength(1);
			expect(spent.error).toMatchObject({ failure: { cause: 'quota-exhausted' }, description: expect.stringContaining('24 hours') });
		});

		it('does not repeat what may have been stored', async () => {
			salesforce.faults.arm({ fault: { kind: 'dropAfter' }, path: BATCH, times: 1 });
			const result = await run({ parameters: autoMap, items: records(2), onError: 'continueErrorOutput' });
			expect(stored()).toHaveLength(2);
			expect(result.errors.map(({ json }) => (json.details as IDataObject).executed)).toEqual(['unknown', 'unknown']);
			salesforce.faults.arm({ fault: { kind: 'status', status: 503, code: 'SERVER_UNAVAILABLE' }, path: BATCH });
			await run({ parameters: autoMap, items: records(2), onError: 'continueErrorOutput' });
			expect(salesforce.seen(BATCH)).toHaveLength(2);
		});

		it.each([['html', 'an HTML page'], ['empty', 'an empty reply'], ['wrongLength', 'does not match the interactions'], ['withoutStatus', 'no result']] as const)('loses nothing over a reply that is %s', async (body, message) => {
			salesforce.faults.arm({ fault: { kind: 'malformed', body }, path: BATCH, skip: 1, times: 1 });
			const result = await run({ parameters: { ...autoMap, options: { parallelRequests: 1 } }, items: records(30), onError: 'continueErrorOutput' });
			expect(result.items).toHaveLength(25);
			expect(result.errors).toHaveLength(5);
			for (const { json } of result.errors) expect(json).toMatchObject({ error: expect.stringContaining(message), details: { executed: 'unknown' } });
		});
	});

	describe('input', () => {
		const bad: Array<[string, IDataObject, string, string]> = [
			['a missing channel', { communicationChannel: undefined }, "'Communication Channel' is missing", 'communicationChannel'],
			['a missing flag', { attendeeVerified: undefined }, "'Attendee Verified' is missing", 'attendeeVerified'],
			['a flag of another type', { attendeeVerified: 'perhaps' }, "'Attendee Verified' must be true or false", 'attendeeVerified'],
			['a date that is none', { endDateTime: 'soon' }, "'End Date Time' must be a date", 'endDateTime'],
			['a text that is too long', { reason: 'x'.repeat(766) }, "'Reason' has 766 characters, and at most 765 are allowed", 'reason'],
			['an id with a slash', { contextId: '0Xx/../me' }, "'Context ID' must be an id without blanks and slashes", 'contextId'],
			['an id with a line break', { initiatingAttendeeId: '003\n004' }, "'Initiating Attendee ID' must be an id", 'initiatingAttendeeId'],
			['an unknown key', { customFields: [] }, "'customFields' is not a field that can be sent", 'customFields'],
			['an attendee without an id', { engagementAttendees: [{ externalAttendeeId: '003', startDateTime: '2026-03-02' }, { startDateTime: '2026-03-02' }] }, "'Attendee 2' has neither an 'External Attendee ID' nor", 'externalAttendeeId'],
			['an attendee without a start', { engagementAttendees: [{ externalAttendeeId: '003' }] }, "'Attendee 1 > Start Date Time' is missing", 'startDateTime'],
			['a topic without a name', { engagementTopics: [{ topicId: '500' }] }, "'Topic 1 > Name' is missing", 'name'],
			['a topic with an unknown key', { engagementTopics: [{ name: 'a', id: '1' }] }, "'Topic 1 > id' is not a field that can be sent", 'id'],
			['too many custom fields', { customFieldsList: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`F${index}__c`, index])) }, "'Custom Fields' has 51 entries, and at most 50 are allowed", 'customFieldsList'],
			['custom fields in another form', { customFieldsList: ['a'] }, "'Custom Fields' must be an object, or a list", 'customFieldsList'],
		];
		it.each(bad)('refuses %s, and sends the rest', async (_what, change, message, field) => {
			const result = await run({ parameters: autoMap, items: records(3, { 1: change }), onError: 'continueErrorOutput' });
			expect(result.items).toHaveLength(2);
			expectLinks(result);
			expect(result.errors).toHaveLength(1);
			expect(result.errors[0]?.pairedItem).toMatchObject({ item: 1 });
			expect(result.errors[0]?.json).toMatchObject({ error: expect.stringContaining(message), details: { field, executed: 'no' } });
			expect(result.errors[0]?.json.error).toContain('[item 1]');
		});

		it('leaves out unknown keys on request, also those of rows, and custom fields without a value', async () => {
			const items = [record(0, { row_number: 2, customFieldsList: { Branch__c: null, Vip__c: true }, engagementTopics: [{ name: 'a', id: '1' }] })];
			const result = await run({ parameters: { ...autoMap, options: { ignoreUnknownFields: true } }, items });
			expect(result.error).toBeUndefined();
			expect(bodies()).toEqual([{ engagementInteraction: record(0, { customFieldsList: [{ key: 'Vip__c', value: true }], engagementTopics: [{ name: 'a' }] }) }]);
			expect(items[0]).toHaveProperty('row_number');
		});

		it('names rows and fields of the form', async () => {
			const attendees = { values: [{ startDateTime: '2026-03-02T09:15:00.000Z', isVerified: false, isAuthenticated: false, role: '', externalAttendeeId: '' }] };
			const result = await run({ parameters: { ...define, additionalFields: { engagementAttendees: attendees } }, items: [{}] });
			expect(result.error?.message).toBe("'Attendee 1' has neither an 'External Attendee ID' nor an 'Internal Attendee ID' [item 0]");
			expect(salesforce.requests).toEqual([]);
		});

		it('says that a host does not answer', async () => {
			const credentials = credentialsOf(salesforce, USER, { myDomain: 'http://127.0.0.1:9', oauthTokenData: { access_token: 'x', instance_url: 'http://127.0.0.1:9', token_type: 'Bearer' } });
			const result = await run({ parameters: { ...autoMap, options: { maxTries: 1 } }, credentials, items: records(1) });
			expect(result.error?.message).toBe('Salesforce Engagement could not be reached: the host refused the connection [item 0]');
		});
	});
});
