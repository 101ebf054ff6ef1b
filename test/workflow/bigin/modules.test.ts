import Ajv from 'ajv';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { BiginFakeServer } from '../../../sandbox/bigin/fakeServer';
import type { FakeServer } from '../../../sandbox/core/fakeServer';
import { CASES, record, title } from '../../harness/biginModules';
import { credentialsOf, startFakeServer } from '../../harness/sandbox';
import { schemaOf } from '../../harness/schemas';
import { runNode, type RunSpec } from '../../harness/workflow';

describe.each(CASES)('Bigin creates $resource', (entry) => {
	const { resource, module, required } = entry;
	let bigin: FakeServer<BiginFakeServer>;
	beforeAll(async () => {
		bigin = await startFakeServer(new BiginFakeServer());
	});
	afterAll(async () => await bigin.stop());
	beforeEach(() => bigin.reset());

	const [nameField, nameShown] = title(entry);
	const bodies = () => bigin.seen(`/bigin/v2/${module}`).map(({ body }) => body);
	const run = async (
		parameters: INodeParameters,
		items: IDataObject[],
		spec: Partial<RunSpec> = {},
	) =>
		await runNode({
			node: 'bigin',
			credentials: credentialsOf(bigin, 'biginOAuth2Api'),
			parameters: { resource, operation: 'create', ...parameters },
			items,
			...spec,
		});

	it('sends the same request in each input mode', async () => {
		const items = ['One', 'Two'].map((name) => ({
			...record(entry, name),
			Owner: { id: '2034020000000457001' },
			Tag: [{ name: 'VIP' }],
			cf_Level: name,
		}));
		const upFront = Object.fromEntries(required.map(([field]) => [field, `={{ $json.${field} }}`]));
		const define = {
			inputMode: 'define',
			...upFront,
			additionalFields: {
				...(nameField in upFront ? {} : { [nameField]: `={{ $json["${nameField}"] }}` }),
				Owner: '={{ $json.Owner.id }}',
				Tag: 'VIP',
			},
			mapCustomFields: true,
			customFields: {
				mappingMode: 'defineBelow',
				value: { cf_Level: '={{ $json.cf_Level }}' },
				schema: [{ id: 'cf_Level', displayName: 'Level', type: 'string', dataType: 'text' }],
			},
		};
		for (const parameters of [
			define,
			{ inputMode: 'autoMap' },
			{ inputMode: 'json', jsonRecord: '={{ $json }}' },
			{ inputMode: 'json', jsonRecord: '={{ JSON.stringify($json) }}' },
		]) {
			bigin.reset();
			// The account has the mapped field.
			bigin.faults.arm({
				fault: {
					kind: 'status',
					status: 200,
					body: {
						fields: [
							{ api_name: 'cf_Level', field_label: 'Level', data_type: 'text', custom_field: true },
						],
					},
				},
				path: '/settings/fields',
			});
			const result = await run(parameters, items);
			expect(result.error).toBeUndefined();
			expect(result.items).toHaveLength(2);
			expect(bodies()).toEqual([{ data: items }]);
			expect(result.hints).toEqual([]);
		}
	});

	it('returns what its output schema says', async () => {
		const schema = schemaOf('Bigin', resource, 'create');
		// A contact's name has two parts, and the result starts with those that were sent.
		const named = {
			...record(entry, 'One'),
			...(resource === 'contact' ? { First_Name: 'Ava' } : {}),
		};
		const result = await run({ inputMode: 'autoMap' }, [named]);
		expect(Object.keys(result.items[0]?.json ?? {}).sort()).toEqual(
			// The result names the action of If It Exists only if that is not Create Anyway.
			Object.keys(schema.properties)
				.filter((name) => name !== 'action')
				.sort(),
		);
		expect(new Ajv({ strict: false }).validate(schema, result.items[0]?.json)).toBe(true);
	});

	it('splits 101 items into two requests and links each result to its item', async () => {
		const items = Array.from({ length: 101 }, (_, index) => record(entry, `Record ${index}`));
		const result = await run({ inputMode: 'autoMap' }, items);
		expect((bodies() as Array<{ data: unknown[] }>).map(({ data }) => data.length).sort()).toEqual([
			1, 100,
		]);
		const stored = new Map(
			(bigin.vendor.stored()[module] as IDataObject[]).map((entry) => [entry.id, entry[nameField]]),
		);
		expect(result.items.map(({ json }) => stored.get(json.id as string))).toEqual(
			items.map((item) => item[nameField]),
		);
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);
	});

	it.each(['continueErrorOutput', 'continueRegularOutput', undefined] as const)(
		'reports a refusal on exactly its item (On Error: %s)',
		async (onError) => {
			const items = ['A', 'x'.repeat(300), 'C'].map((name) => record(entry, name));
			const result = await run({ inputMode: 'autoMap' }, items, { onError });
			const failed = {
				error: expect.stringContaining(`'${nameShown}': invalid data [item 1]`),
				details: { httpCode: 202, code: 'INVALID_DATA', field: nameField, executed: 'no' },
			};
			const indexes = (list: typeof result.items) =>
				list.map(({ pairedItem }) => (pairedItem as { item: number }).item);
			expect(bigin.vendor.stored()[module]).toHaveLength(2);
			if (onError === 'continueErrorOutput') {
				expect(indexes(result.items)).toEqual([0, 2]);
				expect(indexes(result.errors)).toEqual([1]);
				expect(result.errors[0]?.json).toMatchObject(failed);
			} else if (onError === 'continueRegularOutput') {
				expect(indexes(result.items)).toEqual([0, 1, 2]);
				expect(result.items[1]?.json).toMatchObject(failed);
				expect(result.items[2]?.json.status).toBe('success');
			} else {
				expect(result.error?.message).toContain(`'${nameShown}': invalid data [item 1]`);
				const written = (bigin.vendor.stored()[module] as IDataObject[]).map(({ id }, index) => ({
					item: [0, 2][index],
					id,
				}));
				expect(result.error?.context?.written).toEqual(written);
			}
		},
	);

	it.each(required)('asks for %s', async (field, shown) => {
		const items = [{ ...record(entry, 'A'), [field]: '' }];
		const result = await run({ inputMode: 'autoMap' }, items);
		expect(result.error?.message).toBe(`'${shown}' is missing [item 0]`);
		expect(bodies()).toHaveLength(0);
	});
});
