import type { IDataObject } from 'n8n-workflow';

import type { Result } from '../../shared/base/result';
import { choice, type Field } from '../../shared/form/fields';
import { pathPart } from '../../shared/http/replies';
import type { Session } from '../../shared/http/session';
import type { Kind, Lookup } from '../kinds';
import { readRows } from './rows';
import { readOne } from './written';

/** So few objects are each asked for by their key: that is faster than a search. */
export const FEW = 3;

/** Which key finds the object, where there are several. */
export function matchOn({ lookups }: Kind): Field[] {
	if (lookups.length < 2) return [];
	return [
		choice(
			'matchOn',
			'Match On',
			lookups.map(({ label, name }) => ({ name: label, value: name })),
			{
				required: true,
				default: lookups[0]?.name,
				description: 'The value by which an existing record is found; the first one, of a list',
				hint: 'Give the value itself under Additional Fields',
			},
		),
	];
}

/** The key that the user has chosen, or the only one. */
export function lookupOf({ lookups }: Kind, options: IDataObject): Lookup {
	return lookups.find(({ name }) => name === options.matchOn) ?? (lookups[0] as Lookup);
}

/** The object that Kustomer finds by a key, such as an email address (kustomer 3.2, 4.5 and 4.6). */
export async function findByKey(
	session: Session,
	kind: Kind,
	options: IDataObject,
	lookup: Lookup,
	value: string,
): Promise<Result<IDataObject | undefined>> {
	if (!lookup.listed)
		return await readOne(session, `${kind.path(options)}/${lookup.name}=${pathPart(value)}`);
	const read = await readRows(session, {
		path: kind.path(options),
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
