import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { biginTrigger } from '../../../nodes/Bigin/trigger';
import type { Failure } from '../../../nodes/shared/base/errors';
import type { Answer, Call, Session } from '../../../nodes/shared/http/session';

const STAMP = '2026-03-01T15:30:00+05:30';
const AT = Date.UTC(2026, 2, 1, 10);

const trigger = (parameters: IDataObject) =>
	biginTrigger({
		getNode: () => ({ credentials: { biginOAuth2Api: { id: '7' } } }),
		getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
	} as unknown as IPollFunctions);

const FAILURES: Record<string, Failure> = {
	gone: { message: 'no reply', executed: 'no', cause: { cause: 'temporarily-unavailable' } },
	refused: { message: 'refused', executed: 'no' },
	limit: { message: 'limit', executed: 'no', cause: { cause: 'rate-limited' } },
};

/** A session that answers by path; calls are kept. */
function session(reply: (call: Call) => unknown) {
	const calls: Call[] = [];
	const open: Session = {
		async call(call): Promise<Answer> {
			calls.push(call);
			const body = reply(call);
			const failure = FAILURES[String(body)];
			return await Promise.resolve(
				failure ? { ok: false, failure } : { ok: true, status: 200, headers: {}, body },
			);
		},
		run: {},
		baseUrl: 'https://sandbox.example',
		wait: async () => await Promise.resolve(),
		cancelled: () => false,
		retryIn: () => undefined,
		hint: () => undefined,
	};
	return { open, calls };
}

const change = (id: string) => ({
	id,
	changedAt: AT,
	wanted: true,
	row: { id, Modified_Time: STAMP, Created_Time: STAMP },
});

it('reads time stamps with their offset, and the kind of a change from both of them', () => {
	const feed = trigger({ triggerOn: 'updated', module: 'Contacts' }).feed();
	expect(
		feed.change({ id: '1', Created_Time: '2026-03-01T10:00:00+00:00', Modified_Time: STAMP }),
	).toMatchObject({ id: '1', changedAt: AT, wanted: false });
	expect(
		feed.change({ id: '1', Created_Time: '2026-03-01T09:59:59+00:00', Modified_Time: STAMP }),
	).toMatchObject({ wanted: true });
	expect(feed.change({ id: '1', Modified_Time: null })).toBeUndefined();
	expect(feed.change({ Modified_Time: STAMP })).toBeUndefined();
});

it('asks for the newest first, with the two time stamps, and does not trust a list that is sorted otherwise', () => {
	const feed = trigger({ triggerOn: 'created', module: 'Notes' }).feed();
	const { path, query } = feed.call(1, 200, undefined);
	expect(path).toBe('/bigin/v2/Notes');
	expect(query).toMatchObject({
		sort_by: 'Created_Time',
		sort_order: 'desc',
		page: 1,
		per_page: 200,
		fields: expect.stringMatching(/^Created_Time,Modified_Time,Note_Title/),
	});
	expect(feed.sorted({ info: { sort_by: 'Created_Time', sort_order: 'desc' } })).toBe(true);
	expect(feed.sorted({ info: {} })).toBe(true);
	expect(feed.sorted({ info: { sort_by: 'id', sort_order: 'desc' } })).toBe(false);
	expect(feed.sorted({ info: { sort_by: 'Created_Time', sort_order: 'asc' } })).toBe(false);
	expect(feed.call(11, 191, { info: { next_page_token: 'next' } }).query).toMatchObject({
		page_token: 'next',
		per_page: 191,
	});
});

it('tells settings apart', () => {
	const keys = [
		{ triggerOn: 'created', module: 'Contacts' },
		{ triggerOn: 'updated', module: 'Contacts' },
		{ triggerOn: 'created', module: 'Notes' },
	].map((parameters) => trigger(parameters).key);
	expect(new Set(keys).size).toBe(3);
});

describe('where a list cannot bring all fields along', () => {
	const raw = trigger({ triggerOn: 'updated', module: 'Contacts', simplify: false });
	const fields = { fields: [{ api_name: 'Last_Name' }] };
	const record = (id: string, change: IDataObject = {}) => ({
		id,
		Last_Name: `Name ${id}`,
		Created_Time: STAMP,
		Modified_Time: STAMP,
		...change,
	});

	it('reads the records by their ids, and by themselves where a list does not know ids', async () => {
		const { open, calls } = session(({ path }) =>
			path.endsWith('/fields')
				? fields
				: path.endsWith('/2')
					? { data: [record('2')] }
					: { data: [record('1'), record('99')] },
		);
		const result = await raw.complete(open, [change('1'), change('2')]);
		expect(result).toEqual({
			ok: true,
			value: [
				{ change: change('1'), json: record('1') },
				{ change: change('2'), json: record('2') },
			],
		});
		expect(calls.map(({ path, query }) => [path, query?.ids])).toEqual([
			['/bigin/v2/settings/fields', undefined],
			['/bigin/v2/Contacts', '1,2'],
			['/bigin/v2/Contacts/2', undefined],
		]);
	});

	it('leaves out what was deleted or has changed again meanwhile', async () => {
		const { open } = session(({ path }) =>
			path.endsWith('/fields')
				? fields
				: path.endsWith('/2')
					? ''
					: { data: [record('1', { Modified_Time: '2026-03-01T10:00:01+00:00' }), record('3')] },
		);
		expect(await raw.complete(open, [change('1'), change('2'), change('3')])).toEqual({
			ok: true,
			// Whether it was deleted, the next list tells.
			value: [
				{
					change: change('2'),
					refused: expect.objectContaining({
						message: 'Zoho Bigin lists this record, but does not return it',
					}),
				},
				{ change: change('3'), json: record('3') },
			],
		});
	});

	it.each<[string, (path: string) => boolean]>([
		['the fields are not told', (path) => path.endsWith('/fields')],
		['no record can be had', (path) => path.includes('/Contacts')],
	])('gives nothing where %s', async (_what, fails) => {
		const { open } = session(({ path }) => (fails(path) ? 'gone' : fields));
		expect(await raw.complete(open, [change('1'), change('2')])).toMatchObject({
			ok: false,
			failure: { message: 'no reply' },
		});
	});

	it('asks for each record by itself where the list of them is refused, and tells the refused one from the others', async () => {
		const { open } = session(({ path }) =>
			path.endsWith('/fields')
				? fields
				: path.endsWith('/Contacts') || path.endsWith('/2')
					? 'refused'
					: { data: [record(path.slice(-1))] },
		);
		expect(await raw.complete(open, [change('1'), change('2'), change('3')])).toEqual({
			ok: true,
			value: [
				{ change: change('1'), json: record('1') },
				{ change: change('2'), refused: expect.objectContaining({ message: 'refused' }) },
				{ change: change('3'), json: record('3') },
			],
		});
	});

	it('gives nothing where a limit is reached, which concerns all records', async () => {
		const { open } = session(({ path }) =>
			path.endsWith('/fields') ? fields : path.endsWith('/2') ? 'limit' : { data: [record('1')] },
		);
		expect(await raw.complete(open, [change('1'), change('2')])).toMatchObject({
			ok: false,
			failure: { message: 'limit' },
		});
	});

	it('does not take a record without its time, or as it was before, for the one that changed', async () => {
		const { open } = session(({ path }) =>
			path.endsWith('/fields')
				? fields
				: {
						data: [
							record('1', { Modified_Time: null }),
							record('2', { Modified_Time: '2026-03-01T09:59:59+00:00' }),
						],
					},
		);
		const result = await raw.complete(open, [change('1'), change('2')]);
		expect(result).toMatchObject({
			ok: true,
			value: [
				{ refused: { message: expect.stringContaining("without an ID or 'Modified_Time'") } },
				{ refused: { message: expect.stringContaining('as it was before') } },
			],
		});
	});

	it('does not ask where there is nothing', async () => {
		const { open, calls } = session(() => 'gone');
		expect(await raw.complete(open, [])).toEqual({ ok: true, value: [] });
		expect(calls).toEqual([]);
	});
});

it('returns the chosen fields alone', async () => {
	const { open, calls } = session(() => 'gone');
	const chosen = trigger({
		triggerOn: 'created',
		module: 'Contacts',
		simplify: false,
		'options.fields': ['Email'],
	});
	const result = await chosen.complete(open, [
		{
			...change('1'),
			row: { id: '1', Email: 'a@example.com', Created_Time: STAMP, Modified_Time: STAMP },
		},
	]);
	expect(result).toMatchObject({ value: [{ json: { id: '1', Email: 'a@example.com' } }] });
	expect(Object.keys((result as { value: Array<{ json: object }> }).value[0]?.json ?? {})).toEqual([
		'id',
		'Email',
	]);
	expect(calls).toEqual([]);
});
