import type { IDataObject } from 'n8n-workflow';

import { BiginFakeServer } from '../../../sandbox/bigin/fakeServer';
import type { FakeServer } from '../../../sandbox/core/fakeServer';
import { credentialsOf, startFakeServer } from '../../harness/sandbox';
import { runNode, type RunSpec } from '../../harness/workflow';

const people = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, index) => ({ Last_Name: `Person ${index}` }));
const oneByOne = { batchSize: 1, parallelRequests: 1 };

describe('Bigin, when something goes wrong', () => {
	let bigin: FakeServer<BiginFakeServer>;
	beforeAll(async () => {
		bigin = await startFakeServer(new BiginFakeServer());
	});
	afterAll(async () => await bigin.stop());
	beforeEach(() => bigin.reset());

	const run = async (
		items: IDataObject[],
		options: IDataObject = {},
		spec: Partial<RunSpec> = {},
	) =>
		await runNode({
			node: 'bigin',
			credentials: credentialsOf(bigin, 'biginOAuth2Api'),
			parameters: {
				resource: 'contact',
				operation: 'create',
				inputMode: 'autoMap',
				requestOptions: options,
			} as RunSpec['parameters'],
			items,
			...spec,
		});
	const requests = () => bigin.seen('/bigin/v2/');
	const stored = () => (bigin.vendor.stored().Contacts ?? []) as IDataObject[];

	it.each([
		[
			'a text for a switch',
			{ Email_Opt_Out: 'perhaps' },
			`'Email Opt Out' must be true or false, but is "perhaps"`,
		],
		['an object for a text', { First_Name: { a: 1 } }, `'First Name' must be text, but is {"a":1}`],
		[
			'an id with a slash',
			{ Owner: '12/../34' },
			`'Owner' must be a Bigin id of up to 19 digits, but is "12/../34"`,
		],
		[
			'an id with a line break',
			{ Account_Name: { id: '123\n' } },
			`'Company' must be a Bigin id of up to 19 digits, but is "123 "`,
		],
		[
			'an id that lost digits',
			{ Owner: Number('2034020000000457001') },
			"'Owner' came as the number 2034020000000457000, which has lost digits",
		],
		['a switch for tags', { Tag: true }, "'Tag Names or IDs' must be a list, but is true"],
		[
			'nothing among tags',
			{ Tag: ['VIP', null] },
			"'Tag Names or IDs' must hold names of tags, but holds null",
		],
	])('refuses %s and sends the others', async (_what, bad, message) => {
		const result = await run(
			[{ Last_Name: 'A' }, { Last_Name: 'B', ...(bad as IDataObject) }, { Last_Name: 'C' }],
			{},
			{ onError: 'continueRegularOutput' },
		);
		expect(result.items[1]).toMatchObject({
			json: { error: `${message} [item 1]`, details: { executed: 'no' } },
			pairedItem: { item: 1 },
		});
		expect(stored().map(({ Last_Name: name }) => name)).toEqual(['A', 'C']);
	});

	it('names the record that has the same email already', async () => {
		const email = 'sarah.johnson@example.com';
		const result = await run(
			[
				{ Last_Name: 'A', Email: email },
				{ Last_Name: 'B', Email: email },
			],
			{},
			{ onError: 'continueErrorOutput' },
		);
		expect(result.errors[0]?.json).toMatchObject({
			details: {
				code: 'DUPLICATE_DATA',
				field: 'Email',
				id: result.items[0]?.json.id,
				executed: 'no',
			},
		});
		expect(result.errors[0]?.json.message).toContain(
			`already exists, with the ID ${String(result.items[0]?.json.id)}`,
		);
	});

	it('waits and sends again what was turned away for too many calls', async () => {
		bigin.faults.arm({ fault: { kind: 'throttle' }, times: 1, path: '/Contacts' });
		const result = await run(people(2));
		expect(result.items).toHaveLength(2);
		expect(requests()).toHaveLength(2);
		expect(stored()).toHaveLength(2);
	});

	it.each([
		['the service breaks', { kind: 'status', status: 500 } as const],
		['the connection is dropped', { kind: 'dropAfter' } as const],
	])('does not send again when %s', async (_what, fault) => {
		bigin.faults.arm({ fault, times: 1, path: '/Contacts' });
		const result = await run(people(2), oneByOne, { onError: 'continueErrorOutput' });
		expect(requests()).toHaveLength(2);
		expect(result.errors).toMatchObject([
			{ json: { details: { executed: 'unknown' } }, pairedItem: { item: 0 } },
		]);
		expect(result.items).toMatchObject([{ pairedItem: { item: 1 } }]);
	});

	it.each(['html', 'empty', 'truncated', 'wrongLength', 'withoutStatus'] as const)(
		'keeps what is written when a reply is %s',
		async (body) => {
			bigin.faults.arm({
				fault: { kind: 'malformed', body },
				times: 1,
				skip: 1,
				path: '/Contacts',
			});
			const result = await run(people(3), oneByOne, { onError: 'continueErrorOutput' });
			expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
			expect(result.errors).toMatchObject([
				{
					json: { Last_Name: 'Person 1', details: { executed: 'unknown' } },
					pairedItem: { item: 1 },
				},
			]);
			if (body === 'html')
				expect(result.errors[0]?.json.error).toBe(
					'Zoho Bigin sent an HTML page instead of data [item 1]',
				);
		},
	);

	it('says what was written when an HTML page stops the run', async () => {
		bigin.faults.arm({
			fault: { kind: 'malformed', body: 'html' },
			times: 1,
			skip: 1,
			path: '/Contacts',
		});
		const result = await run(people(3), oneByOne);
		expect(result.error?.message).toBe('Zoho Bigin sent an HTML page instead of data [item 1]');
		expect(result.error?.description).toContain(
			`Already written: item 0 (id ${String(stored()[0]?.id)}).`,
		);
		expect(requests()).toHaveLength(2);
	});

	it('puts the refusals of one batch on their own items', async () => {
		bigin.faults.arm({
			fault: { kind: 'partial', positions: [0, 3] },
			times: 1,
			path: '/Contacts',
		});
		const result = await run(people(5), {}, { onError: 'continueErrorOutput' });
		expect(result.errors.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 3 }]);
		expect(stored().map(({ Last_Name: name }) => name)).toEqual([
			'Person 1',
			'Person 2',
			'Person 4',
		]);
	});

	it('sends only what is missing when n8n tries again', async () => {
		bigin.faults.arm({
			fault: { kind: 'status', status: 403, code: 'NO_PERMISSION' },
			times: 1,
			skip: 1,
			path: '/Contacts',
		});
		const result = await run(people(3), oneByOne, { retry: { tries: 2 } });
		expect(result.error).toBeUndefined();
		expect(stored().map(({ Last_Name: name }) => name)).toEqual([
			'Person 0',
			'Person 1',
			'Person 2',
		]);
		expect(result.items.map(({ json }) => json.id)).toEqual(stored().map(({ id }) => id));
	});

	it('says on every item that the host does not answer', async () => {
		const url = 'http://127.0.0.1:1';
		const credentials = credentialsOf(bigin, 'biginOAuth2Api', {
			apiDomain: url,
			oauthTokenData: { access_token: 'x1234', api_domain: url },
		});
		const result = await run(
			people(2),
			{ maxTries: 1 },
			{ credentials, onError: 'continueErrorOutput' },
		);
		expect(result.errors).toHaveLength(2);
		expect(result.errors[1]?.json).toMatchObject({
			error: 'Zoho Bigin could not be reached: the host refused the connection [item 1]',
			details: { executed: 'no' },
		});
	});

	it('shows no token that a reply repeats', async () => {
		const token = bigin.vendor.firstToken;
		bigin.faults.arm({
			fault: {
				kind: 'status',
				status: 400,
				body: {
					code: 'INVALID_DATA',
					details: {},
					message: `bad header Zoho-oauthtoken ${token}; ${token}`,
					status: 'error',
				},
			},
		});
		const result = await run(people(1));
		expect(result.error?.message).toContain('bad header');
		expect(
			JSON.stringify([result.error?.message, result.error?.description, result.error?.context]),
		).not.toContain(token);
	});

	it('asks to connect again when the token cannot be renewed', async () => {
		bigin.vendor.expireTokens();
		const result = await run(
			people(1),
			{},
			{ credentials: credentialsOf(bigin, 'biginOAuth2Api', { clientSecret: 'another-secret' }) },
		);
		expect(result.error?.message).toBe(
			'Zoho Bigin did not accept the request: invalid oauth token [item 0]',
		);
		expect(result.error?.description).toContain('Connect the account again');
		expect(stored()).toHaveLength(0);
	});
});
