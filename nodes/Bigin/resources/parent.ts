import { failed, type Outcome } from '../../shared/base/errors';
import { id, type Field } from '../../shared/form/fields';
import { pathPart } from '../../shared/http/replies';
import type { Call, Session } from '../../shared/http/session';
import { ID, picked } from '../fields/common';
import { MODULES } from '../kinds';
import { notFound } from '../../shared/operations/reading';
import { VENDOR } from '../replies';
import { readRows, type List, type Rows } from '../records/rows';

/** The record that notes, attachments and related records belong to. The field `module` beside it chooses its module. */
export function parentRecord(): Field<'parentId', string, true> {
	return picked(
		id('parentId', 'Record', {
			...ID,
			required: true,
			description: 'The record that the notes, attachments or related records belong to',
		}),
		'searchRecords',
		['module'],
	);
}

/** A record that others belong to. */
export interface Parent {
	/** API name of its module. */
	module: string;
	parentId: string;
}

/** Path of a record's list: `/Contacts/123/Notes`. */
export function pathOfParent({ module, parentId }: Parent, list: string): string {
	return `/bigin/v2/${pathPart(module)}/${pathPart(parentId)}/${pathPart(list)}`;
}

/** Reads a list of a record. The failure says so if the record does not exist. */
export async function readOfParent(session: Session, parent: Parent, list: List): Promise<Rows> {
	// Bigin answers a missing record with a 500 (bigin 4.9), so do not retry until it is clear that the record exists.
	const once = Object.assign(Object.create(session) as Session, {
		call: async (call: Call) => await session.call({ ...call, reads: false }),
	});
	const first = await readRows(once, list);
	if (first.ok || first.failure.executed !== 'unknown') return first;
	const gone = isBreakdown(first) ? await missingParent(session, parent) : undefined;
	return gone ?? (await readRows(session, list));
}

/** Replaces outcomes that are all a 5xx with one that names the missing record, if the record does not exist. */
export async function explained(
	session: Session,
	parent: Parent,
	outcomes: Outcome[],
): Promise<Outcome[]> {
	if (!outcomes.every(isBreakdown)) return outcomes;
	const gone = await missingParent(session, parent);
	return gone ? outcomes.map(() => gone) : outcomes;
}

function isBreakdown(result: Rows | Outcome): boolean {
	return !result.ok && (result.failure.httpCode ?? 0) >= 500;
}

async function missingParent(
	session: Session,
	{ module, parentId }: Parent,
): Promise<Extract<Outcome, { ok: false }> | undefined> {
	const known = MODULES.find(({ api }) => api === module);
	const answer = await session.call({
		method: 'GET',
		path: `/bigin/v2/${pathPart(module)}/${pathPart(parentId)}`,
		query: { fields: known?.title ?? 'id' },
	});
	if (!answer.ok || answer.status !== 204) return undefined;
	const { failure } = notFound(VENDOR, known?.noun ?? 'record', parentId, {
		httpCode: answer.status,
		field: 'parentId',
	});
	// A missing record is not the same as an empty list, so it does not count as "nothing found".
	return failed({ ...failure, notFound: undefined });
}
