import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { useBigin } from '../../harness/bigin';
import { credentialsOf } from '../../harness/sandbox';
import type { RunSpec } from '../../harness/workflow';

const METADATA = '/settings/fields';
const create: INodeParameters = { resource: 'contact', operation: 'create', inputMode: 'autoMap' };
const json = (jsonRecord: string): INodeParameters => ({
	...create,
	inputMode: 'json',
	jsonRecord,
});
const choose = (unknownFields: string): INodeParameters => ({
	...create,
	options: { unknownFields },
});

describe('Keys that are not fields in Bigin', () => {
	const bigin = useBigin();
	const asked = () => bigin.fakeServer().seen(METADATA).length;
	const records = () =>
		bigin
			.sent()
			.flatMap(({ body }) => (Array.isArray(body?.data) ? (body.data as IDataObject[]) : []));
	const run = async (
		parameters: INodeParameters,
		items: IDataObject[],
		spec: Partial<RunSpec> = {},
	) => await bigin.run(parameters, items, spec);

	it('are named in a hint, with the most similar name', async () => {
		const { items, hints } = await run(create, [
			{ Last_Name: 'Ann', Emial: 'a@example.com' },
			{ Last_Name: 'Ben', Emial: 'b@example.com', Shoe: 44 },
		]);
		expect(items).toHaveLength(2);
		expect(hints).toEqual([
			"Keys that are not fields in Zoho Bigin, so nothing is stored for them: 'Emial' (did you mean 'Email'?), 'Shoe'.",
		]);
		expect(records()).toMatchObject([{ Emial: 'a@example.com' }, { Shoe: 44 }]);
		expect(asked()).toBe(1);
	});

	it.each([
		[
			'a field of the account',
			{ Custmer_Code: 'x' },
			"'Custmer_Code' (did you mean 'Customer_Code'?)",
		],
		[
			'a label',
			{ 'Customer since': '2026-01-01' },
			"'Customer since' (did you mean 'Customer_Since'?)",
		],
		['a name in other letters', { score: 3 }, "'score' (did you mean 'Score'?)"],
	])('may be a misspelling of %s', async (_what, item, named) => {
		expect(
			(await run(create, [{ Last_Name: 'Ann', ...item } as IDataObject])).hints.join(),
		).toContain(`${named}.`);
	});

	it('are left out on request', async () => {
		const { hints } = await run(choose('drop'), [
			{ Last_Name: 'Ann', Emial: 'x', Score: 3, $state: 'save' },
		]);
		expect(records()).toEqual([{ Last_Name: 'Ann', Score: 3, $state: 'save' }]);
		expect(hints.join()).toContain("'Emial'");
	});

	it('are refused on request, each on its own item', async () => {
		const parameters = choose('={{ $json.First_Name === "strict" ? "refuse" : "send" }}');
		const { items, errors } = await run(
			parameters,
			[
				{ Last_Name: 'Ann', Emial: 'x', First_Name: 'strict' },
				{ Last_Name: 'Ben', Emial: 'x' },
			],
			{ onError: 'continueErrorOutput' },
		);
		expect(items).toHaveLength(1);
		expect(errors).toMatchObject([
			{
				json: {
					error: "'Emial' is not a field in Zoho Bigin [item 0]",
					message: expect.stringContaining("Did you mean 'Email'?"),
					details: { field: 'Emial', executed: 'no' },
				},
			},
		]);
	});

	it.each<[string, INodeParameters]>([
		['one JSON for all items', json('{"Last_Name": "Ann", "Emial": "x"}')],
		['JSON by expression', json('={{ { "Last_Name": $json.name, "Emial": "x" } }}')],
		['an update', { ...create, operation: 'update' }],
		['an upsert', { ...create, operation: 'upsert', duplicate_check_fields: ['Email'] }],
	])('are named for %s', async (_what, parameters) => {
		const [id = ''] = await bigin.seed('contact', [{ Last_Name: 'Old' }]);
		const item =
			parameters.operation === 'update'
				? { id, Emial: 'x' }
				: { name: 'Ann', Last_Name: 'Ann', Email: 'a@example.com', Emial: 'x' };
		expect((await run(parameters, [item])).hints.join()).toContain(
			"'Emial' (did you mean 'Email'?)",
		);
	});

	it('are named for notes and tags, too', async () => {
		const [parentId = ''] = await bigin.seed('contact', [{ Last_Name: 'Ann' }]);
		expect(
			(
				await run(
					{
						resource: 'note',
						operation: 'create',
						inputMode: 'autoMap',
						module: 'Contacts',
						parentId,
					},
					[{ Note_Content: 'x', Note_Titel: 'y' }],
				)
			).hints.join(),
		).toContain("'Note_Titel' (did you mean 'Note_Title'?)");
		expect(
			(
				await run(
					{ resource: 'tag', operation: 'create', inputMode: 'autoMap', module: 'Contacts' },
					[{ name: 'VIP', colour: '#ffffff' }],
				)
			).hints.join(),
		).toContain("'colour'");
	});

	it('are distinguished from fields that Bigin fills in itself', async () => {
		const { hints } = await run(create, [
			{ Last_Name: 'Ann', Full_Name: 'Ann', Created_Time: '2026-01-01T00:00:00Z' },
		]);
		expect(hints).toEqual([
			"Fields that Zoho Bigin fills in itself, so the given values are not stored: 'Full_Name', 'Created_Time'.",
		]);
	});

	it('are named in a hint, ten at most', async () => {
		const keys = Object.fromEntries(
			Array.from({ length: 13 }, (_, index) => [`Unheard_Of_${index}`, 1]),
		);
		const { hints } = await run(create, [{ Last_Name: 'Ann', ...keys }]);
		expect(hints.join().match(/'Unheard_Of_\d+'/g)).toHaveLength(10);
		expect(hints.join()).toContain('and 3 more.');
		const [long = ''] = (await run(create, [{ Last_Name: 'Ann', ['x'.repeat(100_000)]: 1 }])).hints;
		expect(long.length).toBeLessThan(200);
	});

	it('cost no request if the form knows all keys', async () => {
		const people = Array.from({ length: 3 }, (_, index) => ({
			Last_Name: `P${index}`,
			Email: `p${index}@example.com`,
			Phone: '1',
			Title: 'x',
			$se_module: undefined,
		}));
		const { hints } = await run(create, people as unknown as IDataObject[]);
		expect([hints, asked()]).toEqual([[], 0]);
	});

	it('are not detected if the fields of the account cannot be read: the run continues, and a hint says why', async () => {
		bigin.fakeServer().faults.arm({
			fault: {
				kind: 'status',
				status: 401,
				body: {
					code: 'OAUTH_SCOPE_MISMATCH',
					details: {},
					message: 'invalid oauth scope',
					status: 'error',
				},
			},
			path: METADATA,
		});
		const { items, hints } = await run(create, [{ Last_Name: 'Ann', Emial: 'x' }]);
		expect(items).toHaveLength(1);
		expect(hints).toEqual([
			expect.stringMatching(
				/could not be compared with the fields of the account.*invalid oauth scope/,
			),
		]);
	});

	it('cost one request for runs that share a credential, and another before an unknown key is left out', async () => {
		const shared = { credentialId: 'shared-by-runs' };
		await run(create, [{ Last_Name: 'Ann', Score: 1 }], shared);
		await run(create, [{ Last_Name: 'Ben', Score: 2 }], shared);
		expect(asked()).toBe(1);
		expect((await run(create, [{ Last_Name: 'Cem', Emial: 'x' }], shared)).hints).toHaveLength(1);
		expect(asked()).toBe(1);
		// The field may just have been added, so the cache is not enough to leave out its values.
		await run(choose('drop'), [{ Last_Name: 'Dan', Emial: 'x' }], shared);
		expect(asked()).toBe(2);
	});

	it('do not change the types of known ones: a custom field is sent as its mapper writes it', async () => {
		await run(create, [
			{
				Last_Name: 'Ann',
				Customer_Since: '2026-03-01T23:30:00+01:00',
				Last_Visit: '2026-03-01T10:00:00',
				Score: '3.5',
				Newsletter: 'true',
				Interests: 'Ski, Safari',
				Referred_By: '2034020000000457001',
				Segment: null,
			},
		]);
		expect(records()).toEqual([
			{
				Last_Name: 'Ann',
				Customer_Since: '2026-03-01',
				Last_Visit: '2026-03-01T10:00:00+01:00',
				Score: 3.5,
				Newsletter: true,
				Interests: ['Ski', 'Safari'],
				Referred_By: { id: '2034020000000457001' },
				Segment: null,
			},
		]);
	});
});

describe('Values of custom fields that the account no longer has', () => {
	const bigin = useBigin();
	const column = (id: string, more: IDataObject = {}) => ({
		id,
		displayName: id,
		type: 'string',
		dataType: 'text',
		display: true,
		removed: false,
		...more,
	});
	const mapped = (value: IDataObject, schema: IDataObject[]): INodeParameters => ({
		resource: 'contact',
		operation: 'create',
		Last_Name: 'Ann',
		mapCustomFields: true,
		customFields: { mappingMode: 'defineBelow', value, schema } as unknown as INodeParameters,
	});
	const sent = () =>
		bigin.sent().flatMap(({ body }) => (Array.isArray(body?.data) ? body.data : []));

	it.each<[string, IDataObject[]]>([
		['is still in the list saved with the node', [column('Old_Field'), column('Diet')]],
		['has left the saved list', [column('Diet')]],
		['was taken out of the list', [column('Old_Field', { removed: true }), column('Diet')]],
	])('are not sent where the field %s, and a hint names it', async (_what, schema) => {
		const { items, hints } = await bigin.run(
			mapped({ Old_Field: '={{ $json.x }}', Diet: 'c' }, schema),
			[{ x: 'a' }, { x: 'b' }],
		);
		expect(items).toHaveLength(2);
		expect(sent()).toMatchObject([{ Diet: 'c' }, { Diet: 'c' }]);
		expect(sent().every((record) => !('Old_Field' in (record as IDataObject)))).toBe(true);
		expect(hints).toEqual([
			expect.stringMatching(
				/^The value of 'Old_Field' was not sent, because 'Custom Fields' no longer has this field\./,
			),
		]);
	});

	it('are detected by the saved list if the fields of the account cannot be read', async () => {
		bigin.fakeServer().faults.arm({ fault: { kind: 'status', status: 403 }, path: METADATA });
		const { hints } = await bigin.run(mapped({ Old_Field: 'a', Diet: 'c' }, [column('Diet')]));
		expect(sent()).toEqual([{ Last_Name: 'Ann', Diet: 'c' }]);
		expect(hints).toHaveLength(2);
	});

	it('take the type that the field has now', async () => {
		await bigin.run(mapped({ Score: '7' }, [column('Score')]));
		expect(sent()).toEqual([{ Last_Name: 'Ann', Score: 7 }]);
		expect(bigin.fakeServer().seen(METADATA)).toHaveLength(1);
	});

	describe('that was deleted while the fields are cached', () => {
		const old = { api_name: 'Old_Field', field_label: 'Old_Field', data_type: 'text' };
		const parameters = mapped({ Old_Field: 'a' }, [column('Old_Field')]);
		/** A run while the field exists. Later runs see the fields of the fake server. */
		async function beforehand(credentialId: string): Promise<void> {
			bigin.fakeServer().faults.arm({
				fault: { kind: 'status', status: 200, body: { fields: [old] } },
				times: 1,
				path: METADATA,
			});
			const { items, hints } = await bigin.run(parameters, [{}], { credentialId });
			expect([items.length, hints]).toEqual([1, []]);
			bigin.fakeServer().requests.length = 0;
		}

		it('are not sent a minute later, and a hint names the field', async () => {
			await beforehand('mapper-a-minute-later');
			const later = Date.now() + 61_000;
			const clock = jest.spyOn(Date, 'now').mockImplementation(() => later);
			try {
				const { hints } = await bigin.run(parameters, [{}], {
					credentialId: 'mapper-a-minute-later',
				});
				expect(hints).toEqual([expect.stringContaining("The value of 'Old_Field' was not sent")]);
			} finally {
				clock.mockRestore();
			}
			expect(sent()).toEqual([{ Last_Name: 'Ann' }]);
		});

		it('are not sent to another account that the same credential was connected to', async () => {
			await beforehand('mapper-other-account');
			const { biginOAuth2Api } = credentialsOf(bigin.fakeServer(), 'biginOAuth2Api');
			const oauthTokenData = {
				...(biginOAuth2Api?.oauthTokenData as IDataObject),
				refresh_token: `${bigin.fakeServer().vendor.refreshToken}-other`,
			};
			const { hints } = await bigin.run(parameters, [{}], {
				credentialId: 'mapper-other-account',
				credentials: credentialsOf(bigin.fakeServer(), 'biginOAuth2Api', { oauthTokenData }),
			});
			expect(hints).toEqual([expect.stringContaining("The value of 'Old_Field' was not sent")]);
			expect(sent()).toEqual([{ Last_Name: 'Ann' }]);
		});

		it('cost one request for the fields per minute', async () => {
			await beforehand('mapper-one-request');
			await bigin.run(parameters, [{}], { credentialId: 'mapper-one-request' });
			expect(bigin.fakeServer().seen(METADATA)).toHaveLength(0);
		});
	});

	it('cost no request if no value is given', async () => {
		await bigin.run(mapped({ Score: null, Diet: '' }, [column('Score'), column('Diet')]));
		expect(bigin.fakeServer().seen(METADATA)).toHaveLength(0);
	});
});
