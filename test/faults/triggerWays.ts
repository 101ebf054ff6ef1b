import type { IDataObject } from 'n8n-workflow';

import type { ChangeRows, CursorFeed, SliceFeed } from '../../nodes/shared/trigger/feed';

/**
 * How a list is read: numbered pages; a query after time and ID; one that compares them only one at a time; a search in slices
 * of time, which sorts or does not.
 */
export type Way = 'pages' | 'cursor' | 'equal' | 'slices' | 'unsorted';

type Rows = Omit<ChangeRows, 'rows'>;

const call = (query: IDataObject) => ({ method: 'GET' as const, path: '/rows', query });
const rows = (body: unknown) => (body as { rows: unknown[] }).rows;

export function cursorFeed(way: 'cursor' | 'equal', base: Rows): CursorFeed {
	return {
		...base,
		kind: 'cursor',
		rows,
		after: ({ changedAt, id }, size) => call({ from: changedAt, id, size }),
		...(way === 'equal'
			? { equal: ({ changedAt, id }, size) => call({ equal: changedAt, id, size }) }
			: {}),
		newest: (size) => call({ newest: size }),
	};
}

export function sliceFeed(way: 'slices' | 'unsorted', base: Rows): SliceFeed {
	return {
		...base,
		kind: 'slices',
		rows,
		within: ({ from, until }, page, size) => call({ from, until, page, size }),
		more: (body) => (body as { more: boolean }).more,
		pages: 100,
		sorted: way === 'slices',
		newest: (size) => call({ newest: size }),
	};
}

/** An order of IDs that is not that of texts. */
const rank = (id: unknown) => (Number(id) * 7919) % 10_007;

/** A row and its place in the list. */
export interface Placed {
	at: number;
	id: string;
	row(): IDataObject;
}

/** What the vendor answers to a query: what its list holds at this moment. */
export function rowsAsked(
	{ way }: { way: Way },
	query: IDataObject,
	changes: Placed[],
): { rows: IDataObject[]; more: boolean } {
	const {
		from,
		until = Infinity,
		equal,
		id,
		page = 1,
		size = 0,
		newest,
	} = query as Record<string, number | undefined>;
	if (way === 'equal' && id !== undefined && equal === undefined)
		throw new Error('the vendor refuses to compare time and ID');
	const isLater = (change: Placed) => id === undefined || rank(change.id) > rank(id);
	const isAsked = (change: Placed) =>
		newest !== undefined ||
		(equal === undefined
			? change.at < until && (change.at > (from ?? 0) || (change.at === from && isLater(change)))
			: change.at === equal && isLater(change));
	// A vendor that cannot compare both may order equal time stamps as it likes.
	const up = newest !== undefined || (way === 'equal' && equal === undefined) ? -1 : 1;
	const found = changes
		.filter(isAsked)
		.sort(
			(a, b) =>
				(newest !== undefined ? b.at - a.at : way === 'unsorted' ? 0 : a.at - b.at) ||
				up * (rank(a.id) - rank(b.id)),
		);
	const start = (page - 1) * size;
	const end = start + (newest ?? size);
	return { rows: found.slice(start, end).map(({ row }) => row()), more: found.length > end };
}
