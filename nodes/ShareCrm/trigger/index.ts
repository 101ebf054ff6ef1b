import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import type { Result } from '../../shared/base/result';
import type { Session } from '../../shared/http/session';
import { simplified } from '../../shared/operations/simplify';
import { asItems, type Change, type Completed } from '../../shared/trigger/feed';
import type { Trigger } from '../../shared/trigger/poll';
import { connect, CREDENTIAL } from '../api';
import { anyRecord } from '../kinds';
import { withNames } from '../records/names';
import { named } from '../records/query';
import { asChosen } from '../records/selection';
import { VENDOR } from '../replies';
import { changes } from './feeds';
import { chosen, type Output } from './form';

/** How long after its time stamp a change may become readable; no number is published. */
const SETTLING = 2_000;

/** The form's values, as the engine polls by them. */
export function shareCrmTrigger(context: IPollFunctions): Trigger {
	const form = chosen(context, CREDENTIAL);
	return {
		vendor: { name: VENDOR, connect },
		key: form.key,
		settlingTime: SETTLING,
		precision: 1,
		feed: () => changes(form.object, form.on),
		complete: async (session, found) => await completed(session, form.object, form, found),
	};
}

/** The query returns whole records, so only the labels of options need another request. */
async function completed(
	session: Session,
	object: string,
	output: Output,
	found: readonly Change[],
): Promise<Result<Completed[]>> {
	if (found.length === 0) return { ok: true, value: [] };
	return asItems(found, await shapeOf(session, object, output));
}

/** Output of a record. */
export async function shapeOf(
	session: Session,
	object: string,
	{ simplify, options }: Output,
): Promise<(row: IDataObject) => IDataObject> {
	const names = await withNames(session, object, options);
	const cut = simplify
		? simplified(anyRecord.simple)
		: (row: IDataObject) => asChosen(row, options);
	return (row) => cut(names(named(row)));
}
