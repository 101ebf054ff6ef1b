import type { IDataObject } from 'n8n-workflow';
import type { Failure, Outcome } from '../base/errors';
import type { Result } from '../base/result';
import { textOf } from '../base/values';
import type { Field } from '../form/fields';
import type { Batch, SentBatch } from '../form/operation';
import type { Files } from '../formats/files';
import type { Session } from '../http/session';

/** A record that is there. */
export interface ExistingRecord {
	id: string;
	/** The record as far as it is known. */
	json: IDataObject;
}

/** A key by which a service finds the records that are there, many by one request. */
export interface KeyLookup {
	/** Lets the user choose the key; absent where there is one only. */
	matchOn?: Field;
	/** API name of the key under these options; undefined where the user has chosen none. */
	key(options: IDataObject): string | undefined;
	/** What the form calls the key; its API name if absent. */
	label?(options: IDataObject): string;
	/** The value of the key in a record, where it is not in the field of the key's name. */
	valueIn?(record: IDataObject, options: IDataObject): unknown;
	/** The form in which two values of the key are the same for the service: itself if absent. */
	normal?(value: string, options: IDataObject): string;
	/** @returns the records that are there, by the normal form of their key */
	find(
		session: Session,
		key: string,
		values: readonly string[],
		options: IDataObject,
	): Promise<Result<Map<string, ExistingRecord[]>>>;
	/** For a service whose look-up lags behind: finds, by other requests, the records for which new ones were refused. */
	again?: {
		isFor(failure: Failure): boolean;
		find: KeyLookup['find'];
	};
}

/** How a service tells of records that are there already. */
export interface Existing {
	/** Found before anything is sent. */
	lookup?: KeyLookup;
	/**
	 * The id of the record that is there, where the service refuses a new one for it and names it. Only without a look-up:
	 * a refusal may be about another field than the key, and so name another record than the item means.
	 */
	refusedFor?(failure: Failure): string | undefined;
	/** Reads records by their ids, many by one request; for records of which only the id is known. */
	read?(
		session: Session,
		ids: readonly string[],
		options: IDataObject,
	): Promise<Result<Map<string, IDataObject>>>;
	/** Updates the records that are there; each bears its `id`. Offers Update It. */
	update?(session: Session, batch: SentBatch, files: Files): Promise<Outcome[]>;
	/** What limits the promise, such as a search that lags behind, as a clause for the form. */
	caution?: string;
}

/** The value of a key as text; undefined for what is no single value. */
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

/** The normal form of a record's key. */
export function keyValue(
	lookup: KeyLookup | undefined,
	record: IDataObject | undefined,
	options: IDataObject,
): string | undefined {
	if (lookup === undefined || record === undefined) return undefined;
	const value = valueOfKey(givenKey(lookup, record, options));
	return value === undefined ? undefined : (lookup.normal?.(value, options) ?? value);
}

/** The record that is there for each record of a batch, by one request for all of them. */
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

/** The one record with a key; of several the first, with the ids of all. */
function only(records: readonly ExistingRecord[] | undefined): ExistingRecord | undefined {
	const [first, ...others] = records ?? [];
	if (first === undefined || others.length === 0) return first;
	return { ...first, json: { ...first.json, sameKey: [first, ...others].map(({ id }) => id) } };
}
