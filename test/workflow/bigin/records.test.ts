import Ajv from 'ajv';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { BiginFakeServer } from '../../../sandbox/bigin/fakeServer';
import type { FakeServer } from '../../../sandbox/core/fakeServer';
import { CASES, record, title } from '../../harness/biginModules';
import { credentialsOf, startFakeServer } from '../../harness/sandbox';
import { schemaOf } from '../../harness/schemas';
import { runNode, type RunSpec } from '../../harness/workflow';

const GONE = '2034020000009999999';
const ON_ERROR = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

describe.each(CASES)("Bigin's $module", (entry) => {
	const { resource, module } = entry;
	const [nameField] = title(entry);
	let bigin: FakeServer<BiginFakeServer>;
	beforeAll(async () => {
		bigin = await startFakeServer(new BiginFakeServer());
	});
	afterAll(async () => await bigin.stop());
	beforeEach(() => bigin.reset());

	const run = async (
		operation: string,
		parameters: INodeParameters,
		items: IDataObject[] = [{}],
		spec: Partial<RunSpec> = {},
	) =>
		await runNode({
			node: 'bigin',
			credentials: credentialsOf(bigin, 'biginOAuth2Api'),
			parameters: { resource, operation, ...parameters },
			items,
			...spec,
		});
	const stored = () => (bigin.vendor.stored()[module] ?? []) as IDataObject[];
	const nameOf = (id: unknown) => stored().find((row) => row.id === id)?.[nameField];
	const seed = async (names: string[]) => {
		const { items } = await run(
			'create',
			{ inputMode: 'autoMap' },
			names.map((name) => record(entry, name)),
		);
		bigin.requests.length = 0;
		return items.map(({ json }) => String(json.id));
	};
	const names = (count: number) => Array.from({ length: count }, (_, index) => `Name ${index}`);
	const fits = (operation: string, json: IDataObject | undefined) =>
		new Ajv({ strict: false }).validate(
			{ ...schemaOf('Bigin', resource, operation), additionalProperties: false },
			json,
		);

	it('gets a record: simplified, with chosen fields, or whole', async () => {
		const [id] = await seed(['One', 'Two']);
		const simple = await run('get', { id: { __rl: true, mode: 'list', value: id } });
		expect(simple.items[0]?.json).toMatchObject({
			id,
			...(nameField === 'Last_Name' ? {} : { [nameField]: 'One' }),
		});
		expect(Object.keys(simple.items[0]?.json ?? {}).length).toBeLessThanOrEqual(10);
		expect(fits('get', withoutNulls(simple.items[0]?.json))).toBe(true);
		const chosen = await run(
			'get',
			{ id: '={{ $json.id }}', simplify: false, options: { fields: [nameField] } },
			[{ id }],
		);
		expect(chosen.items[0]?.json).toEqual({ id, [nameField]: 'One' });
		const whole = await run('get', {
			id: {
				__rl: true,
				mode: 'url',
				value: `https://bigin.zoho.eu/bigin/org20074/Home#/records/${id}`,
			},
			simplify: false,
		});
		expect(whole.items[0]?.json).toMatchObject({
			id,
			[nameField]: 'One',
			Created_By: { id: expect.any(String) },
		});
	});

	it('names the record that does not exist', async () => {
		const [id] = await seed(['One']);
		const result = await run('get', { id: '={{ $json.id }}' }, [{ id }, { id: GONE }, { id }], {
			onError: 'continueErrorOutput',
		});
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(result.errors).toEqual([
			expect.objectContaining({
				pairedItem: { item: 1 },
				json: expect.objectContaining({
					error: `No ${noun(resource)} with the ID ${GONE} was found in Zoho Bigin [item 1]`,
				}),
			}),
		]);
		const stopped = await run('get', { id: GONE });
		expect(stopped.error?.message).toContain('was found in Zoho Bigin [item 0]');
		expect(stopped.error?.description).not.toContain('written');
	});

	it('gets many: all pages, a limited number, or none', async () => {
		expect((await run('getAll', { returnAll: true })).items).toEqual([]);
		await seed(names(250));
		const all = await run('getAll', { returnAll: true });
		expect(all.items).toHaveLength(250);
		expect(new Set(all.items.map(({ json }) => json.id)).size).toBe(250);
		expect(
			bigin.requests
				.filter(({ method }) => method === 'GET')
				.map(({ query }) => [query.page, query.per_page]),
		).toEqual([
			['1', '200'],
			['2', '200'],
		]);
		expect(fits('getAll', withoutNulls(all.items[0]?.json))).toBe(true);
		expect(all.items[7]?.pairedItem).toEqual({ item: 0 });
		bigin.requests.length = 0;
		const limited = await run('getAll', {
			returnAll: false,
			limit: 3,
			options: { sort_by: 'id', sort_order: 'asc' },
		});
		expect(limited.items).toHaveLength(3);
		expect(
			bigin.requests.map(({ query }) => [query.per_page, query.sort_by, query.sort_order]),
		).toEqual([['3', 'id', 'asc']]);
	});

	it('updates 101 records in two requests, and only the given fields', async () => {
		const ids = await seed(names(101));
		const items = ids.map((id, index) => ({ id, [nameField]: `New ${index}` }));
		const before = stored()[0];
		const result = await run('update', { inputMode: 'autoMap' }, items);
		expect(result.error).toBeUndefined();
		expect(
			bigin.requests
				.map(({ method, path, body }) => [method, path, (body as { data: unknown[] }).data.length])
				.sort(),
		).toEqual([
			['PUT', `/bigin/v2/${module}`, 1],
			['PUT', `/bigin/v2/${module}`, 100],
		]);
		expect(result.items.map(({ json }) => nameOf(json.id))).toEqual(
			items.map((item) => item[nameField]),
		);
		expect(Object.keys(stored()[0] ?? {}).sort()).toEqual(Object.keys(before ?? {}).sort());
		expect(fits('update', result.items[0]?.json)).toBe(true);
	});

	it('updates from the form, with the same request as from JSON', async () => {
		const [id] = await seed(['One']);
		const body = { data: [{ id, [nameField]: 'Two', Description: 'Changed' }] };
		await run(
			'update',
			{
				inputMode: 'define',
				id: { __rl: true, mode: 'id', value: '={{ $json.key }}' },
				updateFields: { [nameField]: '={{ $json.name }}', Description: 'Changed' },
			},
			[{ key: id, name: 'Two' }],
		);
		await run('update', { inputMode: 'json', jsonRecord: JSON.stringify(body.data[0]) });
		expect(bigin.requests.map((request) => request.body)).toEqual([body, body]);
	});

	it('clears fields with null, and with blank values on request', async () => {
		const [id] = await seed(['One']);
		await run('update', { inputMode: 'autoMap' }, [{ id, Description: 'Text' }]);
		await run('update', { inputMode: 'define', id, updateFields: { Description: '' } });
		expect(stored()[0]?.Description).toBe('Text');
		await run('update', {
			inputMode: 'define',
			id,
			updateFields: { Description: '' },
			options: { clearEmptyFields: true },
		});
		expect(stored()[0]?.Description ?? null).toBeNull();
		await run('update', { inputMode: 'autoMap' }, [{ id, Description: 'Text' }]);
		await run('update', { inputMode: 'autoMap' }, [{ id, Description: null }]);
		expect(stored()[0]?.Description ?? null).toBeNull();
	});

	it.each(ON_ERROR)(
		'reports the refusal of an update on its item (On Error: %s)',
		async (onError) => {
			const ids = await seed(['One', 'Two']);
			const items = [
				{ id: ids[0], [nameField]: 'A' },
				{ id: GONE, [nameField]: 'B' },
				{ id: ids[1], [nameField]: 'C' },
			];
			const result = await run('update', { inputMode: 'autoMap' }, items, { onError });
			expect(ids.map(nameOf)).toEqual(['A', 'C']);
			expectOnItemOne(result, onError, 'INVALID_DATA', ids);
		},
	);

	it.each(ON_ERROR)(
		'deletes many in one request, and reports a refusal on its item (On Error: %s)',
		async (onError) => {
			const ids = await seed(['One', 'Two']);
			const result = await run(
				'delete',
				{ id: '={{ $json.id }}' },
				[{ id: ids[0] }, { id: GONE }, { id: ids[1] }],
				{ onError },
			);
			expect(stored()).toEqual([]);
			expect(bigin.requests.map(({ method, query }) => [method, query.ids])).toEqual([
				['DELETE', [ids[0], GONE, ids[1]].join(',')],
			]);
			expectOnItemOne(result, onError, 'INVALID_DATA', ids);
			if (onError === 'continueErrorOutput')
				expect(result.items.map(({ json }) => json)).toEqual(
					ids.map((id) => ({ id, deleted: true })),
				);
		},
	);

	it('deletes a repeated ID once, and says so if the only record is already gone', async () => {
		const [id] = await seed(['One']);
		const result = await run('delete', { id, options: { triggerWorkflows: false } }, [{}, {}]);
		expect(bigin.requests.map(({ query }) => query)).toEqual([{ ids: id, wf_trigger: 'false' }]);
		expect(result.items.map(({ json }) => json)).toEqual([
			{ id, deleted: true },
			{ id, deleted: true },
		]);
		expect((await run('delete', { id })).error?.context?.details).toMatchObject({
			code: 'INVALID_DATA',
			executed: 'no',
		});
	});

	it('lists deleted records', async () => {
		const [id] = await seed(['One', 'Two']);
		await run('delete', { id });
		const result = await run('getDeleted', { returnAll: true, filters: { type: 'recycle' } });
		expect(result.items.map(({ json }) => json)).toEqual([
			expect.objectContaining({ id, type: 'recycle', deleted_time: expect.any(String) }),
		]);
		expect(fits('getDeleted', result.items[0]?.json)).toBe(true);
	});

	it('searches by a condition, and by a word', async () => {
		await seed(['Smith, (Junior)', 'Smith', 'Other']);
		const condition = (operator: string, value: string) => ({
			searchBy: 'criteria',
			conditions: { values: [{ field: nameField, operator, value }] },
			returnAll: true,
			simplify: false,
		});
		const found = async (parameters: INodeParameters) =>
			(await run('search', parameters)).items.map(({ json }) => json[nameField]).sort();
		expect(await found(condition('starts_with', 'Smith'))).toEqual(['Smith', 'Smith, (Junior)']);
		expect(await found(condition('equals', 'Smith, (Junior)'))).toEqual(['Smith, (Junior)']);
		expect(await found({ ...condition('equals', 'Smith'), options: { exact: true } })).toEqual([
			'Smith',
		]);
		expect(
			await found({ searchBy: 'word', word: 'Other', returnAll: true, simplify: false }),
		).toEqual(['Other']);
		expect(await found(condition('equals', 'Nobody'))).toEqual([]);
	});

	it('returns whole records after a write, with one more request per batch', async () => {
		const items = names(101).map((name) => record(entry, name));
		const result = await run(
			'create',
			{ inputMode: 'autoMap', options: { returnFullRecord: true } },
			items,
		);
		expect(result.items.map(({ json }) => json[nameField])).toEqual(
			items.map((item) => item[nameField]),
		);
		const lists = bigin.requests.filter(
			({ method, path }) => method === 'GET' && path === `/bigin/v2/${module}`,
		);
		expect(new Set(lists.map(({ query }) => query.ids)).size).toBe(2);
		expect(bigin.seen('/settings/fields')).toHaveLength(1);
	});
});

function noun(resource: string): string {
	return resource === 'pipelineRecord' ? 'pipeline record' : resource;
}

function withoutNulls(json: IDataObject | undefined): IDataObject {
	return Object.fromEntries(Object.entries(json ?? {}).filter(([, value]) => value !== null));
}

type Result = Awaited<ReturnType<typeof runNode>>;

/** Checks that item 1 of three was refused and the others were written. */
function expectOnItemOne(
	result: Result,
	onError: (typeof ON_ERROR)[number],
	code: string,
	ids: string[],
): void {
	if (onError === 'stopWorkflow') {
		expect(result.error?.message).toContain('[item 1]');
		expect(result.error?.context).toMatchObject({
			itemIndex: 1,
			details: { code, executed: 'no' },
			written: [
				{ item: 0, id: ids[0] },
				{ item: 2, id: ids[1] },
			],
		});
		return;
	}
	const bad =
		onError === 'continueErrorOutput'
			? result.errors
			: result.items.filter(({ json }) => json.error !== undefined);
	expect(bad).toEqual([
		expect.objectContaining({
			pairedItem: { item: 1 },
			json: expect.objectContaining({ details: expect.objectContaining({ code, executed: 'no' }) }),
		}),
	]);
	expect(
		result.items
			.filter(({ json }) => json.error === undefined)
			.map(({ json, pairedItem }) => [json.id, pairedItem]),
	).toEqual([
		[ids[0], { item: 0 }],
		[ids[1], { item: 2 }],
	]);
}
