import type { IDataObject } from 'n8n-workflow';

import type { Result } from '../../shared/base/result';
import { isEmpty, isObject, textOf } from '../../shared/base/values';
import type { Session } from '../../shared/http/session';
import { PAGE, queryCall, rowsOf } from './query';

/** The text by which a value is looked for; undefined for what no record can be found by. */
export function keyText(value: unknown): string | undefined {
	if (isEmpty(value)) return undefined;
	const text = Array.isArray(value) ? undefined : textOf(value);
	return (
		text ?? (typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined)
	);
}

/**
 * Finds the records that have one of these values in a field, by as few queries as possible: one for up to a hundred values.
 * @param fields API names of what is wanted of each record
 * @returns the records by their value; several where the field is not unique
 */
export async function findByKey(
	session: Session,
	{ object, field, fields }: { object: string; field: string; fields: readonly string[] },
	keys: readonly string[],
	settings: IDataObject,
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
					fields: [...fields, field],
				},
				{ limit: PAGE },
				settings,
			),
		);
		if (!answer.ok) return answer;
		const rows = rowsOf(answer.body).filter(isObject);
		// A full page may hide records of the later values, unless it holds one for each.
		if (rows.length >= PAGE && part.length > 1) {
			const middle = Math.ceil(part.length / 2);
			waiting.unshift(part.slice(0, middle), part.slice(middle));
			continue;
		}
		for (const row of rows) {
			const key = keyText(row[field]);
			if (key !== undefined && part.includes(key)) found.set(key, [...(found.get(key) ?? []), row]);
		}
	}
	return { ok: true, value: found };
}
