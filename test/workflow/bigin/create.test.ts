import { BiginFakeServer } from '../../../sandbox/bigin/fakeServer';
import type { FakeServer } from '../../../sandbox/core/fakeServer';
import { credentialsOf, startFakeServer } from '../../harness/sandbox';
import { runNode, type RunSpec } from '../../harness/workflow';

const create = { resource: 'contact', operation: 'create' };

describe('Bigin: Create', () => {
	let bigin: FakeServer<BiginFakeServer>;
	beforeAll(async () => {
		bigin = await startFakeServer(new BiginFakeServer());
	});
	afterAll(async () => await bigin.stop());
	beforeEach(() => bigin.reset());

	const run = async (spec: Omit<RunSpec, 'node' | 'credentials'>) =>
		await runNode({ node: 'bigin', credentials: credentialsOf(bigin, 'biginOAuth2Api'), ...spec });

	it('creates one contact', async () => {
		const result = await run({
			parameters: {
				...create,
				inputMode: 'define',
				Last_Name: '={{ $json.name }}',
				additionalFields: { First_Name: 'Sarah' },
			},
			items: [{ name: 'Johnson' }],
		});
		expect(result.error).toBeUndefined();
		expect(bigin.seen('/Contacts')[0]?.body).toEqual({
			data: [{ Last_Name: 'Johnson', First_Name: 'Sarah' }],
		});
		expect(bigin.seen('/Contacts')[0]?.headers.authorization).toBe(
			`Zoho-oauthtoken ${bigin.vendor.firstToken}`,
		);
		expect(result.items[0]?.json).toMatchObject({ status: 'success' });
	});

	it('sends 250 contacts in three requests, and only the one bad record fails', async () => {
		const items = Array.from({ length: 250 }, (_, index) => ({
			Last_Name: `Person ${index}`,
			Email: index === 123 ? 'not an address' : `p${index}@example.com`,
		}));
		const result = await run({
			parameters: { ...create, inputMode: 'autoMap' },
			items,
			onError: 'continueErrorOutput',
		});
		expect(bigin.seen('/Contacts')).toHaveLength(3);
		expect(result.items).toHaveLength(249);
		expect(result.errors).toHaveLength(1);
		expect(result.errors[0]).toMatchObject({
			pairedItem: { item: 123 },
			json: {
				Last_Name: 'Person 123',
				details: { code: 'INVALID_DATA', field: 'Email', executed: 'no' },
			},
		});
		expect(result.errors[0]?.json.error).toContain("'Email'");
		const stored = bigin.vendor.stored().Contacts as Array<{ id: string; Last_Name: string }>;
		for (const item of result.items) {
			const source = (item.pairedItem as { item: number }).item;
			expect(stored.find(({ id }) => id === item.json.id)?.Last_Name).toBe(`Person ${source}`);
		}
	});

	it('reads the fields of each item from expressions', async () => {
		const result = await run({
			parameters: {
				...create,
				inputMode: 'define',
				Last_Name: '={{ $json.name.toUpperCase() }}',
				additionalFields: {
					Account_Name: '={{ $json.company }}',
					Email_Opt_Out: '={{ $json.optOut }}',
					Tag: '={{ $json.tags }}',
					Mailing_Address: {
						values: {
							Mailing_City: '={{ $json.city }}',
							Mailing_Zip: '',
							Mailing_Country: 'Germany',
						},
					},
				},
				mapCustomFields: true,
				customFields: {
					mappingMode: 'defineBelow',
					value: {
						Customer_Since: '={{ $json.since }}',
						Score: '={{ $itemIndex + 0.5 }}',
						Referred_By: '2034020000000489033',
						Last_Visit: '2026-03-01T10:00:00',
						Interests: 'Ski, Safari',
						Segment: null,
					},
					schema: Object.entries({
						Customer_Since: 'date',
						Score: 'double',
						Referred_By: 'lookup',
						Last_Visit: 'datetime',
						Interests: 'multiselectpicklist',
						Segment: 'picklist',
					}).map(([id, dataType]) => ({ id, displayName: id, type: 'string', dataType })),
				},
			},
			items: [
				{
					name: 'Ann',
					company: '2034020000000489159',
					optOut: 'true',
					tags: ['VIP', { name: 'Ski' }],
					city: 'Berlin',
					since: '2025-12-31T23:30:00+01:00',
				},
				{ name: 'Bo', company: '', optOut: false, tags: '', city: '', since: '' },
			],
		});
		expect(result.error).toBeUndefined();
		const same = {
			Mailing_Country: 'Germany',
			Referred_By: { id: '2034020000000489033' },
			Last_Visit: '2026-03-01T10:00:00+01:00',
			Interests: ['Ski', 'Safari'],
		};
		expect(bigin.seen('/Contacts').map(({ body }) => body)).toEqual([
			{
				data: [
					{
						Last_Name: 'ANN',
						Account_Name: { id: '2034020000000489159' },
						Email_Opt_Out: true,
						Tag: [{ name: 'VIP' }, { name: 'Ski' }],
						Mailing_City: 'Berlin',
						Customer_Since: '2025-12-31',
						Score: 0.5,
						...same,
					},
					{ Last_Name: 'BO', Email_Opt_Out: false, Tag: [], Score: 1.5, ...same },
				],
			},
		]);
	});

	it('keeps workflows from running only on request', async () => {
		const parameters = {
			...create,
			inputMode: 'autoMap',
			options: { triggerWorkflows: '={{ $json.Last_Name !== "Quiet" }}' },
			requestOptions: { parallelRequests: 1 },
		};
		const result = await run({
			parameters,
			items: [{ Last_Name: 'A' }, { Last_Name: 'Quiet' }, { Last_Name: 'B' }],
		});
		expect(result.items).toHaveLength(3);
		expect(bigin.seen('/Contacts').map(({ body }) => body)).toEqual([
			{ data: [{ Last_Name: 'A' }, { Last_Name: 'B' }] },
			{ data: [{ Last_Name: 'Quiet' }], trigger: [] },
		]);
	});

	it('names the item and the records already written when it stops', async () => {
		const items = Array.from({ length: 150 }, (_, index) =>
			index === 120 ? {} : { Last_Name: `Person ${index}` },
		);
		const result = await run({ parameters: { ...create, inputMode: 'autoMap' }, items });
		expect(result.error?.message).toContain("'Last Name' is missing [item 120]");
		expect(result.error?.description).toContain('Already written: item 0 (id ');
	});

	it('renews an expired token once', async () => {
		bigin.vendor.expireTokens();
		const result = await run({
			parameters: { ...create, inputMode: 'autoMap', requestOptions: { batchSize: 1 } },
			items: Array.from({ length: 10 }, (_, index) => ({ Last_Name: `P${index}` })),
		});
		expect(result.error).toBeUndefined();
		expect(result.items).toHaveLength(10);
		expect(bigin.seen('/oauth/v2/token')).toHaveLength(1);
	});

	it('does not renew a token that lacks a scope', async () => {
		bigin.faults.arm({
			fault: { kind: 'status', status: 401, code: 'OAUTH_SCOPE_MISMATCH' },
			path: '/files',
		});
		const result = await run({
			parameters: { resource: 'file', operation: 'download', fileId: '={{ $json.id }}' },
			items: Array.from({ length: 20 }, (_, index) => ({ id: `f${index}` })),
			onError: 'continueRegularOutput',
		});
		expect(bigin.seen('/oauth/v2/token')).toEqual([]);
		expect(bigin.seen('/files').length).toBeLessThanOrEqual(25);
		expect(result.items).toHaveLength(20);
		expect(result.items[7]?.json.message).toContain(
			"This needs the scope ZohoBigin.Files.READ. Add it to 'Scopes' in the credential",
		);
	});

	it('does not renew the token again for a request whose refusal arrives after the renewal', async () => {
		bigin.vendor.expireTokens();
		bigin.faults.arm({ fault: { kind: 'slowReply', millis: 400 }, times: 1, path: '/Contacts' });
		const result = await run({
			parameters: {
				...create,
				inputMode: 'autoMap',
				requestOptions: { batchSize: 1, parallelRequests: 2 },
			},
			items: [{ Last_Name: 'A' }, { Last_Name: 'B' }],
		});
		expect(result.error).toBeUndefined();
		expect(bigin.seen('/oauth/v2/token')).toHaveLength(1);
		expect(bigin.seen('/Contacts')).toHaveLength(4);
	});
});
