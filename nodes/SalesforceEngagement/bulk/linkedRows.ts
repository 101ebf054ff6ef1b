import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../shared/base/errors';
import type { Result } from '../../shared/base/result';
import { at, isObject, textOf } from '../../shared/base/values';
import { readPages } from '../../shared/http/paging';
import type { Session } from '../../shared/http/session';
import { VENDOR } from '../replies';

/** A list whose pages tell where the next one is. */
export interface LinkedPages {
	first: { path: string; query?: IDataObject };
	/** True for the address of a page that may be asked for: no other one gets the token. */
	isNext(path: string | undefined): path is string;
	size: number;
	/** How many rows are wanted; all if absent. */
	limit?: number;
	/** Tells a row from others. */
	key(row: unknown): string | undefined;
}

/** Reads a list and follows its pages (salesforce-engagement 2.5). If a page cannot be read, the item fails: a part must not look like the whole list. */
export async function linkedRows(
	session: Session,
	{ first, isNext, size, limit, key }: LinkedPages,
): Promise<Result<IDataObject[]>> {
	let astray: string | undefined;
	const { rows, failure } = await readPages(session, {
		call(_page, _size, previous) {
			const next = textOf(at(previous, 'nextRecordsUrl'));
			return { method: 'GET', ...(next === undefined ? first : { path: next }) };
		},
		rows: (body) => {
			const records = at(body, 'records');
			if (!Array.isArray(records)) astray = 'a reply without records';
			return Array.isArray(records) ? records.filter(isObject) : [];
		},
		more(body) {
			if (at(body, 'done') !== false) return false;
			if (isNext(textOf(at(body, 'nextRecordsUrl')))) return true;
			astray = 'no usable address of the next page';
			return false;
		},
		size,
		limit,
		key,
	});
	if (failure) return { ok: false, failure };
	if (astray !== undefined && (limit === undefined || rows.length < limit))
		return { ok: false, failure: incomplete(astray) };
	return { ok: true, value: rows as IDataObject[] };
}

/** Failure of a list whose rows cannot all be read. */
export function incomplete(what: string): Failure {
	return {
		message: `${VENDOR} sent ${what}, so the rows are not complete`,
		description: 'Nothing was changed. Try again later.',
		executed: 'no',
	};
}
