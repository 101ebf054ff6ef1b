import type { IDataObject } from 'n8n-workflow';

import { textOf } from '../../shared/base/values';
import { InputError } from '../../shared/base/errors';
import { flatResource, resourcesOf } from '../../shared/formats/jsonApi';
import { pathPart } from '../../shared/http/replies';
import type { Session } from '../../shared/http/session';
import type { Kind } from '../kinds';
import { readOne } from './written';

/** Objects by their IDs, in one request (kustomer 2.7 and 3.2). */
export async function readByIds(
	session: Session,
	kind: Kind,
	settings: IDataObject,
	ids: readonly string[],
): Promise<{ ok: true; rows: Map<string, IDataObject> } | { ok: false; message: string }> {
	if (ids.length === 0) return { ok: true, rows: new Map() };
	const answer = await session.call({
		method: 'GET',
		path: `${kind.path(settings)}/${ids.map(pathPart).join(',')}`,
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
 * @throws InputError where they cannot be read, so that nothing is sent
 */
export async function keepCompanies(
	session: Session,
	kind: Kind,
	settings: IDataObject,
	records: readonly IDataObject[],
): Promise<IDataObject[]> {
	if (kind.api !== 'customer') return [...records];
	const ids = records
		.filter(({ company }) => company === undefined)
		.map(({ id }) => String(id).toLowerCase());
	const read = await readEach(session, kind, settings, ids);
	if (!read.ok)
		throw new InputError(
			`The companies of the customers could not be read: ${read.message}`,
			'company',
			'Kustomer takes the company from a customer whose update does not name it, so nothing was sent. The API key needs the role org.permission.customer.read.',
		);
	return records.map((record) => {
		const row = read.rows.get(String(record.id).toLowerCase());
		return row === undefined ? record : withCompany(record, row);
	});
}

/**
 * An update with the company that the customer has. The revision has it refused where somebody has changed the customer
 * since it was read.
 */
export function withCompany(changes: IDataObject, { companyId, rev }: IDataObject): IDataObject {
	if (changes.company !== undefined || companyId === undefined) return changes;
	return { ...changes, company: companyId, ...(typeof rev === 'number' ? { rev } : {}) };
}

/** All of these objects: what the common request does not show is asked for by itself, so that nobody loses a company. */
async function readEach(
	session: Session,
	kind: Kind,
	settings: IDataObject,
	ids: readonly string[],
): ReturnType<typeof readByIds> {
	const read = await readByIds(session, kind, settings, ids);
	if (!read.ok) return read;
	const missing = ids.filter((id) => !read.rows.has(id));
	for (const id of missing) {
		const one = await readOne(session, `${kind.path(settings)}/${pathPart(id)}`);
		if (!one.ok) return { ok: false, message: one.failure.message };
		if (one.value !== undefined) read.rows.set(id, one.value);
	}
	return read;
}
