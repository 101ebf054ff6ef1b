import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../shared/base/errors';
import type { Result } from '../../shared/base/result';
import { pathPart } from '../../shared/http/replies';
import type { Session } from '../../shared/http/session';
import { at, isObject } from '../../shared/base/values';
import { VENDOR } from '../replies';
import { recordsById } from '../records/byId';

const MISSING: Failure = {
	message: `${VENDOR} lists this record, but does not give it out`,
	description: 'Get it by its ID later.',
	executed: 'no',
};

/** What to say of a record that is older by itself than in its list. */
export const OUTDATED: Failure = {
	message: `${VENDOR} gives this record out only as it was before the change`,
	description: 'Get it by its ID later.',
	executed: 'no',
};

/**
 * Reads up to 100 records by their ids, and by themselves where a list does not bring them along or refuses because of one of them.
 * @returns one result for each id; fails where none of them can be had for now
 */
export async function recordsOf(
	session: Session,
	api: string,
	ids: readonly string[],
	fields: readonly string[],
): Promise<Result<Array<Result<IDataObject>>>> {
	const listed = await recordsById(session, api, ids, fields);
	if (
		!listed.ok &&
		(concernsAll(session, listed.failure) ||
			(isOutage(listed.failure) && !(await someAnswer(session, api, ids))))
	)
		return listed;
	const known = listed.ok ? listed.value : new Map<string, IDataObject>();
	const records = await Promise.all(
		ids.map(async (id): Promise<Result<IDataObject>> => {
			const row = known.get(id);
			return row ? { ok: true, value: row } : await single(session, api, id);
		}),
	);
	const failures = records.flatMap((record) => (record.ok ? [] : [record.failure]));
	const common = failures.find((failure) => concernsAll(session, failure));
	const outage =
		ids.length > 1 && failures.length === ids.length && failures.every(isOutage)
			? failures[0]
			: undefined;
	const failure = common ?? outage;
	return failure ? { ok: false, failure } : { ok: true, value: records };
}

/** One record with all its fields (bigin 4.2). */
async function single(session: Session, api: string, id: string): Promise<Result<IDataObject>> {
	const answer = await session.call({
		method: 'GET',
		path: `/bigin/v2/${pathPart(api)}/${pathPart(id)}`,
	});
	if (!answer.ok) return answer;
	const record = at(answer.body, 'data', 0);
	// Where it was deleted, the next list does not show it any more.
	return isObject(record) ? { ok: true, value: record } : { ok: false, failure: MISSING };
}

/** Asks for two records by themselves, before all are asked for so. */
async function someAnswer(session: Session, api: string, ids: readonly string[]): Promise<boolean> {
	if (ids.length === 1) return true;
	for (const id of [ids[0], ids.at(-1)]) {
		const record = await single(session, api, id ?? '');
		if (record.ok || !isOutage(record.failure)) return true;
	}
	return false;
}

function isOutage({ cause }: Failure): boolean {
	return cause?.cause === 'temporarily-unavailable';
}

/** True for what says nothing of a single record: a limit, the credential, the end of the execution. */
function concernsAll(session: Session, { cause }: Failure): boolean {
	return session.cancelled() || (cause !== undefined && cause.cause !== 'temporarily-unavailable');
}
