import type { IDataObject } from 'n8n-workflow';

import { textOf } from '../../shared/base/values';
import type { Failure } from '../../shared/base/errors';
import { flatResource, resourcesOf } from '../../shared/formats/jsonApi';
import { pathPart } from '../../shared/http/replies';
import type { Session } from '../../shared/http/session';
import { recordId } from '../../shared/operations/write';
import type { Kind } from '../kinds';
import { readOne } from './written';

/** Objects by their IDs, in one request (kustomer 2.7 and 3.2). */
export async function readByIds(
	session: Session,
	kind: Kind,
	options: IDataObject,
	ids: readonly string[],
): Promise<{ ok: true; rows: Map<string, IDataObject> } | { ok: false; message: string }> {
	if (ids.length === 0) return { ok: true, rows: new Map() };
	const answer = await session.call({
		method: 'GET',
		path: `${kind.path(options)}/${ids.map(pathPart).join(',')}`,
	});
	// Whether one that is not there has all of them refused is not documented.
	if (!answer.ok)
		return answer.failure.httpCode === 404
			? { ok: true, rows: new Map() }
			: { ok: false, message: answer.failure.message };
	const rows = resourcesOf(answer.body).map(flatResource);
	return {
		ok: true,
		rows: new Map(rows.map((row) => [(textOf(row.id) ?? '').toLowerCase(), row])),
	};
}

/**
 * Adds to each update of a customer that does not name a company the one that the customer has: Kustomer would take it
 * away otherwise (kustomer 3.3). One request reads those of a whole batch.
 * @returns for each record what is to be sent, or a failure where its company cannot be read, so that it is not sent
 */
export async function keepCompanies(
	session: Session,
	kind: Kind,
	options: IDataObject,
	records: readonly IDataObject[],
): Promise<Array<{ record: IDataObject } | { failure: Failure }>> {
	if (kind.api !== 'customer') return records.map((record) => ({ record }));
	const ids = records
		.filter(({ company }) => company === undefined)
		.map((record) => recordId(record).toLowerCase());
	const read = await readEach(session, kind, options, ids);
	return records.map((record) => {
		if (record.company !== undefined) return { record };
		const row = read.rows.get(recordId(record).toLowerCase());
		if (row !== undefined) return { record: withCompany(record, row) };
		return read.stopped === undefined ? { record } : { failure: unread(read.stopped) };
	});
}

function unread(message: string): Failure {
	return {
		message: `The company of the customer could not be read: ${message}`,
		description:
			'Kustomer takes the company from a customer whose update does not name it, so the update was not sent. The API key needs the role org.permission.customer.read.',
		field: 'company',
		executed: 'no',
	};
}

/**
 * An update with the company that the customer has. The revision has it refused where somebody has changed the customer
 * since it was read.
 */
export function withCompany(changes: IDataObject, { companyId, rev }: IDataObject): IDataObject {
	if (changes.company !== undefined || companyId === undefined) return changes;
	return { ...changes, company: companyId, ...(typeof rev === 'number' ? { rev } : {}) };
}

/**
 * All of these objects: what the common request does not show is asked for by itself, so that nobody loses a company.
 * `stopped`: why some could not be read.
 */
async function readEach(
	session: Session,
	kind: Kind,
	options: IDataObject,
	ids: readonly string[],
): Promise<{ rows: Map<string, IDataObject>; stopped?: string }> {
	const read = await readByIds(session, kind, options, ids);
	if (!read.ok) return { rows: new Map(), stopped: read.message };
	const missing = ids.filter((id) => !read.rows.has(id));
	for (const id of missing) {
		const one = await readOne(session, `${kind.path(options)}/${pathPart(id)}`);
		if (!one.ok) return { rows: read.rows, stopped: one.failure.message };
		if (one.value !== undefined) read.rows.set(id, one.value);
	}
	return { rows: read.rows };
}
