import type { IDataObject } from 'n8n-workflow';

import type { Result } from '../../shared/base/result';
import { pathPart } from '../../shared/http/replies';
import type { Session } from '../../shared/http/session';
import type { Kind, Lookup } from '../kinds';
import { readRows } from './rows';
import { readOne } from './written';

/** The object that Kustomer finds by a key, such as an email address (kustomer 3.2, 4.5 and 4.6). */
export async function findByKey(
	session: Session,
	kind: Kind,
	settings: IDataObject,
	lookup: Lookup,
	value: string,
): Promise<Result<IDataObject | undefined>> {
	if (!lookup.listed)
		return await readOne(session, `${kind.path(settings)}/${lookup.name}=${pathPart(value)}`);
	const read = await readRows(session, {
		path: kind.path(settings),
		query: { [lookup.name]: value },
		limit: 2,
	});
	return read.ok ? { ok: true, value: read.value.find((row) => owns(row, lookup, value)) } : read;
}

/**
 * Whether an object really has a key: a search also finds what holds the same words, and a customer may share an address.
 * What a key without the right to see it gets is masked; that it holds asterisks then is a guess (kustomer 3.1).
 */
export function owns(row: IDataObject, { valuesIn, same }: Lookup, value: string): boolean {
	return valuesIn(row).some((one) => same(one) === same(value));
}

export function isMasked(row: IDataObject, { valuesIn }: Lookup): boolean {
	return valuesIn(row).some((one) => one.includes('*'));
}
