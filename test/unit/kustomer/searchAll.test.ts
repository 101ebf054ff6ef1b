import type { IDataObject } from 'n8n-workflow';

import { SEARCH_PAGE, SEARCH_PAGES } from '../../../nodes/Kustomer/limits';
import { searchAll, type Search } from '../../../nodes/Kustomer/records/searchAll';
import type { Call, Session } from '../../../nodes/shared/http/session';

const START = Date.parse('2026-03-01T00:00:00.000Z');
const CAP = SEARCH_PAGE * SEARCH_PAGES;

interface Row {
	id: string;
	updatedAt: string;
}

/** Objects of which so many have each time. */
function objects(count: number, together: number): Row[] {
	return Array.from({ length: count }, (_, index) => ({
		id: String(index),
		updatedAt: new Date(START + Math.floor(index / together) * 1_000).toISOString(),
	}));
}

/** A service that gives out so many pages of a search and not one more. */
function service(rows: readonly Row[], tells: 'next' | 'total' | 'nothing') {
	const bodies: IDataObject[] = [];
	let latest: { slice: string; hits: Row[] } | undefined;
	const call = async ({ query, body }: Call) => {
		const { page, pageSize } = query as { page: number; pageSize: number };
		const asked = body as { and: IDataObject[]; sort: Array<Record<string, string>> };
		bodies.push(asked as unknown as IDataObject);
		if (page > SEARCH_PAGES)
			return await Promise.resolve({
				ok: false as const,
				failure: { message: 'no such page', executed: 'no' as const },
			});
		const [order] = asked.sort;
		const slice = asked.and
			.map((criterion) => criterion.conversation_updated_at as IDataObject | undefined)
			.reduce((all, condition) => (condition ? { ...all, ...condition } : all), undefined);
		const key = JSON.stringify([slice, order]);
		const hits =
			latest?.slice === key
				? latest.hits
				: rows.filter(
						({ updatedAt }) =>
							(slice?.gte === undefined || updatedAt >= String(slice.gte)) &&
							(slice?.lte === undefined || updatedAt <= String(slice.lte)) &&
							(slice?.lt === undefined || updatedAt < String(slice.lt)) &&
							(slice?.gt === undefined || updatedAt > String(slice.gt)),
					);
		if (latest?.slice !== key && order?.conversation_updated_at === 'desc') hits.reverse();
		latest = { slice: key, hits };
		const more = hits.length > page * pageSize;
		return await Promise.resolve({
			ok: true as const,
			status: 200,
			headers: {},
			body: {
				data: hits
					.slice((page - 1) * pageSize, page * pageSize)
					.map(({ id, updatedAt }) => ({ id, type: 'conversation', attributes: { updatedAt } })),
				meta:
					tells === 'total'
						? { pageSize, totalPages: Math.ceil(hits.length / pageSize) }
						: { pageSize },
				links: { next: more && (page < SEARCH_PAGES || tells === 'next') ? '/next' : null },
			},
		});
	};
	const hints: string[] = [];
	const hint = (text: string) => void hints.push(text);
	return { session: { call, hint } as unknown as Session, bodies, hints };
}

const search = (more: Partial<Search> = {}): Search => ({
	kind: 'conversation',
	prefix: 'conversation',
	criteria: { and: [{ conversation_status: { equals: 'open' } }] },
	sortBy: 'updated_at',
	direction: 'asc',
	...more,
});

describe('A search of Kustomer that has more results than pages', () => {
	it.each([
		['asc', 'next', 1],
		['desc', 'next', 7],
		['asc', 'total', 7],
		['asc', 'nothing', 1],
	] as const)(
		'comes whole and each result once: %s, the last page tells %s, %i of a time',
		async (direction, tells, together) => {
			const rows = objects(CAP + 10_000, together);
			const { session, bodies, hints } = service(rows, tells);
			const read = await searchAll(session, search({ direction }));
			const ids = read.ok ? read.value.map(({ id }) => String(id)) : [];
			expect(ids).toHaveLength(rows.length);
			expect(new Set(ids).size).toBe(rows.length);
			expect(hints).toEqual([expect.stringContaining('read in slices of time')]);
			expect(bodies.at(-1)?.and).toEqual([
				{ conversation_status: { equals: 'open' } },
				{
					conversation_updated_at: {
						[direction === 'asc' ? 'gte' : 'lte']: expect.any(String) as string,
					},
				},
			]);
		},
	);

	it('that stays below the cap gives no hint', async () => {
		const { session, hints, bodies } = service(objects(1_200, 1), 'next');
		const read = await searchAll(session, search());
		expect(read.ok && read.value).toHaveLength(1_200);
		expect(hints).toEqual([]);
		expect(bodies.every(({ and }) => (and as unknown[]).length === 1)).toBe(true);
	});

	it('ends with a failure where more have the same time than are given out', async () => {
		const { session } = service(objects(CAP + 1, CAP + 1), 'next');
		expect(await searchAll(session, search())).toMatchObject({
			ok: false,
			failure: { message: expect.stringContaining('more have the same time') as string },
		});
	});

	it('reads as much as a limit beyond the cap wants', async () => {
		const { session } = service(objects(CAP + 1_000, 1), 'next');
		const read = await searchAll(session, search({ limit: CAP + 10 }));
		expect(read.ok && read.value.map(({ id }) => id)).toEqual(
			Array.from({ length: CAP + 10 }, (_, index) => String(index)),
		);
	});
});
