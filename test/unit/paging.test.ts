import { readPages, type NumberedPages } from '../../nodes/shared/paging';
import type { Call, Session } from '../../nodes/shared/session';

/** A session over numbered pages of rows; `failing` is the page that does not come. */
function over(rows: () => number[], failing?: number) {
	const calls: Call[] = [];
	const session: Session = {
		baseUrl: '',
		async call(call) {
			calls.push(call);
			const { page, size } = call.query as { page: number; size: number };
			if (page === failing) return await Promise.resolve({ ok: false, failure: { message: 'gone', executed: 'no' } });
			const all = rows();
			return await Promise.resolve({ ok: true, status: 200, headers: {}, body: { rows: all.slice((page - 1) * size, page * size), more: all.length > page * size } });
		},
		wait: async () => await Promise.resolve(),
		cancelled: () => false,
	};
	return { session, calls };
}

const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, index) => from + index);
const pages: NumberedPages = {
	call: (page, size) => ({ method: 'GET', path: '/rows', query: { page, size } }),
	rows: (body) => (body as { rows: unknown[] }).rows,
	more: (body) => (body as { more: boolean }).more,
	size: 100,
	most: 1_000,
};

it('reads all pages, as calls that may be repeated', async () => {
	const { session, calls } = over(() => numbers(250));
	expect(await readPages(session, pages)).toEqual({ rows: numbers(250) });
	expect(calls).toHaveLength(3);
	expect(calls.every(({ method }) => method === 'GET')).toBe(true);
});

it.each([
	[10, 1, 10],
	[100, 1, 100],
	[101, 2, 100],
	[250, 3, 100],
	[999, 3, 100],
])('a limit of %d costs %d requests of %d rows', async (limit, requests, size) => {
	const { session, calls } = over(() => numbers(250));
	expect((await readPages(session, { ...pages, limit })).rows).toEqual(numbers(Math.min(limit, 250)));
	expect(calls).toHaveLength(requests);
	expect(calls.every(({ query }) => query?.size === size)).toBe(true);
});

it('counts a row once that moved to the next page meanwhile', async () => {
	let reads = 0;
	const { session } = over(() => (++reads === 1 ? numbers(250) : [-1, ...numbers(250)]));
	const moved = await readPages(session, { ...pages, key: String });
	expect(moved.rows).toEqual(numbers(250));
	reads = 0;
	expect((await readPages(session, pages)).rows).toHaveLength(251);
});

it('keeps the pages that came before one that did not', async () => {
	const { session } = over(() => numbers(250), 2);
	expect(await readPages(session, pages)).toMatchObject({ rows: numbers(100), failure: { message: 'gone' } });
});

it('ends where the vendor never does', async () => {
	const { session, calls } = over(() => numbers(1_000_000));
	expect((await readPages(session, { ...pages, most: 5 })).rows).toHaveLength(500);
	expect(calls).toHaveLength(5);
});
