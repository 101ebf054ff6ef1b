import type { IDataObject } from 'n8n-workflow';

import { at, isEmpty, isObject, textOf } from '../../shared/base/values';
import type { GatedAnswer } from '../../shared/trigger/webhook/gate';
import type { PushSettings } from './pushForm';

type Settings = Pick<PushSettings, 'codes' | 'idField'>;

/** The answer that the platform expects (sharecrm 12.2). */
export function success({ codes }: Settings, id: string, details: IDataObject = {}): GatedAnswer {
	return {
		status: 200,
		body: {
			code: codes.success,
			message: 'success',
			data: { masterDataId: id, detailDataIds: details },
		},
	};
}

/** An answer that says why the record was not taken. */
export function refusal({ codes }: Settings, message: string, status = 200): GatedAnswer {
	return { status, body: { code: codes.failure, message, data: {} } };
}

/** True for an answer that gives the ID of the record. */
export function isSuccess({ body }: GatedAnswer): boolean {
	return at(body, 'data', 'masterDataId') !== undefined;
}

/** The answer for a workflow that broke off. */
const BROKEN =
	'The workflow could not take the record. Look whether it is there before you push it again.';

/** The answer made of the last node's items. */
export function answerOfItems(items: unknown, settings: Settings): GatedAnswer {
	const all: unknown[] = Array.isArray(items) ? items : [items];
	const [first] = all;
	if (!isObject(first)) return refusal(settings, BROKEN);
	// One item may be the order and the next one a line of it: the record is taken only if all are.
	const [error] = all.flatMap((item) => errorOf(item) ?? []);
	if (error !== undefined) return refusal(settings, error);
	const id = idOf(first, settings);
	if (id === undefined)
		return refusal(
			settings,
			`The workflow took the record, but its last node gave no '${settings.idField}'. Look whether it is there before you push it again.`,
		);
	return success(settings, id, isObject(first.detailDataIds) ? first.detailDataIds : {});
}

function errorOf(item: unknown): string | undefined {
	return textOf(at(item, 'error')) ?? textOf(at(item, 'error', 'message'));
}

/** The answer in place of one that n8n itself gives for a workflow that has broken off or has no items. */
export function answerOfN8n(settings: Settings): GatedAnswer {
	return refusal(settings, BROKEN);
}

/** The ID of a record on the side of the workflow. */
export function idOf(record: IDataObject, { idField }: Settings): string | undefined {
	const value = record[idField];
	return isEmpty(value) ? undefined : (textOf(value) ?? String(value as number));
}
