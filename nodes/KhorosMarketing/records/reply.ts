import type { IDataObject } from 'n8n-workflow';

import { failed, type Outcome } from '../../shared/base/errors';
import type { Result } from '../../shared/base/result';
import { isObject } from '../../shared/base/values';
import type { Answer } from '../../shared/http/session';
import { VENDOR } from '../replies';

type Good = Extract<Answer, { ok: true }>;

/** Texts by the specification that a CRM may send as numbers (khoros-marketing 4.6, 5.2). */
const TEXTS = ['id', 'number', 'customerId'];

/** A record as the CRM sent it, its ids as texts. */
export function recordOf(body: unknown): IDataObject | undefined {
	if (!isObject(body)) return undefined;
	const json: IDataObject = { ...body };
	for (const key of TEXTS) if (Number.isSafeInteger(json[key])) json[key] = String(json[key]);
	return json;
}

/** The ID of a record; undefined where it has none that can be used. */
export function idOf(json: IDataObject | undefined): string | undefined {
	return typeof json?.id === 'string' && json.id !== '' ? json.id : undefined;
}

/**
 * What became of a write. Any 2xx that names the record is a success; pages and servers differ in the status (khoros-marketing 4.3).
 * @param noun what was written
 */
export function written({ status, body }: Good, noun: string): Outcome {
	const json = recordOf(body);
	const id = idOf(json);
	if (json !== undefined && id !== undefined) return { ok: true, id, json };
	return failed({
		message: `${VENDOR} sent a reply without a usable id for the ${noun}`,
		description: `Look in the CRM whether the ${noun} is there before you send it again.`,
		httpCode: status,
		executed: 'unknown',
	});
}

/** The records of a list; none in a reply without content (khoros-marketing 4.4). */
export function rowsOf({ status, body }: Good): Result<IDataObject[]> {
	if (status === 204) return { ok: true, value: [] };
	const rows = Array.isArray(body) ? body.map(recordOf) : [undefined];
	if (rows.every((row) => row !== undefined)) return { ok: true, value: rows };
	return {
		ok: false,
		failure: {
			message: `${VENDOR} sent a reply that is not a list of records`,
			description: 'The CRM must answer with a JSON array of objects.',
			httpCode: status,
			executed: 'no',
		},
	};
}
