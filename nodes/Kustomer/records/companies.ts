import type { IDataObject } from 'n8n-workflow';

import { textOf } from '../../shared/base/values';
import { InputError } from '../../shared/base/errors';
import { flatResource, resourcesOf } from '../../shared/formats/jsonApi';
import { pathPart } from '../../shared/http/replies';
import type { Session } from '../../shared/http/session';
import type { Kind } from '../kinds';

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
	// One ID alone, or none of several, may be refused as not found.
	if (!answer.ok)
		return answer.failure.httpCode === 404
			? { ok: true, rows: new Map() }
			: { ok: false, message: answer.failure.message };
	const rows = resourcesOf(answer.body).map(flatResource);
	return { ok: true, rows: new Map(rows.map((row) => [textOf(row.id) ?? '', row])) };
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
	const ids = records.filter(({ company }) => company === undefined).map(({ id }) => String(id));
	const read = await readByIds(session, kind, settings, ids);
	if (!read.ok)
		throw new InputError(
			`The companies of the customers could not be read: ${read.message}`,
			'company',
			'Kustomer takes the company from a customer whose update does not name it, so nothing was sent. The API key needs the role org.permission.customer.read.',
		);
	return records.map((record) => {
		const companyId = read.rows.get(String(record.id))?.companyId;
		return record.company !== undefined || companyId === undefined
			? record
			: { ...record, company: companyId };
	});
}
