import type { Failure } from '../../shared/base/errors';
import { at, textOf } from '../../shared/base/values';
import type { TriggerEvent } from '../../shared/form/triggerOn';
import { flatResource, resourcesOf } from '../../shared/formats/jsonApi';
import type { Call } from '../../shared/http/session';
import type { Slice } from '../../shared/http/slices';
import type { Change, SliceFeed } from '../../shared/trigger/feed';
import type { Kind } from '../kinds';
import { SEARCH_PAGE, SEARCH_PAGES } from '../limits';
import { pagesOf } from '../records/rows';
import { VENDOR } from '../replies';

/** The search for what changed in a slice of time (kustomer 3.6). */
export function searchFeed({ api }: Pick<Kind, 'api'>, on: TriggerEvent): SliceFeed {
	const by = on === 'created' ? 'createdAt' : 'updatedAt';
	const stamp = `${api}_${on === 'created' ? 'created' : 'updated'}_at`;
	const pages = (slice: Slice, direction: 'asc' | 'desc') =>
		pagesOf(
			{
				path: '/v1/customers/search',
				body: {
					queryContext: api,
					and: criteria(stamp, slice),
					sort: [{ [stamp]: direction }],
				},
			},
			{ size: SEARCH_PAGE, most: SEARCH_PAGES },
		);
	const { more } = pages({ from: 0 }, 'asc');
	return {
		kind: 'slices',
		size: SEARCH_PAGE,
		pages: SEARCH_PAGES,
		// The reference lists orders for customers alone; that other kinds can be sorted is secondary (kustomer 3.6).
		sorted: false,
		rows: resourcesOf,
		id: (row) => textOf(at(row, 'id')),
		change: (row) => changeOf(row, by, on),
		unreadable: unreadable(by),
		within: (slice, page, size): Call => pages(slice, 'asc').call(page, size),
		// No page shows a search without conditions, so this one has a condition that every record meets.
		newest: (size): Call => pages({ from: 0 }, 'desc').call(1, size),
		more,
	};
}

/** A UTC time is not shifted by the time zone of the search (kustomer 3.6). */
function criteria(stamp: string, { from, until }: Slice) {
	return [
		{ [stamp]: { gte: new Date(from).toISOString() } },
		...(until === undefined ? [] : [{ [stamp]: { lt: new Date(until).toISOString() } }]),
	];
}

function changeOf(
	row: unknown,
	by: 'createdAt' | 'updatedAt',
	on: TriggerEvent,
): Change | undefined {
	const id = textOf(at(row, 'id'));
	const changedAt = timeAt(row, by);
	if (id === undefined || changedAt === undefined) return undefined;
	return {
		id,
		changedAt,
		wanted: on !== 'updated' || changedAt > (timeAt(row, 'createdAt') ?? 0),
		row: flatResource(row),
	};
}

function timeAt(row: unknown, name: string): number | undefined {
	const time = Date.parse(textOf(at(row, 'attributes', name)) ?? '');
	return Number.isNaN(time) ? undefined : time;
}

function unreadable(by: string): Failure {
	return {
		message: `${VENDOR} sent a record without ID or '${by}', so nobody can tell when it changed`,
		description: 'Open the record in Kustomer to see what has changed.',
		executed: 'no',
	};
}
