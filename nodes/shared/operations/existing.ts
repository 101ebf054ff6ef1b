import type { IDataObject } from 'n8n-workflow';
import type { Failure, Outcome } from '../base/errors';
import type { Result } from '../base/result';
import { textOf } from '../base/values';
import type { Field } from '../form/fields';
import type { Batch, SentBatch } from '../form/operation';
import type { Files } from '../formats/files';
import type { Session } from '../http/session';
import type { UniqueFields } from './withoutKey';

/** A record that already exists. */
export interface ExistingRecord {
	id: string;
	/** The record as far as known. */
	json: IDataObject;
}

/** A key by which a service finds existing records, many in one request. */
export interface KeyLookup {
	/** Lets the user choose the key; absent if there is only one. */
	matchOn?: Field;
	/** API name of the key under these options; undefined if the user chose none. */
	key(options: IDataObject): string | undefined;
	/** The key's name in the form; its API name if absent. */
	label?(options: IDataObject): string;
	/** The key's value in a record, if it is not in the field with the key's name. */
	valueIn?(record: IDataObject, options: IDataObject): unknown;
	/** The normal form of a value, which is equal for values that the service treats as the same; the value itself if absent. */
	normal?(value: string, options: IDataObject): string;
	/**
	 * @returns the existing records, by the normal form of their key
	 */
	find(
		session: Session,
		key: string,
		values: readonly string[],
		options: IDataObject,
	): Promise<Result<Map<string, ExistingRecord[]>>>;
	/** For a service whose lookup lags behind: finds, by other requests, the existing records because of which new ones were refused. */
	again?: {
		isFor(failure: Failure): boolean;
		find: KeyLookup['find'];
	};
}

/** How a service reports records that already exist. */
export interface Existing {
	/** Found before anything is sent. */
	lookup?: KeyLookup;
	/**
	 * The ID of the existing record, if the service refuses a new one because of it and names it. Used only without a lookup:
	 * a refusal may be about a field other than the key, and so name a record other than the item means.
	 */
	refusedFor?(failure: Failure): string | undefined;
	/** The fields behind `refusedFor`. If given, a hint says how many items were created without a value in one. */
	uniqueFields?: UniqueFields;
	/** Reads records by their IDs, many in one request, if only the ID is known. */
	read?(
		session: Session,
		ids: readonly string[],
		options: IDataObject,
	): Promise<Result<Map<string, IDataObject>>>;
	/** Updates the existing records; each one has its `id`. Offers Update It. */
	update?(session: Session, batch: SentBatch, files: Files): Promise<Outcome[]>;
	/** Why an item must not update the record that has its key, such as another owner. */
	conflict?(record: IDataObject, known: ExistingRecord): Failure | undefined;
	/** A limitation, such as a search that lags behind, as a clause for the form. */
	caution?: string;
}

/** The value of a key as text; undefined if it is not a single value. */
export function valueOfKey(value: unknown): string | undefined {
	return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
		? String(value)
		: textOf(value);
}

/** The key's value in a record, as it was given. */
export function givenKey(
	{ key, valueIn }: KeyLookup,
	record: IDataObject,
	options: IDataObject,
): unknown {
	const name = key(options);
	if (name === undefined) return undefined;
	return valueIn ? valueIn(record, options) : record[name];
}

/** The normal form of a record's key; undefined if there is no key or no usable value. */
export function keyValue(
	lookup: KeyLookup | undefined,
	record: IDataObject | undefined,
	options: IDataObject,
): string | undefined {
	if (lookup === undefined || record === undefined) return undefined;
	const value = valueOfKey(givenKey(lookup, record, options));
	return value === undefined ? undefined : (lookup.normal?.(value, options) ?? value);
}

/**
 * The existing record for each record of a batch, found by one request for all of them.
 * @param mine records that this run created, by the normal form of their key
 */
export async function existingOf(
	session: Session,
	{ lookup }: Existing,
	{ records, options }: Batch,
	mine: ReadonlyMap<string, ExistingRecord>,
): Promise<Result<Array<ExistingRecord | undefined>>> {
	const key = lookup?.key(options);
	const normals = records.map((record) => keyValue(lookup, record, options));
	if (!lookup || key === undefined) return { ok: true, value: records.map(() => undefined) };
	const asked = [
		...new Set(
			records.flatMap((record, position) =>
				mine.has(normals[position] ?? '')
					? []
					: (valueOfKey(givenKey(lookup, record, options)) ?? []),
			),
		),
	];
	const found =
		asked.length === 0
			? ({ ok: true, value: new Map<string, ExistingRecord[]>() } as const)
			: await lookup.find(session, key, asked, options);
	if (!found.ok) return found;
	return {
		ok: true,
		value: normals.map((normal) =>
			normal === undefined ? undefined : (mine.get(normal) ?? only(found.value.get(normal))),
		),
	};
}

/** The record with a key; if there are several, the first one with the IDs of all as `sameKey`. */
function only(records: readonly ExistingRecord[] | undefined): ExistingRecord | undefined {
	const [first, ...others] = records ?? [];
	if (first === undefined || others.length === 0) return first;
	return { ...first, json: { ...first.json, sameKey: [first, ...others].map(({ id }) => id) } };
}
