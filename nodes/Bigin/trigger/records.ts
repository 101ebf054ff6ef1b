import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../shared/base/errors';
import type { Result } from '../../shared/base/result';
import { pathPart } from '../../shared/http/replies';
import type { Session } from '../../shared/http/session';
import { at, isObject } from '../../shared/base/values';
import { VENDOR } from '../replies';
import { recordsById } from '../records/byId';

const MISSING: Failure = {
	message: `${VENDOR} lists this record, but does not return it`,
	description: 'Get it by its ID later.',
	executed: 'no',
};

/** The failure for a record that is older when it is read by ID than in its list. */
export const OUTDATED: Failure = {
	message: `${VENDOR} returns this record only as it was before the change`,
	description: 'Get it by its ID later.',
	executed: 'no',
};

/**
 * Reads up to 100 records by their IDs with one list. Reads them alone if the list lacks them, or refuses because of one.
 * @returns one result for each ID; fails if no record can be read for now
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
	// If the record was deleted, the next list no longer shows it.
	return isObject(record) ? { ok: true, value: record } : { ok: false, failure: MISSING };
}

/** Whether Bigin answers for one of two records read alone. If not, it is down, and reading all of them alone is pointless. */
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

/** True for a failure that concerns all records: a rate limit, the credential, a cancelled execution. */
function concernsAll(session: Session, { cause }: Failure): boolean {
	return session.cancelled() || (cause !== undefined && cause.cause !== 'temporarily-unavailable');
}
