import type { Failure } from '../../shared/base/errors';
import { at, isObject } from '../../shared/base/values';
import { pathPart } from '../../shared/http/replies';
import { defineRead } from '../../shared/operations/define';
import type { RecordRead } from '../../shared/operations/recordApi';
import type { Module } from '../kinds';
import { FIELDS_PER_CALL } from './rows';
import { asChosen, fieldsToReturn, namedFields } from './selection';

/** Get: one record by its ID. Bigin answers an unknown ID with an empty 204 (bigin 4.2). */
export function get(module: Module): RecordRead {
	return defineRead({
		options: [fieldsToReturn],
		async read(session, [id = ''], options) {
			const fields = await namedFields(session, module, options);
			if (!fields.ok) return fields;
			// Bigin returns all fields if none are named. If more are chosen than one call takes, read all and pick here.
			const named = fields.value.length > 0 && fields.value.length <= FIELDS_PER_CALL;
			const answer = await session.call({
				method: 'GET',
				path: `/bigin/v2/${pathPart(module.api)}/${pathPart(id)}`,
				...(named ? { query: { fields: fields.value.join(',') } } : {}),
			});
			if (!answer.ok) return answer;
			const record = at(answer.body, 'data', 0);
			return {
				ok: true,
				value: new Map(isObject(record) ? [[id, asChosen(record, options)]] : []),
			};
		},
	});
}

/** Marks the refusal of an unknown ID as "not found": some calls refuse it instead of sending an empty reply (bigin 4.3). */
export function orNotFound(failure: Failure, id: string): Failure {
	return failure.code === 'INVALID_DATA' && failure.field === 'id' && (failure.id ?? id) === id
		? { ...failure, notFound: true }
		: failure;
}
