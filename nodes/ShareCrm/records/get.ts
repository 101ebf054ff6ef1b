import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../shared/base/errors';
import type { Result } from '../../shared/base/result';
import { at, isObject, textOf } from '../../shared/base/values';
import type { Session } from '../../shared/http/session';
import type { ReadRecords, RecordRead } from '../../shared/operations/recordApi';
import { operator } from '../fields/pickers';
import { objectOf, type CrmKind } from '../kinds';
import { post, recordPath } from './call';
import { namesFor, withNames } from './names';
import { ofObject } from './object';
import { named, PAGE, queryCall, rowsOf } from './query';
import { asChosen, fieldsToReturn, projection } from './selection';

/** Get: one record by a call of its own, up to a hundred by one query (sharecrm 5.3 and 5.4). */
export function get(kind: CrmKind): RecordRead {
	return {
		requiredOptions: ofObject(kind),
		options: [fieldsToReturn, namesFor, operator],
		most: PAGE,
		async read(session, ids, options) {
			const object = objectOf(kind, options);
			const read = await recordsById(session, object, ids, options);
			if (!read.ok) return read;
			const shape = await withNames(session, object, options);
			return {
				...read,
				value: new Map([...read.value].map(([id, row]) => [id, asChosen(shape(row), options)])),
			};
		},
	};
}

/** Reads records by their IDs; those that no query shows, such as voided ones, by calls of their own. */
export async function recordsById(
	session: Session,
	object: string,
	ids: readonly string[],
	options: IDataObject,
): Promise<ReadRecords> {
	const listed =
		ids.length > 1
			? await listedById(session, object, ids, options)
			: { ok: true as const, value: new Map<string, IDataObject>() };
	if (!listed.ok) return listed;
	const refused = new Map<string, Failure>();
	const missing = ids.filter((id) => !listed.value.has(id));
	const answers = await Promise.all(
		missing.map(async (id) => await oneById(session, object, id, options)),
	);
	for (const [index, answer] of answers.entries()) {
		const id = missing[index] ?? '';
		if (!answer.ok) refused.set(id, answer.failure);
		else if (answer.value) listed.value.set(id, answer.value);
	}
	return { ok: true, value: listed.value, refused };
}

async function listedById(
	session: Session,
	object: string,
	ids: readonly string[],
	options: IDataObject,
): Promise<Result<Map<string, IDataObject>>> {
	const answer = await session.call(
		queryCall(
			{
				object,
				filters: [{ field_name: '_id', operator: 'IN', field_values: [...ids] }],
				fields: projection(options),
			},
			{ limit: PAGE },
			options,
		),
	);
	if (!answer.ok) return answer;
	const wanted = new Set(ids);
	const rows = rowsOf(answer.body)
		.filter(isObject)
		.flatMap((row): Array<[string, IDataObject]> => {
			const id = textOf(row._id);
			return id !== undefined && wanted.has(id) ? [[id, named(row)]] : [];
		});
	return { ok: true, value: new Map(rows) };
}

/** One record (sharecrm 5.3). */
export async function oneById(
	session: Session,
	object: string,
	id: string,
	options: IDataObject,
): Promise<Result<IDataObject | undefined>> {
	const answer = await post(
		session,
		recordPath(object, 'get'),
		{ data: { dataObjectApiName: object, objectDataId: id } },
		options,
		{ reads: true },
	);
	if (!answer.ok) return answer;
	const row = at(answer.body, 'data');
	return { ok: true, value: isObject(row) && textOf(row._id) === id ? named(row) : undefined };
}
