import { failed, type Failure, type Outcome } from '../../shared/base/errors';
import type { Operation } from '../../shared/form/operation';
import { pathPart } from '../../shared/http/replies';
import { at, isObject } from '../../shared/base/values';
import { VENDOR } from '../replies';
import { recordId } from '../fields/common';
import type { Module } from '../kinds';
import { FIELDS_PER_CALL } from './rows';
import { asChosen, fieldsToReturn, namedFields } from './selection';
import { simpleShape } from './shapes';
import { simplified } from './simplify';

/** Get: one record by its id (bigin 4.2). */
export function getRecord(module: Module): Operation {
	return {
		name: 'Get',
		value: 'get',
		action: `Get ${module.noun}`,
		description: `Read one ${module.noun} by its ID`,
		input: 'form',
		reads: true,
		nothingFound: 'fail',
		fields: [recordId(module.noun)],
		settings: [fieldsToReturn],
		simplify: simplified(module.simple),
		limits: { records: 1 },
		returns: simpleShape(module),
		async send(session, { records, settings }) {
			const id = String(records[0]?.id);
			const fields = await namedFields(session, module, settings);
			if (!fields.ok) return [failed(fields.failure)];
			// Without a choice Bigin gives out everything; a choice beyond what a call takes is made here.
			const named = fields.value.length > 0 && fields.value.length <= FIELDS_PER_CALL;
			const answer = await session.call({
				method: 'GET',
				path: `/bigin/v2/${pathPart(module.api)}/${pathPart(id)}`,
				...(named ? { query: { fields: fields.value.join(',') } } : {}),
			});
			if (!answer.ok) return [failed(answer.failure)];
			const record = at(answer.body, 'data', 0);
			return [
				isObject(record)
					? { ok: true, id, json: asChosen(record, settings) }
					: notFound(module.noun, id, answer.status),
			];
		},
	};
}

/**
 * A record that is not there: Bigin answers with an empty 204 (bigin 4.2).
 * @param field parameter that holds the id
 */
export function notFound(
	noun: string,
	id: string,
	httpCode: number,
	field = 'id',
): Extract<Outcome, { ok: false }> {
	return failed({
		message: `No ${noun} with the ID ${id} was found in ${VENDOR}`,
		description: `Check the ID. The ${noun} may have been deleted, or the connected user may not see it.`,
		httpCode,
		field,
		executed: 'no',
		notFound: true,
	});
}

/** Marks a refusal that says that nothing has the id: some calls answer so in place of an empty reply (bigin 4.3). */
export function orNotFound(failure: Failure, id: string): Failure {
	return failure.code === 'INVALID_DATA' && failure.field === 'id' && (failure.id ?? id) === id
		? { ...failure, notFound: true }
		: failure;
}
