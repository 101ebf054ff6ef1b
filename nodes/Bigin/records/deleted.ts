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

/** Precision of the deletion time, in milliseconds: Bigin shows whole seconds. */
const PRECISION = 1_000;
/** How far before the request the list of deleted records starts, in milliseconds: more than two clocks may differ. */
const REACH = 3_600_000;
/** Maximum pages of that list to read. Zoho does not document its order (bigin 4.6), so the newest may not come first. */
const PAGES = 5;

/**
 * Finds out which records were deleted by a request whose reply was lost, with one list for all of them (bigin 4.6). That
 * the list also holds notes is a guess. A record that the list does not hold may never have existed. It makes no difference whether
 * this request or another one at the same time deleted the record: it existed, and it is gone.
 * @returns one finding for each record
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
	// This proves nothing: the record may have been restored in between, and Zoho does not document how such a record is listed.
	return {
		seen: {
			id,
			note: `The ${noun} with the ID ${id} was deleted at ${time}, before this request.`,
		},
	};
}

/** The outcome for a deleted record. */
export function deleted(id: string): Outcome {
	return { ok: true, id, json: { id, deleted: true } };
}

/** The finding for something that does not exist now and may never have existed. */
export function isGone(noun: string, id: string): Finding {
	return {
		seen: {
			id,
			note: `No ${noun} with the ID ${id} exists now, but it is unknown whether this request deleted it.`,
		},
	};
}
