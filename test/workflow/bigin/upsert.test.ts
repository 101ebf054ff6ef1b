import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { BiginFakeServer } from '../../../sandbox/bigin/fakeServer';
import type { FakeServer } from '../../../sandbox/core/fakeServer';
import { credentialsOf, startFakeServer } from '../../harness/sandbox';
import { runNode, type RunSpec } from '../../harness/workflow';

const person = (index: number, more: IDataObject = {}): IDataObject => ({
	Last_Name: `Person ${index}`,
	Email: `p${index}@example.com`,
	...more,
});

describe('Bigin: Create or Update', () => {
	let bigin: FakeServer<BiginFakeServer>;
	beforeAll(async () => {
		bigin = await startFakeServer(new BiginFakeServer());
	});
	afterAll(async () => await bigin.stop());
	beforeEach(() => bigin.reset());

	const upsert = async (
		items: IDataObject[],
		parameters: INodeParameters = {},
		spec: Partial<RunSpec> = {},
	) =>
		await runNode({
			node: 'bigin',
			credentials: credentialsOf(bigin, 'biginOAuth2Api'),
			parameters: {
				resource: 'contact',
				operation: 'upsert',
				inputMode: 'autoMap',
				duplicate_check_fields: ['Email'],
				...parameters,
			},
			items,
			...spec,
		});
	const stored = () => (bigin.vendor.stored().Contacts ?? []) as IDataObject[];
	const bodies = () => bigin.seen('/Contacts/upsert').map(({ body }) => body as IDataObject);

	it('adds new records and changes existing ones, 100 per request', async () => {
		await upsert([person(1), person(2)]);
		bigin.requests.length = 0;
		const result = await upsert(
			Array.from({ length: 101 }, (_, index) => person(index, { Title: 'Buyer' })),
		);
		expect(
			bodies()
				.map(({ data, duplicate_check_fields: keys }) => [(data as unknown[]).length, keys])
				.sort(),
		).toEqual([
			[1, ['Email']],
			[100, ['Email']],
		]);
		expect(result.items.map(({ json }) => json.action)).toEqual(
			Array.from({ length: 101 }, (_, index) => (index === 1 || index === 2 ? 'update' : 'insert')),
		);
		expect(result.items[1]?.json).toMatchObject({
			duplicate_field: 'Email',
			id: stored().find(({ Email: email }) => email === 'p1@example.com')?.id,
		});
		expect(stored()).toHaveLength(101);
		expect(stored().every(({ Title: title }) => title === 'Buyer')).toBe(true);
	});

	it('lets Bigin choose the unique fields if none are named, and matches by a custom field', async () => {
		await upsert([person(1, { Customer_Code: 'C-1' })], { duplicate_check_fields: [] });
		expect(bodies()[0]).not.toHaveProperty('duplicate_check_fields');
		const result = await upsert([{ Last_Name: 'Renamed', Customer_Code: 'C-1' }], {
			duplicate_check_fields: '={{ ["Customer_Code"] }}',
		});
		expect(result.items[0]?.json).toMatchObject({
			action: 'update',
			duplicate_field: 'Customer_Code',
		});
		expect(stored()).toEqual([
			expect.objectContaining({ Last_Name: 'Renamed', Email: 'p1@example.com' }),
		]);
	});

	it.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
		'reports a refusal on its item (On Error: %s)',
		async (onError) => {
			const result = await upsert(
				[person(0), person(1, { Email: 'no address' }), person(2)],
				{},
				{ onError },
			);
			expect(stored().map(({ Last_Name: name }) => name)).toEqual(['Person 0', 'Person 2']);
			if (onError === 'stopWorkflow')
				expect(result.error?.context).toMatchObject({
					itemIndex: 1,
					details: { code: 'INVALID_DATA', field: 'Email' },
					written: [{ item: 0 }, { item: 2 }],
				});
			else
				expect(
					(onError === 'continueErrorOutput' ? result.errors : result.items)[
						onError === 'continueErrorOutput' ? 0 : 1
					],
				).toMatchObject({ pairedItem: { item: 1 }, json: { details: { field: 'Email' } } });
		},
	);

	it.each([{ kind: 'dropAfter' as const }, { kind: 'status' as const, status: 500 }])(
		'is repeated after a lost reply ($kind), because a key finds the existing record',
		async (fault) => {
			bigin.faults.arm({ fault, times: 1, path: '/upsert' });
			const result = await upsert([person(0), person(1)]);
			expect(result.error).toBeUndefined();
			expect(bodies()).toHaveLength(2);
			expect(stored()).toHaveLength(2);
		},
	);

	it.each([
		['the chosen field', ['Email'], '(Email)'],
		['any unique field', [], '(Email, Customer_Code)'],
	])(
		'says in a hint how many items were created without a value in %s',
		async (_what, on, names) => {
			const items = [person(1), { Last_Name: 'Dan' }, { Last_Name: 'Eve', Email: '' }];
			const { hints } = await upsert(items, { duplicate_check_fields: on });
			expect(hints).toEqual([
				`2 items have no value in a unique field ${names}, so 'Create or Update' could not recognize existing records, and they were created`,
			]);
			expect((await upsert([person(1)], { duplicate_check_fields: on })).hints).toEqual([]);
		},
	);

	it('is not repeated if a record has no key', async () => {
		bigin.faults.arm({ fault: { kind: 'dropAfter' }, times: 1, path: '/upsert' });
		const result = await upsert(
			[person(0), { Last_Name: 'Keyless' }],
			{},
			{ onError: 'continueRegularOutput' },
		);
		expect(bodies()).toHaveLength(1);
		expect(result.items.map(({ json }) => (json.details as IDataObject).executed)).toEqual([
			'unknown',
			'unknown',
		]);
	});
});
