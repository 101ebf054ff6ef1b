import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../shared/base/errors';
import type { Result } from '../../shared/base/result';
import { withoutEnd } from '../../shared/base/trim';
import { isEmpty, isObject, show, textOf } from '../../shared/base/values';
import type { Session } from '../../shared/http/session';
import { VENDOR } from '../replies';
import { PAGE, queryCall, rowsOf } from './query';

/** The text that a value is searched by; undefined for a value that no record can be found by. */
export function keyText(value: unknown): string | undefined {
	if (isEmpty(value)) return undefined;
	const text = Array.isArray(value) ? undefined : textOf(value);
	return (
		text ?? (typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined)
	);
}

/** Values with the same normal form may be equal for ShareCRM, which does not document how it compares. */
function normal(text: string): string {
	const plain = text.trim().toLowerCase();
	return /^-?\d+\.\d*$/.test(plain) ? withoutEnd(withoutEnd(plain, '0'), '.') : plain;
}

/** The value of these that a found record has: the same text, or the only one that differs in case or final zeros alone. */
function askedFor(value: unknown, keys: readonly string[]): string | undefined {
	const text = keyText(value);
	if (text === undefined || keys.includes(text)) return text;
	const alike = keys.filter((key) => normal(key) === normal(text));
	return alike.length === 1 ? alike[0] : undefined;
}

/**
 * Finds the records that have one of these values in a field, by as few queries as possible: one for up to a hundred values.
 * A record that cannot be told to have one of them makes it fail: a new record might be its double, and it might be another's.
 * @param fields API names of what is wanted of each record; all if absent
 * @returns the records by their value; several where the field is not unique
 */
export async function findByKey(
	session: Session,
	{ object, field, fields }: { object: string; field: string; fields?: readonly string[] },
	keys: readonly string[],
	options: IDataObject,
): Promise<Result<Map<string, IDataObject[]>>> {
	const found = new Map<string, IDataObject[]>();
	const waiting: string[][] = [];
	for (let start = 0; start < keys.length; start += PAGE)
		waiting.push(keys.slice(start, start + PAGE));
	for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
		const answer = await session.call(
			queryCall(
				{
					object,
					filters: [{ field_name: field, operator: 'IN', field_values: part }],
					orders: [{ fieldName: '_id', isAsc: true }],
					...(fields === undefined ? {} : { fields: [...fields, field] }),
				},
				{ limit: PAGE },
				options,
			),
		);
		if (!answer.ok) return answer;
		const rows = rowsOf(answer.body).filter(isObject);
		// A full page may hide records of the later values.
		if (rows.length >= PAGE && part.length > 1) {
			const middle = Math.ceil(part.length / 2);
			waiting.unshift(part.slice(0, middle), part.slice(middle));
			continue;
		}
		for (const row of rows) {
			const key = askedFor(row[field], part);
			if (key === undefined) return { ok: false, failure: unlike(field, row) };
			found.set(key, [...(found.get(key) ?? []), row]);
		}
	}
	return { ok: true, value: found };
}

function unlike(field: string, row: IDataObject): Failure {
	return {
		message: `${VENDOR} found the record ${show(row._id)}, whose '${field}' is ${show(row[field])}, which is not one of the given values`,
		description: `Nothing was written. Give the values in the form in which ${VENDOR} stores them, or match on another field.`,
		field,
		executed: 'no',
	};
}
