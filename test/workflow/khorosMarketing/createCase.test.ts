import type { INodeParameters } from 'n8n-workflow';

import type { FakeServer } from '../../../sandbox/core/fakeServer';
import { KhorosMarketingFakeServer } from '../../../sandbox/khorosMarketing/fakeServer';
import { testCredential } from '../../harness/credentialTest';
import { credentialsOf, startFakeServer } from '../../harness/sandbox';
import { runNode, type RunSpec } from '../../harness/workflow';

const TYPE = 'khorosMarketingCrmApi';
const create = { resource: 'case', operation: 'create' };
const auto = { ...create, inputMode: 'autoMap' };
const CASE = { customerId: 'cus_19', title: 'Parcel never arrived' };
const AUTHOR = {
	service: 'twitter',
	serviceId: '8801',
	handle: 'janed',
	name: 'Jane Doe',
	brandOwned: true,
};
const INTERACTION = {
	created: '2026-03-04T09:12:00.000Z',
	body: 'Where is it?',
	linkUrl: '',
	serviceId: '555',
	service: 'twitter',
	contentType: 'post',
};
const FIELDS = [{ name: 'clubNo', label: 'Club Number', type: 'text', searchable: false }];
const cases = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ ...CASE, title: `Case ${index}` }));

let khoros: FakeServer<KhorosMarketingFakeServer>;
beforeAll(async () => {
	khoros = await startFakeServer(new KhorosMarketingFakeServer());
});
afterAll(async () => await khoros.stop());
beforeEach(() => khoros.reset());

type Spec = Omit<RunSpec, 'node' | 'credentials'> & { credential?: Record<string, unknown> };
const run = async ({ credential, ...spec }: Spec) =>
	await runNode({
		node: 'khorosMarketing',
		credentials: credentialsOf(khoros, TYPE, credential),
		...spec,
	});
/** Runs one item with options of the node, and gives the error that stopped it. */
const stopped = async (parameters: INodeParameters, item = {}, credential = {}) => {
	const { error } = await run({
		parameters: { ...auto, ...parameters },
		items: [{ ...CASE, ...item }],
		credential,
	});
	return {
		message: error?.message ?? '',
		description: error?.description ?? '',
		details: error?.context?.details,
	};
};
const posts = () => khoros.requests.filter(({ method }) => method === 'POST');
const bodies = () => posts().map(({ body }) => body);

describe('sending', () => {
	it('creates one case a request, each linked to its item and in order', async () => {
		const result = await run({ parameters: auto, items: cases(12) });
		expect(result.error).toBeUndefined();
		expect(khoros.requests).toHaveLength(12);
		expect(result.items.map(({ json, pairedItem }) => [json.title, pairedItem])).toEqual(
			cases(12).map(({ title }, item) => [title, { item }]),
		);
		expect(new Set(result.items.map(({ json }) => json.id)).size).toBe(12);
	});

	it('has no more than five requests under way', async () => {
		// Long, so that a busy machine does not matter.
		khoros.latency = 1_000;
		await run({ parameters: auto, items: cases(11) });
		const starts = khoros.requests.map(({ at }) => at);
		expect((starts[5] ?? 0) - (starts[0] ?? 0)).toBeGreaterThanOrEqual(990);
		expect((starts[4] ?? 0) - (starts[0] ?? 0)).toBeLessThan(990);
	});

	it('sends the same request from every input mode', async () => {
		const record = {
			...CASE,
			interactions: [{ ...INTERACTION, author: AUTHOR }, INTERACTION],
			clubNo: 'A-77',
			vip: true,
		};
		const rows = { values: [{ ...INTERACTION, author: { values: AUTHOR } }, INTERACTION] };
		const customFields = {
			mappingMode: 'defineBelow',
			value: { clubNo: '={{ $json.club }}', vip: true },
		};
		await run({
			parameters: {
				...create,
				inputMode: 'define',
				customerId: '={{ $json.who }}',
				title: '={{ $json.what }}',
				additionalFields: { interactions: rows },
				mapCustomFields: true,
				customFields,
			},
			items: [{ who: 'cus_19', what: CASE.title, club: 'A-77' }],
		});
		await run({ parameters: auto, items: [record] });
		await run({
			parameters: { ...create, inputMode: 'json', jsonRecord: '={{ $json.case }}' },
			items: [{ case: record }],
		});
		await run({
			parameters: { ...create, inputMode: 'json', jsonRecord: JSON.stringify(record) },
			items: [{}],
		});
		expect(bodies()).toEqual([record, record, record, record]);
	});

	it('sends no author where the frame was not opened, an empty link where there is none, and dates in UTC', async () => {
		const row = { ...INTERACTION, linkUrl: undefined, created: '2026-03-04T10:12:00', author: {} };
		await run({
			parameters: {
				...create,
				inputMode: 'define',
				...CASE,
				additionalFields: { interactions: { values: [row] } },
			},
			items: [{}],
		});
		expect(bodies()).toEqual([{ ...CASE, interactions: [INTERACTION] }]);
	});

	it('sends a picture without text and an author without a name with empty texts', async () => {
		const picture = {
			...INTERACTION,
			body: undefined,
			author: { ...AUTHOR, name: undefined },
		} as unknown as typeof INTERACTION;
		await run({ parameters: auto, items: [{ ...CASE, interactions: [picture] }] });
		expect(bodies()).toEqual([
			{
				...CASE,
				interactions: [{ ...INTERACTION, body: '', author: { ...AUTHOR, name: '' } }],
			},
		]);
	});

	it('sends the headers of each item, ids of 64 bits as they came', async () => {
		const options = {
			agentEmail: '={{ $json.agent }}',
			initiativeId: '={{ $json.initiative }}',
			companyId: '9007199254740993',
		};
		const items = [
			{ agent: 'ana@brand.example', initiative: '9223372036854775807' },
			{ agent: 'bo@brand.example', initiative: 4711 },
		];
		await run({ parameters: { ...create, inputMode: 'define', ...CASE, options }, items });
		expect(
			khoros.requests.map(({ headers }) => [
				headers['x-sf-user-email'],
				headers['x-sf-initiative'],
				headers['x-sf-company-id'],
			]),
		).toEqual([
			['ana@brand.example', '9223372036854775807', '9007199254740993'],
			['bo@brand.example', '4711', '9007199254740993'],
		]);
	});

	it('can send the header of Khoros Care, and customId beside customerId', async () => {
		await run({
			parameters: {
				...auto,
				options: {
					agentEmail: 'ana@brand.example',
					agentEmailHeader: 'x-sf-email',
					alsoSendCustomId: true,
				},
			},
			items: [CASE],
		});
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
		const { message, description, details } = await stopped(
			{},
			{},
			{ secret: 'Bearer wrong-secret' },
		);
		expect(message).toBe(
			'Khoros Marketing CRM did not accept the request: the secret is not valid or was withdrawn [item 0]',
		);
		expect(description).toContain("Check 'Header Name' and 'Secret' in the credential");
		expect(details).toMatchObject({ httpCode: 401, executed: 'no' });
		khoros.faults.arm({
			fault: { kind: 'status', status: 400, body: { message: 'You sent sandbox-khoros' } },
		});
		expect((await stopped({})).message).toContain('You sent ***');
	});
});

describe('the fake server', () => {
	const get = async (path: string, headers: Record<string, string>) => {
		const reply = await fetch(`${khoros.url}/crm/v1${path}`, { headers });
		return { status: reply.status, body: await reply.json() };
	};

	it('answers the request of the credential test, and refuses it without the secret', async () => {
		const verdict = async (change = {}) =>
			await testCredential('khorosMarketing', TYPE, {
				...credentialsOf(khoros, TYPE, change)[TYPE],
			});
		expect(await verdict()).toEqual({ status: 'OK', message: 'Connection successful!' });
		expect(khoros.requests.map(({ path }) => path)).toEqual(['/crm/v1/meta/object/case']);
		expect((await verdict({ secret: 'wrong' })).message).toContain('The secret was not accepted');
		expect((await verdict({ baseUrl: khoros.url })).message).toContain("Check 'Base URL'");
		expect((await verdict({ baseUrl: 'http://127.0.0.1:1/crm' })).message).toContain(
			'could not be reached: the host refused the connection',
		);
		expect((await verdict({ baseUrl: 'http://crm.example/api' })).message).toContain(
			'is not encrypted',
		);
		expect(
			await get('/meta/object/order', { [khoros.vendor.headerName]: khoros.vendor.headerValue }),
		).toMatchObject({ status: 404 });
	});

	it('finds a created case, with declared custom fields only', async () => {
		const { items } = await run({
			parameters: auto,
			items: [{ ...CASE, tier: 'gold', undeclared: 'x' }],
		});
		expect(bodies()).toEqual([{ ...CASE, tier: 'gold', undeclared: 'x' }]);
		const found = await get(`/case/${String(items[0]?.json.id)}`, {
			authorization: khoros.vendor.headerValue,
		});
		expect(found).toEqual({ status: 200, body: items[0]?.json });
		expect(found.body).toMatchObject({ ...CASE, tier: 'gold' });
		expect(found.body).not.toHaveProperty('undeclared');
		expect(await get('/case/none', { authorization: khoros.vendor.headerValue })).toMatchObject({
			status: 404,
		});
	});
});

describe('bad input', () => {
	it.each([
		[{ title: '' }, {}, "'Title' is missing [item 0]", 'title'],
		[{ title: { a: 1 } }, {}, "'Title' must be text", 'title'],
		[{ customerId: null }, {}, "'Customer ID' is missing [item 0]", 'customerId'],
		[
			{ customerId: '../19' },
			{},
			"'Customer ID' must be an ID without spaces or slashes",
			'customerId',
		],
		[
			{ customerId: 'cus\n19' },
			{},
			"'Customer ID' must be an ID without spaces or slashes",
			'customerId',
		],
		[{ customerId: 2 ** 60 }, {}, "'Customer ID' came as the number", 'customerId'],
		[{ interactions: 'no list' }, {}, "'Interactions' must be a list of objects", 'interactions'],
		[
			{ interactions: [INTERACTION, { ...INTERACTION, service: '' }] },
			{},
			"'Interaction 2 > Service' is missing",
			'service',
		],
		[
			{ interactions: [{ ...INTERACTION, created: 'soon' }] },
			{},
			"'Interaction 1 > Created' must be a date",
			'created',
		],
		[
			{ interactions: [{ ...INTERACTION, author: { ...AUTHOR, handle: undefined } }] },
			{},
			"'Interaction 1 > Author > Handle' is missing",
			'handle',
		],
		[
			{ interactions: [{ ...INTERACTION, author: { ...AUTHOR, brandOwned: 'maybe' } }] },
			{},
			"'Interaction 1 > Author > Brand Owned' must be true or false",
			'brandOwned',
		],
		[
			{},
			{ initiativeId: '9223372036854775808' },
			"'Initiative ID' must be a whole number from 0 to 9223372036854775807",
			'initiativeId',
		],
		[{}, { companyId: '={{ 90071992547409931 }}' }, "'Company ID' came as the number", 'companyId'],
		[{}, { companyId: '-1' }, "'Company ID' must be a whole number", 'companyId'],
		[
			{},
			{ agentEmail: 'ana\r\nx-evil: 1' },
			"'Agent Email' must be an email address",
			'agentEmail',
		],
		[{}, { agentEmailHeader: 'host' }, "'Agent Email Header' must be one of", 'agentEmailHeader'],
	])(
		'%j with options %j is refused before anything is sent',
		async (item, options, message, field) => {
			const error = await stopped({ options }, item);
			expect(error.message).toContain(message);
			expect(error.message).toContain('[item 0]');
			expect(error.details).toMatchObject({ field, executed: 'no' });
			expect(khoros.requests).toHaveLength(0);
		},
	);

	it.each([
		['its fields are known', 200, "The value of 'title' was not sent"],
		['its fields cannot be had', 404, 'is a field of its own'],
	])('a custom field may not stand for a field of the form, where %s', async (_, status, text) => {
		khoros.faults.arm({
			fault: { kind: 'status', status, body: { name: 'case', fields: FIELDS } },
			path: '/meta/object',
		});
		const result = await run({
			parameters: {
				...create,
				inputMode: 'define',
				...CASE,
				mapCustomFields: true,
				customFields: { mappingMode: 'defineBelow', value: { title: 'Other' } },
			},
			items: [{}],
		});
		expect([result.error?.message, ...result.hints].join()).toContain(text);
		expect(JSON.stringify(bodies())).not.toContain('Other');
	});

	it('names the item and what was written when it stops', async () => {
		const items = cases(8).map((item, index) => (index === 6 ? { ...item, title: '' } : item));
		const result = await run({
			parameters: { ...auto, requestOptions: { parallelRequests: 1 } },
			items,
		});
		expect(result.error?.message).toContain("'Title' is missing [item 6]");
		expect(result.error?.description).toContain('Already written: item 0 (id case_301)');
		expect(result.error?.description).toContain('item 5 (id case_306)');
		expect(khoros.vendor.stored().case).toHaveLength(6);
	});
});
