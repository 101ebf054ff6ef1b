import { sleep } from 'n8n-workflow';

import { readPages, type NumberedPages } from '../../../nodes/shared/http/paging';
import type { Call, Session } from '../../../nodes/shared/http/session';

/** A session over numbered pages of rows; `failing` is the page that does not arrive. */
function over(rows: () => number[], failing?: number) {
	const calls: Call[] = [];
	const session: Session = {
		run: {},
		baseUrl: '',
		async call(call) {
			calls.push(call);
			const { page, size } = call.query as { page: number; size: number };
			if (page === failing)
				return await Promise.resolve({ ok: false, failure: { message: 'gone', executed: 'no' } });
			const all = rows();
			return await Promise.resolve({
				ok: true,
				status: 200,
				headers: {},
				body: { rows: all.slice((page - 1) * size, page * size), more: all.length > page * size },
			});
		},
		wait: async () => await Promise.resolve(),
		cancelled: () => false,
		retryIn: () => undefined,
		hint: () => undefined,
	};
	return { session, calls };
}

const numbers = (count: number, from = 0) =>
	Array.from({ length: count }, (_, index) => from + index);
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
	expect((await readPages(session, { ...pages, limit })).rows).toEqual(
		numbers(Math.min(limit, 250)),
	);
	expect(calls).toHaveLength(requests);
	expect(calls.every(({ query }) => query?.size === size)).toBe(true);
});

it('counts a row that moved to the next page meanwhile once', async () => {
	let reads = 0;
	const { session } = over(() => (++reads === 1 ? numbers(250) : [-1, ...numbers(250)]));
	const moved = await readPages(session, { ...pages, key: String });
	expect(moved.rows).toEqual(numbers(250));
	reads = 0;
	expect((await readPages(session, pages)).rows).toHaveLength(251);
});

it('keeps the pages that arrived before one that did not', async () => {
	const { session } = over(() => numbers(250), 2);
	expect(await readPages(session, pages)).toMatchObject({
		rows: numbers(100),
		failure: { message: 'gone' },
	});
});

it('ends although the vendor never does', async () => {
	const { session, calls } = over(() => numbers(1_000_000));
	expect((await readPages(session, { ...pages, most: 5 })).rows).toHaveLength(500);
	expect(calls).toHaveLength(5);
});

describe('pages that bring nothing new', () => {
	const endless = (page: (number: number) => unknown[]) => {
		const calls: Call[] = [];
		const session: Session = {
			...over(() => []).session,
			async call(call) {
				calls.push(call);
				return await Promise.resolve({
					ok: true,
					status: 200,
					headers: {},
					body: { rows: page(calls.length), more: true },
				});
			},
		};
		return { session, calls };
	};
	const failure = { message: expect.stringContaining('The list does not end'), executed: 'no' };

	it.each([
		['the same page', () => numbers(100), 100],
		['pages without rows', () => [], 0],
		['two pages in turn', (page: number) => numbers(100, (page + 1) % 2), 101],
	])('end the reading: %s', async (_what, page, count) => {
		const { session, calls } = endless(page);
		expect(await readPages(session, { ...pages, key: String })).toMatchObject({
			rows: numbers(count),
			failure,
		});
		expect(calls.length).toBeLessThan(10);
	});

	it('end the read if rows have no key and the page equals the previous one', async () => {
		const { session, calls } = endless(() => numbers(100));
		expect(await readPages(session, pages)).toMatchObject({ failure });
		expect(calls).toHaveLength(6);
	});

	it('are read up to the last possible page if rows without a key may be alike', async () => {
		const { session } = endless(() => ['same', 'same']);
		expect(await readPages(session, { ...pages, alike: true, most: 20 })).toMatchObject({
			rows: Array(40).fill('same') as unknown[],
			failure,
		});
	});

	it('are skipped if an import moved known rows to them', async () => {
		const { session } = endless((page) => (page < 4 ? numbers(100) : numbers(100, page * 100)));
		const { rows, failure: none } = await readPages(session, { ...pages, key: String, limit: 300 });
		expect([rows.length, none]).toEqual([300, undefined]);
	});

	it('do not matter once the limit is met', async () => {
		const { session, calls } = endless(() => numbers(100));
		expect(await readPages(session, { ...pages, key: String, limit: 100 })).toEqual({
			rows: numbers(100),
		});
		expect(calls).toHaveLength(1);
	});

	it('eventually end a read that keeps finding more', async () => {
		let next = 0;
		const { session, calls } = endless(() => [next++]);
		expect(await readPages(session, { ...pages, most: undefined, key: String })).toMatchObject({
			failure,
		});
		expect(calls).toHaveLength(10_000);
	});
});

describe('pages that need nothing of the one before', () => {
	const independent = { ...pages, independent: () => true };

	it.each([1, 100, 101, 250, 350, 999, 2_000, 10_000])(
		'of %d rows return the same rows with less than twice the requests',
		async (count) => {
			const { session, calls } = over(() => numbers(count));
			expect(await readPages(session, independent)).toEqual({ rows: numbers(count) });
			const needed = Math.ceil(count / 100);
			expect(calls.length).toBeLessThanOrEqual(needed + Math.min(4, Math.max(0, needed - 2)));
			expect(new Set(calls.map(({ query }) => query?.page)).size).toBe(calls.length);
		},
	);

	it('are under way together, five at most', async () => {
		const { session } = over(() => numbers(2_000));
		let underWay = 0;
		const together: number[] = [];
		const slow: Session = {
			...session,
			async call(call) {
				together.push(++underWay);
				await sleep(1);
				underWay -= 1;
				return await session.call(call);
			},
		};
		expect((await readPages(slow, independent)).rows).toEqual(numbers(2_000));
		expect(Math.max(...together)).toBe(5);
		expect(together.slice(0, 2)).toEqual([1, 1]);
	});

	it('are not requested ahead if few rows are wanted, nor beyond the last possible one', async () => {
		const limited = over(() => numbers(2_000));
		expect((await readPages(limited.session, { ...independent, limit: 850 })).rows).toHaveLength(
			850,
		);
		expect(limited.calls).toHaveLength(9);
		const ended = over(() => numbers(2_000));
		await readPages(ended.session, { ...independent, most: 5 });
		expect(ended.calls).toHaveLength(5);
	});

	it('do no harm if they do not exist and the vendor says so', async () => {
		const { session, calls } = over(() => numbers(300), 4);
		expect(await readPages(session, independent)).toEqual({ rows: numbers(300) });
		expect(calls).toHaveLength(4);
	});

	it('end where pages begin that need the one before', async () => {
		const previous: unknown[] = [];
		const { session } = over(() => numbers(1_200));
		const tokens: NumberedPages = {
			...pages,
			call(page, size, before) {
				if (page > 8) previous.push((before as { rows: number[] }).rows[0]);
				return pages.call(page, size, before);
			},
			independent: (page) => page <= 8,
		};
		expect((await readPages(session, tokens)).rows).toEqual(numbers(1_200));
		expect(previous).toEqual([700, 800, 900, 1_000]);
	});
});

describe('a check that nearly all rows pass', () => {
	const checked = async (rows: number[], limit: number, keep: (row: unknown) => boolean) => {
		const { session, calls } = over(() => rows);
		const read = await readPages(session, { ...pages, limit, keep, keepsMost: true });
		return { rows: read.rows, asked: calls.map(({ query }) => [query?.page, query?.size]) };
	};

	it('reads no more rows than are wanted', async () => {
		expect(await checked(numbers(250), 5, () => true)).toEqual({
			rows: numbers(5),
			asked: [[1, 5]],
		});
	});

	it('costs one request if the list holds fewer', async () => {
		expect(await checked(numbers(3), 5, (row) => row !== 1)).toEqual({
			rows: [0, 2],
			asked: [[1, 5]],
		});
	});

	it('starts over with whole pages if it leaves out more', async () => {
		expect(await checked(numbers(250), 5, (row) => Number(row) >= 103)).toEqual({
			rows: numbers(5, 103),
			asked: [
				[1, 5],
				[1, 100],
				[2, 100],
			],
		});
	});
});
