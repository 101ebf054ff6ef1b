import type { INodeParameters } from 'n8n-workflow';

import type { StandIn } from '../../sandbox/core/standIn';
import { KhorosMarketingStandIn } from '../../sandbox/khorosMarketing/standIn';
import { credentialsOf, startStandIn } from '../harness/sandbox';
import { runNode, type RunSpec } from '../harness/workflow';

const TYPE = 'khorosMarketingCrmApi';
const create = { resource: 'case', operation: 'create' };
const auto = { ...create, inputMode: 'autoMap' };
const CASE = { customerId: 'cus_19', title: 'Parcel never arrived' };
const AUTHOR = { service: 'twitter', serviceId: '8801', handle: 'janed', name: 'Jane Doe', brandOwned: true };
const INTERACTION = { created: '2026-03-04T09:12:00.000Z', body: 'Where is it?', linkUrl: '', serviceId: '555', service: 'twitter', contentType: 'post' };
const cases = (count: number) => Array.from({ length: count }, (_, index) => ({ ...CASE, title: `Case ${index}` }));

let khoros: StandIn<KhorosMarketingStandIn>;
beforeAll(async () => {
	khoros = await startStandIn(new KhorosMarketingStandIn());
});
afterAll(async () => await khoros.stop());
beforeEach(() => khoros.reset());

type Spec = Omit<RunSpec, 'node' | 'credentials'> & { credential?: Record<string, unknown> };
const run = async ({ credential, ...spec }: Spec) => await runNode({ node: 'khorosMarketing', credentials: credentialsOf(khoros, TYPE, credential), ...spec });
/** Runs one item with options of the node, and gives the error that stopped it. */
const stopped = async (parameters: INodeParameters, item = {}, credential = {}) => {
	const { error } = await run({ parameters: { ...auto, ...parameters }, items: [{ ...CASE, ...item }], credential });
	return { message: error?.message ?? '', description: error?.description ?? '', details: error?.context?.details };
};
const bodies = () => khoros.requests.map(({ body }) => body);

describe('sending', () => {
	it('creates one case a request, each linked to its item and in order', async () => {
		const result = await run({ parameters: auto, items: cases(12) });
		expect(result.error).toBeUndefined();
		expect(khoros.requests).toHaveLength(12);
		expect(result.items.map(({ json, pairedItem }) => [json.title, pairedItem])).toEqual(cases(12).map(({ title }, item) => [title, { item }]));
		expect(new Set(result.items.map(({ json }) => json.id)).size).toBe(12);
	});

	it('has no more than five requests under way', async () => {
		khoros.latency = 60;
		await run({ parameters: auto, items: cases(11) });
		const starts = khoros.requests.map(({ at }) => at);
		expect((starts[5] ?? 0) - (starts[0] ?? 0)).toBeGreaterThanOrEqual(55);
		expect((starts[4] ?? 0) - (starts[0] ?? 0)).toBeLessThan(55);
	});

	it('sends the same request from every input mode', async () => {
		const record = { ...CASE, interactions: [{ ...INTERACTION, author: AUTHOR }, INTERACTION], clubNo: 'A-77', vip: true };
		const rows = { values: [{ ...INTERACTION, author: { values: AUTHOR } }, INTERACTION] };
		const customFields = { values: [{ key: 'clubNo', kind: 'text', text: '={{ $json.club }}' }, { key: 'vip', kind: 'boolean', boolean: true }] };
		await run({ parameters: { ...create, inputMode: 'define', customerId: '={{ $json.who }}', title: '={{ $json.what }}', additionalFields: { interactions: rows, customFields } }, items: [{ who: 'cus_19', what: CASE.title, club: 'A-77' }] });
		await run({ parameters: auto, items: [record] });
		await run({ parameters: { ...create, inputMode: 'json', jsonRecord: '={{ $json.case }}' }, items: [{ case: record }] });
		await run({ parameters: { ...create, inputMode: 'json', jsonRecord: JSON.stringify(record) }, items: [{}] });
		expect(bodies()).toEqual([record, record, record, record]);
	});

	it('sends no author where the frame was not opened, an empty link where there is none, and dates in UTC', async () => {
		const { linkUrl: _none, ...row } = INTERACTION;
		await run({ parameters: { ...create, inputMode: 'define', ...CASE, additionalFields: { interactions: { values: [{ ...row, created: '2026-03-04T10:12:00', author: {} }] } } }, items: [{}] });
		expect(bodies()).toEqual([{ ...CASE, interactions: [INTERACTION] }]);
	});

	it('sends the headers of each item, ids of 64 bits as they came', async () => {
		const options = { agentEmail: '={{ $json.agent }}', initiativeId: '={{ $json.initiative }}', companyId: '9007199254740993' };
		const items = [{ agent: 'ana@brand.example', initiative: '9223372036854775807' }, { agent: 'bo@brand.example', initiative: 4711 }];
		await run({ parameters: { ...create, inputMode: 'define', ...CASE, options }, items });
		expect(khoros.requests.map(({ headers }) => [headers['x-sf-user-email'], headers['x-sf-initiative'], headers['x-sf-company-id']])).toEqual([
			['ana@brand.example', '9223372036854775807', '9007199254740993'],
			['bo@brand.example', '4711', '9007199254740993'],
		]);
	});

	it('can send the header of Khoros Care, and customId beside customerId', async () => {
		await run({ parameters: { ...auto, options: { agentEmail: 'ana@brand.example', agentEmailHeader: 'x-sf-email', alsoSendCustomId: true } }, items: [CASE] });
		expect(khoros.requests[0]?.headers).toMatchObject({ 'x-sf-email': 'ana@brand.example' });
		expect(khoros.requests[0]?.headers).not.toHaveProperty('x-sf-user-email');
		expect(khoros.requests[0]?.headers).not.toHaveProperty('x-sf-initiative');
		expect(bodies()).toEqual([{ ...CASE, customId: 'cus_19' }]);
	});
});

describe('the credential', () => {
	it('sends the complete secret under the chosen header', async () => {
		khoros.vendor.headerName = 'x-crm-key';
		const { items } = await run({ parameters: auto, items: [CASE] });
		expect(items).toHaveLength(1);
		expect(khoros.requests[0]?.headers).toMatchObject({ 'x-crm-key': 'Bearer sandbox-khoros' });
		expect(khoros.requests[0]?.headers.authorization).toBeUndefined();
	});

	it.each([
		[{ headerName: 'X Key' }, "'Header Name' is not the name of a header"],
		[{ headerName: 'X-Key\r\nEvil: 1' }, "'Header Name' is not the name of a header"],
		[{ headerName: 'Host' }, '\'Header Name\' cannot be "Host"'],
		[{ secret: '' }, "'Secret' is missing"],
		[{ secret: 'two\nlines' }, "'Secret' holds a line break"],
		[{ baseUrl: '' }, "'Base URL' is missing"],
		[{ baseUrl: 'ftp://crm.example' }, "'Base URL' cannot be used"],
	])('is checked before anything is sent: %j', async (credential, expected) => {
		const { message, details } = await stopped({}, {}, credential);
		expect(message).toContain(expected);
		expect(message).not.toContain('lines');
		expect(details).toMatchObject({ executed: 'no' });
		expect(khoros.requests).toHaveLength(0);
	});

	it('is named where the CRM refuses the secret, which is not shown', async () => {
		const { message, description, details } = await stopped({}, {}, { secret: 'Bearer wrong-secret' });
		expect(message).toBe('Khoros Marketing CRM did not accept the request: the secret is not valid or was withdrawn [item 0]');
		expect(description).toContain("Check 'Header Name' and 'Secret' in the credential");
		expect(details).toMatchObject({ httpCode: 401, executed: 'no' });
		khoros.faults.arm({ fault: { kind: 'status', status: 400, body: { message: 'You sent sandbox-khoros' } } });
		expect((await stopped({})).message).toContain('You sent ***');
	});
});

describe('bad input', () => {
	it.each([
		[{ title: '' }, {}, "'Title' is missing [item 0]", 'title'],
		[{ title: { a: 1 } }, {}, "'Title' must be text", 'title'],
		[{ customerId: null }, {}, "'Customer ID' is missing [item 0]", 'customerId'],
		[{ customerId: '../19' }, {}, "'Customer ID' must be an id without blanks and slashes", 'customerId'],
		[{ customerId: 'cus\n19' }, {}, "'Customer ID' must be an id without blanks and slashes", 'customerId'],
		[{ customerId: 90071992547409931 }, {}, "'Customer ID' came as the number", 'customerId'],
		[{ interactions: 'no list' }, {}, "'Interactions' must be a list of objects", 'interactions'],
		[{ interactions: [INTERACTION, { ...INTERACTION, body: '' }] }, {}, "'Interaction 2 > Body' is missing", 'body'],
		[{ interactions: [{ ...INTERACTION, created: 'soon' }] }, {}, "'Interaction 1 > Created' must be a date", 'created'],
		[{ interactions: [{ ...INTERACTION, author: { ...AUTHOR, handle: undefined } }] }, {}, "'Interaction 1 > Author > Handle' is missing", 'handle'],
		[{ interactions: [{ ...INTERACTION, author: { ...AUTHOR, brandOwned: 'maybe' } }] }, {}, "'Interaction 1 > Author > Brand Owned' must be true or false", 'brandOwned'],
		[{}, { initiativeId: '9223372036854775808' }, "'Initiative ID' must be a whole number from 0 to 9223372036854775807", 'initiativeId'],
		[{}, { companyId: '={{ 90071992547409931 }}' }, "'Company ID' came as the number", 'companyId'],
		[{}, { companyId: '-1' }, "'Company ID' must be a whole number", 'companyId'],
		[{}, { agentEmail: 'ana\r\nx-evil: 1' }, "'Agent Email' must be an email address", 'agentEmail'],
		[{}, { agentEmailHeader: 'host' }, "'Agent Email Header' must be one of", 'agentEmailHeader'],
	])('%j with options %j is refused before anything is sent', async (item, options, message, field) => {
		const error = await stopped({ options }, item);
		expect(error.message).toContain(message);
		expect(error.message).toContain('[item 0]');
		expect(error.details).toMatchObject({ field, executed: 'no' });
		expect(khoros.requests).toHaveLength(0);
	});

	it('a custom field may not stand for a field of the form', async () => {
		const result = await run({ parameters: { ...create, inputMode: 'define', ...CASE, additionalFields: { customFields: { values: [{ key: 'title', kind: 'text', text: 'Other' }] } } }, items: [{}] });
		expect(result.error?.message).toContain('\'Custom Fields\' holds "title"');
		expect(khoros.requests).toHaveLength(0);
	});

	it('names the item and what was written when it stops', async () => {
		const items = cases(8).map((item, index) => (index === 6 ? { ...item, title: '' } : item));
		const result = await run({ parameters: { ...auto, options: { parallelRequests: 1 } }, items });
		expect(result.error?.message).toContain("'Title' is missing [item 6]");
		expect(result.error?.description).toContain('Already written: item 0 (id case_301)');
		expect(result.error?.description).toContain('item 5 (id case_306)');
		expect(khoros.vendor.stored().case).toHaveLength(6);
	});
});

describe('refusals of the CRM', () => {
	const items = cases(7).map((item, index) => (index === 3 ? { ...item, tier: 'bronze' } : item));

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)('fails the right item alone with %s', async (onError) => {
		const result = await run({ parameters: auto, items, onError });
		const bad = onError === 'continueErrorOutput' ? result.errors[0] : result.items[3];
		expect(bad).toMatchObject({
			pairedItem: { item: 3 },
			json: { error: "Khoros Marketing CRM did not accept 'tier': Please choose a value for tier. [item 3]", details: { httpCode: 422, code: 'validation_failed', field: 'tier', executed: 'no' } },
		});
		expect(bad?.json.message).toContain("Correct 'tier' (Unknown value).");
		const good = result.items.filter(({ json }) => json.error === undefined);
		expect(good.map(({ json }) => json.title)).toEqual([0, 1, 2, 4, 5, 6].map((index) => `Case ${index}`));
		expect(khoros.vendor.stored().case).toHaveLength(6);
	});

	it('stops with the field by its display name', async () => {
		khoros.faults.arm({ fault: { kind: 'partial', positions: [0] }, skip: 2, times: 1 });
		const result = await run({ parameters: { ...auto, options: { parallelRequests: 1 } }, items: cases(5) });
		expect(result.error?.message).toBe("Khoros Marketing CRM did not accept 'Title': This title is taken. [item 2]");
		expect(result.error?.description).toContain('Already written: item 0 (id case_301), item 1 (id case_302).');
	});

	it.each([
		['a list of fields', 400, { error: 'bad', message: 'Not so.', fields: [{ name: 'customId', errorMessage: 'Unknown' }, { name: 'clubNo', errorMessage: 'Too long' }] }, "did not accept 'Customer ID': Not so.", "'Customer ID' (Unknown); 'clubNo' (Too long)"],
		['one object', 400, { message: 'Not so.', fields: { name: 'interactions', errorMessage: 'Too many' } }, "did not accept 'Interactions': Not so.", '(Too many)'],
		['a field without a message', 422, { fields: [{ name: 'clubNo', errorMessage: 'Too long' }] }, "did not accept 'clubNo': Too long", 'HTTP 422'],
		['no field', 422, { error: 'closed', message: 'We are closed.' }, 'did not accept the request: We are closed.', '(HTTP 422, closed, We are closed.)'],
		['text', 400, 'Go away', 'did not accept the request: Go away', 'HTTP 400'],
		['JSON as text', 400, '{"message":"In text"}', 'did not accept the request: In text', 'HTTP 400'],
		['an HTML page', 404, '<html><body>No</body></html>', 'did not accept the request: it answered with an HTML page', "'Base URL'"],
		['nothing', 400, '', 'did not accept the request: HTTP 400', 'Correct the input'],
	])('understands a body with %s', async (_name, status, body, message, description) => {
		khoros.faults.arm({ fault: { kind: 'status', status, body } });
		const error = await stopped({});
		expect(error.message).toContain(message);
		expect(error.description).toContain(description);
		expect(error.details).toMatchObject({ httpCode: status, executed: 'no' });
	});
});

describe('replies that leave doubt', () => {
	it.each([
		['an HTML page', { kind: 'malformed', body: 'html' }, 'an HTML page instead of data'],
		['an empty reply', { kind: 'malformed', body: 'empty' }, 'an empty reply instead of data'],
		['half a reply', { kind: 'malformed', body: 'truncated' }, 'a reply that is not JSON'],
		['a list', { kind: 'malformed', body: 'wrongLength' }, 'without a usable id'],
		['no id', { kind: 'malformed', body: 'withoutStatus' }, 'without a usable id'],
		['an id that lost digits', { kind: 'status', status: 201, body: { id: 1e20 } }, 'without a usable id'],
		['a dropped connection', { kind: 'dropAfter' }, 'the connection was dropped'],
		['500', { kind: 'status', status: 500 }, 'Unexpected condition in the CRM.'],
		['503', { kind: 'status', status: 503, headers: { 'retry-after': '0' } }, 'Unexpected condition in the CRM.'],
	] as const)('%s is not sent again, and the other items stay', async (_name, fault, message) => {
		khoros.faults.arm({ fault: { ...fault }, skip: 1, times: 1 });
		const result = await run({ parameters: { ...auto, options: { parallelRequests: 1 } }, items: cases(3), onError: 'continueErrorOutput' });
		expect(khoros.requests).toHaveLength(3);
		expect(result.items.map(({ json }) => json.title)).toEqual(['Case 0', 'Case 2']);
		expect(result.errors).toHaveLength(1);
		expect(result.errors[0]).toMatchObject({ pairedItem: { item: 1 }, json: { details: { executed: 'unknown' } } });
		expect(result.errors[0]?.json.error).toContain(message);
	});

	it('takes any 2xx, and writes numbers that are ids as text', async () => {
		khoros.faults.arm({ fault: { kind: 'status', status: 200, body: { id: 301, number: 7, customerId: 19, title: 'T' } } });
		const { items } = await run({ parameters: auto, items: [CASE] });
		expect(items[0]?.json).toEqual({ id: '301', number: '7', customerId: '19', title: 'T' });
	});

	it('sends again what was throttled', async () => {
		khoros.faults.arm({ fault: { kind: 'throttle' }, times: 2 });
		const { items } = await run({ parameters: auto, items: [CASE] });
		expect(items).toHaveLength(1);
		expect(khoros.requests).toHaveLength(3);
		expect(khoros.vendor.stored().case).toHaveLength(1);
	});

	it('sends a case once, although Retry On Fail runs the node again', async () => {
		khoros.faults.arm({ fault: { kind: 'status', status: 400 }, skip: 1, times: 1 });
		const result = await run({ parameters: { ...auto, options: { parallelRequests: 1 } }, items: cases(3), retry: { tries: 2 } });
		expect(result.error).toBeUndefined();
		expect(result.items.map(({ json }) => json.title)).toEqual(['Case 0', 'Case 1', 'Case 2']);
		expect(khoros.vendor.stored().case).toHaveLength(3);
	});

	it('says so where no host answers', async () => {
		const { message, description, details } = await stopped({ options: { maxTries: 1 } }, {}, { baseUrl: 'http://127.0.0.1:1/crm' });
		expect(message).toBe('Khoros Marketing CRM could not be reached: the host refused the connection [item 0]');
		expect(description).toContain('Check the host in the credential');
		expect(details).toMatchObject({ executed: 'no' });
	});
});
