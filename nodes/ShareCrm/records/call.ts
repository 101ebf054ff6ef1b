import type { IDataObject } from 'n8n-workflow';

import { failed, type Failure, type Outcome } from '../../shared/base/errors';
import { at, isObject, textOf } from '../../shared/base/values';
import { forIds } from '../../shared/operations/entries';
import type { Answer, Call, Session } from '../../shared/http/session';

/** Most records of one call; no page names a limit (sharecrm 14, row 16). */
export const RECORDS_PER_CALL = 100;

/** The path of a call on records: custom objects have another one (sharecrm 5). */
export function recordPath(object: string, end: string): string {
	return `/cgi/crm/${object.endsWith('__c') ? 'custom/' : ''}v2/data/${end}`;
}

/** The employee whose permissions a call has, where it is not the credential's (sharecrm 3). */
export function actingAs({ operatorEmployeeId }: IDataObject): Pick<Call, 'headers'> {
	const operatorId = textOf(operatorEmployeeId);
	return operatorId === undefined ? {} : { headers: { 'x-fs-userid': operatorId } };
}

/** Sends a call; each is a POST (sharecrm 0.5). */
export async function post(
	session: Session,
	path: string,
	body: IDataObject,
	options: IDataObject,
	more: Pick<Call, 'reads' | 'idempotent'> = {},
): Promise<Answer> {
	return await session.call({ method: 'POST', path, body, ...actingAs(options), ...more });
}

/** Headers of a call to the host of files, which must not see the token: a signature replaces it (sharecrm 8.1). */
export const WITHOUT_TOKEN = {
	authorization: undefined,
	'x-fs-ea': undefined,
	'x-fs-userid': undefined,
};

/**
 * Sends one call for all records of a batch. Its reply tells of the call alone, so all records have the same outcome; where
 * several were refused, it is sent again in halves until the one to blame is found.
 * @param body makes the call's body from the ids
 * @param done keys of the output item of a record that the call has changed
 */
export async function callForAll(
	records: readonly IDataObject[],
	send: (ids: string[]) => Promise<Answer>,
	done: IDataObject,
): Promise<Outcome[]> {
	return await forIds(records, async (ids) => {
		const answer = await send(ids);
		return ids.map((id) => changed(answer, id, done));
	});
}

/** The outcome of one record of a call that changes all of them or none. */
export function changed(answer: Answer, id: string, done: IDataObject): Outcome {
	return answer.ok
		? { ok: true, id, json: { id, ...done, ...traceOf(answer.body) } }
		: failed(splittable(answer.failure));
}

/** A refusal may be that of one record of the call, unless it says why it concerns the call. */
export function splittable(failure: Failure): Failure {
	return failure.executed === 'no' && failure.cause === undefined && failure.code !== undefined
		? { ...failure, splittable: true }
		: failure;
}

/** The vendor's trace id of a good reply. */
export function traceOf(body: unknown): IDataObject {
	const traceId = textOf(at(body, 'traceId'));
	return traceId === undefined ? {} : { traceId };
}

/** Keys of a reply that say only that the call succeeded, or repeat the id (sharecrm 4 and 5.1). */
const ENVELOPE = new Set(['errorCode', 'errorMessage', 'errorDescription', 'dataId', '_id']);

/** The other keys of a good reply. */
export function resultOf({ data, ...reply }: IDataObject): IDataObject {
	const more = isObject(data) ? withoutEnvelope(data) : data;
	const isNothing =
		more === undefined ||
		more === null ||
		more === '' ||
		(isObject(more) && Object.keys(more).length === 0);
	return { ...withoutEnvelope(reply), ...(isNothing ? {} : { data: more }) };
}

function withoutEnvelope(reply: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(reply).filter(([key]) => !ENVELOPE.has(key)));
}

/** The id of the record that was written; which key holds it differs between pages, and some show none (sharecrm 5.1). */
export function writtenId(body: unknown): string | undefined {
	return (
		textOf(at(body, 'dataId')) ??
		textOf(at(body, 'data', '_id')) ??
		textOf(at(body, 'data', 'dataId'))
	);
}
