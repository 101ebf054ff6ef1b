import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../shared/base/errors';
import type { Result } from '../../shared/base/result';
import { at, isObject, textOf } from '../../shared/base/values';
import { readPages } from '../../shared/http/paging';
import type { Session } from '../../shared/http/session';
import { ROWS_PER_PAGE } from '../limits';
import { VENDOR } from '../replies';
import { apiPath } from '../version';
import { inParts, isIn, quoted, soql, type Select } from './soql';

/** Where the next page of a query is: a path of the API on the same host (salesforce-engagement 2.5). */
const NEXT = /^\/services\/data\/v\d+\.\d\/query(All)?\/[\w.~%-]+$/;

/** True for the address of a page that may be asked for: no other one gets the token. */
export function isNextPage(path: string | undefined): path is string {
	return path !== undefined && NEXT.test(path);
}

/** A row without Salesforce's own keys about it and about the related records in it. */
export function withoutAttributes({ attributes: _attributes, ...row }: IDataObject): IDataObject {
	for (const [key, value] of Object.entries(row))
		if (isObject(value)) row[key] = withoutAttributes(value);
	return row;
}

/** How a query is run. */
export interface QueryOptions {
	settings: IDataObject;
	/** True where deleted and archived rows are wanted, too. */
	deletedToo?: boolean;
	/** Most rows that are wanted; all if absent. */
	limit?: number;
}

/** Runs a query and follows its pages (salesforce-engagement 2.5). Rows are plain: without Salesforce's own keys about them. */
export async function queryRows(
	session: Session,
	query: string,
	{ settings, deletedToo = false, limit }: QueryOptions,
): Promise<Result<IDataObject[]>> {
	return await pagesFrom(
		session,
		{ path: apiPath(settings, deletedToo ? 'queryAll' : 'query'), query: { q: query } },
		limit,
	);
}

async function pagesFrom(
	session: Session,
	first: { path: string; query?: IDataObject },
	limit?: number,
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
			const next = textOf(at(body, 'nextRecordsUrl'));
			if (isNextPage(next)) return true;
			astray = 'no usable address of the next page';
			return false;
		},
		size: ROWS_PER_PAGE,
		limit,
		key: (row) => textOf(at(row, 'attributes', 'url')),
	});
	if (failure) return { ok: false, failure };
	if (astray !== undefined && (limit === undefined || rows.length < limit))
		return { ok: false, failure: incomplete(astray) };
	const plain: IDataObject[] = [];
	for (const row of rows) {
		const read = await plainRow(session, row as IDataObject);
		if (!read.ok) return read;
		plain.push(read.value);
	}
	return { ok: true, value: plain };
}

function incomplete(what: string): Failure {
	return {
		message: `${VENDOR} sent ${what}, so the rows are not complete`,
		description: 'Nothing was changed. Try again later.',
		executed: 'no',
	};
}

/** A row without Salesforce's own keys about it; rows inside it are a list, read to its end. */
async function plainRow(session: Session, row: IDataObject): Promise<Result<IDataObject>> {
	const plain: IDataObject = {};
	for (const [key, value] of Object.entries(row)) {
		if (key === 'attributes') continue;
		if (!isObject(value)) {
			plain[key] = value;
			continue;
		}
		const inner = Array.isArray(value.records)
			? await innerRows(session, value)
			: await plainRow(session, value);
		if (!inner.ok) return inner;
		plain[key] = inner.value;
	}
	return { ok: true, value: plain };
}

async function innerRows(session: Session, list: IDataObject): Promise<Result<IDataObject[]>> {
	const next = list.done === false ? textOf(list.nextRecordsUrl) : undefined;
	if (list.done === false && !isNextPage(next))
		return { ok: false, failure: incomplete('no usable address of further rows') };
	const rows: IDataObject[] = [];
	for (const row of list.records as IDataObject[]) {
		const read = await plainRow(session, row);
		if (!read.ok) return read;
		rows.push(read.value);
	}
	if (next === undefined) return { ok: true, value: rows };
	const rest = await pagesFrom(session, { path: next });
	return rest.ok ? { ok: true, value: [...rows, ...rest.value] } : rest;
}

/** Reads records with as many fields as wanted: what does not fit into one query is read by further ones, and joined by ID. */
export async function readRecords(
	session: Session,
	{ fields, limit, ...select }: Select,
	options: QueryOptions,
): Promise<Result<IDataObject[]>> {
	const [first = [], ...others] = inParts(['Id', ...fields.filter((name) => !isId(name))]);
	const read = await queryRows(session, soql({ ...select, fields: first, limit }), {
		...options,
		limit,
	});
	if (!read.ok) return read;
	let rows = read.value;
	for (const part of others) {
		const more = await byIds(
			session,
			select.object,
			part,
			rows.map(({ Id }) => String(Id)),
			options,
		);
		if (!more.ok) return more;
		// Without an entry it was deleted while the rows were read.
		rows = rows.flatMap((row) => {
			const rest = more.value.get(String(row.Id));
			return rest === undefined ? [] : [{ ...row, ...rest }];
		});
	}
	return { ok: true, value: rows.map(withId) };
}

async function byIds(
	session: Session,
	object: string,
	fields: readonly string[],
	ids: readonly string[],
	options: QueryOptions,
): Promise<Result<Map<string, IDataObject>>> {
	const rows = new Map<string, IDataObject>();
	// Names and IDs share the address.
	for (const part of inParts(ids.map(quoted), 100)) {
		const read = await queryRows(
			session,
			soql({ object, fields: ['Id', ...fields], where: [isIn('Id', part)] }),
			{ ...options, limit: undefined },
		);
		if (!read.ok) return read;
		for (const row of read.value) rows.set(String(row.Id), row);
	}
	return { ok: true, value: rows };
}

/** Reads records by the values of a field, as many queries as their list needs. */
export async function readWhereIn(
	session: Session,
	select: Select,
	field: string,
	values: readonly string[],
	options: QueryOptions,
): Promise<Result<IDataObject[]>> {
	const rows: IDataObject[] = [];
	const parts = inParts(values.map(quoted), 200);
	const reads = await Promise.all(
		parts.map(async (part) => {
			const where = [...(select.where ?? []), isIn(field, part)];
			return await readRecords(session, { ...select, where }, options);
		}),
	);
	for (const read of reads) {
		if (!read.ok) return read;
		for (const row of read.value) rows.push(row);
	}
	return { ok: true, value: rows };
}

/** A row of the API leads with its ID under the name that all records of this node have. */
function withId({ Id, ...row }: IDataObject): IDataObject {
	return { id: Id, ...row };
}

function isId(name: string): boolean {
	return /^id$/i.test(name);
}
