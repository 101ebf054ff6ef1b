import type { Json } from './store';
import type { Ask } from './state';

/** Most rows of a page; users and teams have more (kustomer 6). */
const MAX_PAGE = 100;

/**
 * One page of a list (kustomer 6): `links.next` is a relative path, null at the end.
 * @param rows of the list, the oldest first
 * @param sorts false where the order is that of storing, whatever is asked for
 */
export function pageOf(ask: Ask, path: string, rows: readonly Json[], sorts = true): Json {
	const { page = '1', pageSize = '100', sort } = ask.query;
	const size = Math.max(1, Math.min(Number(pageSize), MAX_PAGE));
	const number = Math.max(1, Number(page));
	const all = sorts ? sorted(rows, sort) : rows;
	const data = all.slice((number - 1) * size, number * size);
	const query = new URLSearchParams({
		...ask.query,
		page: String(number + 1),
		pageSize: String(size),
	});
	const next = number * size < all.length ? `${path}?${query.toString()}` : null;
	return { meta: { page: number, pageSize: size }, links: { next }, data };
}

function sorted(rows: readonly Json[], sort: string | undefined): Json[] {
	const key = sort?.endsWith('updatedAt') ? 'updatedAt' : 'createdAt';
	const time = ({ attributes }: Json) => String((attributes as Json)[key]);
	const all = [...rows].sort((a, b) => (time(a) < time(b) ? -1 : time(a) > time(b) ? 1 : 0));
	return sort === 'desc' || sort?.startsWith('-') ? all.reverse() : all;
}
