import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../shared/base/errors';
import type { Result } from '../../shared/base/result';
import { at, textOf } from '../../shared/base/values';
import { pathPart } from '../../shared/http/replies';
import type { Session } from '../../shared/http/session';
import { readRows } from '../records/rows';
import { VENDOR } from '../replies';

const PATH = '/v1/workflows';

/** The step that calls an address (kustomer 5.3). */
const CALL = 'kustomer.rest-api.json';

/** Calls of a workflow are not signed, so this header proves where they come from. */
export const SECRET = 'x-n8n-secret';

/** A workflow of Kustomer that tells an n8n workflow of one event. */
export interface Flow {
	id: string;
	event: string;
	url: string;
	secret?: string;
	enabled: boolean;
}

export async function read(session: Session): Promise<Result<Flow[]>> {
	const rows = await readRows(session, { path: PATH });
	return rows.ok ? { ok: true, value: rows.value.flatMap(flowOf) } : refused(rows.failure);
}

function flowOf(row: IDataObject): Flow[] {
	const id = textOf(row.id);
	const event = textOf(at(row.trigger, 'eventName'));
	const step = at(row.steps, 0);
	const url = textOf(at(step, 'params', 'uri'));
	const secret = textOf(at(step, 'params', 'headers', SECRET));
	// A workflow without our secret belongs to somebody else.
	if (at(step, 'action') !== CALL || !id || !event || !url || !secret) return [];
	return [{ id, event, url, secret, enabled: row.enabled === true }];
}

export async function switchOff(
	session: Session,
	flows: readonly Flow[],
): Promise<Result<undefined>> {
	for (const flow of flows) {
		if (!flow.enabled) continue;
		if (flow.id === '') return { ok: false, failure: NO_ID };
		const saved = await save(session, { ...flow, enabled: false }, flow.id);
		if (!saved.ok) return saved;
	}
	return { ok: true, value: undefined };
}

/**
 * Sends the whole document, so that the result does not depend on what a partial update keeps.
 * @returns the ID of the workflow; empty where the reply names none
 */
export async function save(
	session: Session,
	{ event, url, secret, enabled }: Omit<Flow, 'id'>,
	id?: string,
): Promise<Result<string>> {
	const answer = await session.call({
		...(id === undefined
			? { method: 'POST', path: PATH }
			: { method: 'PUT', path: `${PATH}/${pathPart(id)}`, idempotent: true }),
		body: {
			name: `n8n-${createHash('sha256').update(`${url} ${event}`).digest('hex').slice(0, 24)}`,
			description: `Tells n8n of ${event}. A Kustomer Trigger of n8n made this workflow and switches it on and off.`,
			enabled,
			meta: { displayName: `n8n: ${event}` },
			trigger: {
				id: '1',
				eventName: event,
				transitions: [{ target: 'tell', condition: { op: 'true', values: [true] } }],
			},
			steps: [
				{
					id: 'tell',
					action: CALL,
					params: {
						uri: url,
						method: 'POST',
						json: true,
						headers: { [SECRET]: secret },
						// Kustomer documents references to single values. That one can pass on the whole record is a guess.
						data: { name: event, record: '/#steps.1' },
					},
					meta: { displayName: 'Tell n8n' },
					transitions: [],
					errorCases: [],
				},
			],
		},
	});
	return answer.ok
		? { ok: true, value: id ?? textOf(at(answer.body, 'data', 'id')) ?? '' }
		: refused(answer.failure);
}

const NO_ID: Failure = {
	message: `${VENDOR} did not name the ID of a new workflow`,
	description: 'Look at the workflows in Kustomer whose names begin with n8n.',
	executed: 'unknown',
};

function refused(failure: Failure): { ok: false; failure: Failure } {
	if (failure.httpCode !== 401 && failure.httpCode !== 403) return { ok: false, failure };
	const description =
		'Check the credential and its expiry. Its roles must hold org.permission.workflow.read, .create and .update, or org.admin.workflow.read and .write.';
	return { ok: false, failure: { ...failure, description } };
}
