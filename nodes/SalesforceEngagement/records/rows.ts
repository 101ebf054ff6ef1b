import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../../shared/base/values';
import type { Result } from '../../shared/base/result';
import type { Session } from '../../shared/http/session';
import { queryRows, type QueryOptions } from './pages';
import { inParts, isIn, quoted, soql, type Select } from './soql';

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
			return rest === undefined ? [] : [joined(row, rest)];
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

/** One row of two halves. Both may hold fields of the same related record. */
function joined(row: IDataObject, rest: IDataObject): IDataObject {
	const both: IDataObject = { ...row };
	for (const [name, value] of Object.entries(rest)) {
		const before = both[name];
		both[name] = isObject(before) && isObject(value) ? joined(before, value) : value;
	}
	return both;
}

/** A row of the API leads with its ID under the name that all records of this node have. */
function withId({ Id, ...row }: IDataObject): IDataObject {
	return { id: Id, ...row };
}

export function isId(name: string): boolean {
	return /^id$/i.test(name);
}
