import type { IDataObject } from 'n8n-workflow';

import { failed, type Failure, type Outcome } from '../../shared/base/errors';
import { at, textOf } from '../../shared/base/values';
import { pick } from '../../shared/form/output';
import { flatResource } from '../../shared/formats/jsonApi';
import type { Answer, Call, Session } from '../../shared/http/session';
import { unmatched } from '../../shared/operations/entries';
import { VENDOR } from '../replies';

/**
 * The outcome of a request that answers with the object as it is now (kustomer 6).
 * @param names the keys that the result keeps, beside the ID
 * @param expected the ID of the object, where it is known: a reply about another one is not taken for it
 */
export function written(answer: Answer, names: readonly string[], expected?: string): Outcome {
	if (!answer.ok) return failed(answer.failure);
	const row = flatResource(at(answer.body, 'data'));
	const id = textOf(row.id);
	if (id === undefined || (expected !== undefined && id.toLowerCase() !== expected.toLowerCase()))
		return unmatched(VENDOR, answer.status);
	return { ok: true, id, json: pick(row, ['id', ...names]) };
}

/** Output of a deleted object. */
export function deleted(id: string): Outcome {
	return { ok: true, id, json: { id, deleted: true } };
}

/** Sends a list as the body: a session takes objects alone. */
export function listBody(list: readonly unknown[]): Pick<Call, 'body' | 'headers'> {
	return {
		body: Buffer.from(JSON.stringify(list)),
		headers: { 'Content-Type': 'application/json' },
	};
}

/** One object by a path, flat; undefined where it is not there. */
export async function readOne(
	session: Session,
	path: string,
): Promise<{ ok: true; value: IDataObject | undefined } | { ok: false; failure: Failure }> {
	const answer = await session.call({ method: 'GET', path });
	if (!answer.ok) return answer.failure.httpCode === 404 ? { ok: true, value: undefined } : answer;
	const data = at(answer.body, 'data');
	const row = flatResource(Array.isArray(data) ? data[0] : data);
	return { ok: true, value: textOf(row.id) === undefined ? undefined : row };
}
