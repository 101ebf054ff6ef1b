import type { IDataObject } from 'n8n-workflow';

import type { Outcome } from '../../shared/base/errors';
import { momentOf } from '../../shared/send/recovery';
import type { Finding } from '../../shared/form/operation';
import { pathPart } from '../../shared/http/replies';
import type { Session } from '../../shared/http/session';
import { textOf } from '../../shared/base/values';
import type { Departure } from '../../shared/http/vendorClock';
import type { Module } from '../kinds';
import { idsOf } from '../../shared/operations/entries';
import { readRows } from './rows';

/** Bigin shows the time of deletion in whole seconds. */
const PRECISION = 1_000;
/** How far back the list of deleted records is asked for: further than the clocks differ. Milliseconds. */
const REACH = 3_600_000;
/** Most pages of that list that are read; the order is not documented (bigin 4.6). */
const PAGES = 5;

/**
 * Finds out which records were deleted by a request whose reply was lost, by one list for all of them (bigin 4.6).
 * That notes are listed there, too, is a guess. A record that the list does not name may never have been there. Whether it was this request that deleted the record or
 * another one of the same moment makes no difference: it was there, and it is gone.
 */
export async function deletedSince(
	session: Session,
	{ api, noun }: Pick<Module, 'api' | 'noun'>,
	records: readonly IDataObject[],
	departure: Departure,
): Promise<Finding[]> {
	const ids = new Set(idsOf(records));
	const read = await readRows(session, {
		path: `/bigin/v2/${pathPart(api)}/deleted`,
		query: { type: 'all' },
		headers: {
			'If-Modified-Since': new Date(departure.first - REACH)
				.toISOString()
				.replace(/\.\d+Z$/, '+00:00'),
		},
		keep: (row) => ids.has(String(row.id)),
		limit: ids.size,
		most: PAGES,
	});
	const times = new Map<string, string>();
	for (const row of read.ok ? read.rows : []) {
		const time = textOf(row.deleted_time);
		if (time !== undefined) times.set(String(row.id), time);
	}
	return idsOf(records).map((id) => {
		const time = times.get(id);
		return time === undefined ? undefined : finding(id, noun, time, departure);
	});
}

function finding(id: string, noun: string, time: string, departure: Departure): Finding {
	if (!departure.isKnown || Number.isNaN(momentOf(time))) return isGone(noun, id);
	if (!departure.mayBeAfter(momentOf(time), PRECISION)) return { proven: deleted(id) };
	if (!departure.isAfter(momentOf(time), PRECISION)) return isGone(noun, id);
	// Not proven to be untouched: it may have been restored in between, and nothing tells how such a record is listed.
	return {
		seen: {
			id,
			note: `The ${noun} with the ID ${id} was deleted at ${time}, before this request.`,
		},
	};
}

/** What is left of a record that was deleted. */
export function deleted(id: string): Outcome {
	return { ok: true, id, json: { id, deleted: true } };
}

/** What is known where something is not there, and nothing tells that it ever was. */
export function isGone(noun: string, id: string): Finding {
	return {
		seen: {
			id,
			note: `No ${noun} with the ID ${id} is there now, but nobody can tell whether this request deleted it.`,
		},
	};
}
