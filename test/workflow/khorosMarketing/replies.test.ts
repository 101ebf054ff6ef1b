import type { INodeParameters } from 'n8n-workflow';

import type { FakeServer } from '../../../sandbox/core/fakeServer';
import { KhorosMarketingFakeServer } from '../../../sandbox/khorosMarketing/fakeServer';
import { credentialsOf, startFakeServer } from '../../harness/sandbox';
import { runNode, type RunSpec } from '../../harness/workflow';

const TYPE = 'khorosMarketingCrmApi';
const auto = { resource: 'case', operation: 'create', inputMode: 'autoMap' };
const CASE = { customerId: 'cus_19', title: 'Parcel never arrived' };
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

describe('refusals of the CRM', () => {
	const items = cases(7).map((item, index) => (index === 3 ? { ...item, tier: 'bronze' } : item));

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'fails the right item alone with %s',
		async (onError) => {
			const result = await run({ parameters: auto, items, onError });
			const bad = onError === 'continueErrorOutput' ? result.errors[0] : result.items[3];
			expect(bad).toMatchObject({
				pairedItem: { item: 3 },
				json: {
					error:
						"Khoros Marketing CRM did not accept 'tier': Please choose a value for tier. [item 3]",
					details: { httpCode: 422, code: 'validation_failed', field: 'tier', executed: 'no' },
				},
			});
			expect(bad?.json.message).toContain("Correct 'tier' (Unknown value).");
			const good = result.items.filter(({ json }) => json.error === undefined);
			expect(good.map(({ json }) => json.title)).toEqual(
				[0, 1, 2, 4, 5, 6].map((index) => `Case ${index}`),
			);
			expect(khoros.vendor.stored().case).toHaveLength(6);
		},
	);

	it('stops with the field by its display name', async () => {
		khoros.faults.arm({ fault: { kind: 'partial', positions: [0] }, skip: 2, times: 1 });
		const result = await run({
			parameters: { ...auto, requestOptions: { parallelRequests: 1 } },
			items: cases(5),
		});
		expect(result.error?.message).toBe(
			"Khoros Marketing CRM did not accept 'Title': This title is taken. [item 2]",
		);
		expect(result.error?.description).toContain(
			'Already written: item 0 (id case_301), item 1 (id case_302).',
		);
	});

	it.each([
		[
			'a list of fields',
			400,
			{
				error: 'bad',
				message: 'Not so.',
				fields: [
					{ name: 'customId', errorMessage: 'Unknown' },
					{ name: 'clubNo', errorMessage: 'Too long' },
				],
			},
			"did not accept 'Customer ID': Not so.",
			"'Customer ID' (Unknown); 'clubNo' (Too long)",
		],
		[
			'one object',
			400,
			{ message: 'Not so.', fields: { name: 'interactions', errorMessage: 'Too many' } },
			"did not accept 'Interactions': Not so.",
			'(Too many)',
		],
		[
			'a field without a message',
			422,
			{ fields: [{ name: 'clubNo', errorMessage: 'Too long' }] },
			"did not accept 'clubNo': Too long",
			'HTTP 422',
		],
		[
			'no field',
			422,
			{ error: 'closed', message: 'We are closed.' },
			'did not accept the request: We are closed.',
			'(HTTP 422, closed, We are closed.)',
		],
		['text', 400, 'Go away', 'did not accept the request: Go away', 'HTTP 400'],
		[
			'JSON as text',
			400,
			'{"message":"In text"}',
			'did not accept the request: In text',
			'HTTP 400',
		],
		[
			'an HTML page',
			404,
			'<html><body>No</body></html>',
			'did not accept the request: it answered with an HTML page',
			"'Base URL'",
		],
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
		[
			'an id that lost digits',
			{ kind: 'status', status: 201, body: { id: 1.5e300 } },
			'without a usable id',
		],
		['a dropped connection', { kind: 'dropAfter' }, 'the connection was dropped'],
		['500', { kind: 'status', status: 500 }, 'Unexpected condition in the CRM.'],
		[
			'503',
			{ kind: 'status', status: 503, headers: { 'retry-after': '0' } },
			'Unexpected condition in the CRM.',
		],
	] as const)('%s is not sent again, and the other items stay', async (_name, fault, message) => {
		khoros.faults.arm({ fault: { ...fault }, skip: 1, times: 1 });
		const result = await run({
			parameters: { ...auto, requestOptions: { parallelRequests: 1 } },
			items: cases(3),
			onError: 'continueErrorOutput',
		});
		expect(khoros.requests).toHaveLength(3);
		expect(result.items.map(({ json }) => json.title)).toEqual(['Case 0', 'Case 2']);
		expect(result.errors).toHaveLength(1);
		expect(result.errors[0]).toMatchObject({
			pairedItem: { item: 1 },
			json: { details: { executed: 'unknown' } },
		});
		expect(result.errors[0]?.json.error).toContain(message);
	});

	it('takes any 2xx, and writes numbers that are ids as text', async () => {
		khoros.faults.arm({
			fault: {
				kind: 'status',
				status: 200,
				body: { id: 301, number: 7, customerId: 19, title: 'T' },
			},
		});
		const { items } = await run({ parameters: auto, items: [CASE] });
		expect(items[0]?.json).toEqual({ id: '301', number: '7', customerId: '19', title: 'T' });
	});

	it('keeps all digits of ids that came as numbers', async () => {
		khoros.faults.arm({
			fault: { kind: 'status', status: 200, body: { id: 2 ** 63, customerId: 2 ** 53 } },
		});
		const { items } = await run({ parameters: auto, items: [CASE] });
		expect(items[0]?.json).toMatchObject({
			id: '9223372036854776000',
			customerId: '9007199254740992',
		});
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
		const result = await run({
			parameters: { ...auto, requestOptions: { parallelRequests: 1 } },
			items: cases(3),
			retry: { tries: 2 },
		});
		expect(result.error).toBeUndefined();
		expect(result.items.map(({ json }) => json.title)).toEqual(['Case 0', 'Case 1', 'Case 2']);
		expect(khoros.requests).toHaveLength(4);
		expect(khoros.vendor.stored().case).toHaveLength(3);
	});

	it('says so where no host answers', async () => {
		const { message, description, details } = await stopped(
			{ requestOptions: { maxTries: 1 } },
			{},
			{ baseUrl: 'http://127.0.0.1:1/crm' },
		);
		expect(message).toBe(
			'Khoros Marketing CRM could not be reached: the host refused the connection [item 0]',
		);
		expect(description).toContain('Check the host in the credential');
		expect(details).toMatchObject({ executed: 'no' });
	});
});
