import type { IDataObject } from 'n8n-workflow';

import { InputError, inputFailure, type Failure } from '../../shared/base/errors';
import type { Result } from '../../shared/base/result';
import { isEmpty, isObject } from '../../shared/base/values';
import type { ReadContext } from '../../shared/form/fields';
import type { Session } from '../../shared/http/session';
import { toShareCrm } from '../fields/values';
import { fieldsOf, type FieldMeta } from '../metadata';
import { millisOf } from './millis';

/** How the values of details are read, which is known only while their item is read. */
const contexts = new WeakMap<object, ReadContext>();

/** Keeps how the values of these details are read, until the types of their fields are known. */
export function keepPlace(details: IDataObject, context: ReadContext): IDataObject {
	contexts.set(details, context);
	return details;
}

type Fields = ReadonlyMap<string, FieldMeta>;

/** Fields of detail objects, asked for once per run, whether ShareCRM tells them or not. */
const known = new WeakMap<object, Map<string, Promise<Fields>>>();

async function fieldsOfDetail(session: Session, object: string): Promise<Fields> {
	const ofRun = known.get(session.run) ?? new Map<string, Promise<Fields>>();
	known.set(session.run, ofRun);
	const asked =
		ofRun.get(object) ??
		fieldsOf(session, object).then((described): Fields => {
			if (described.ok)
				return new Map(described.value.map((field) => [field.apiName, field] as const));
			session.hint(
				`The fields of ${object} could not be read, so the values of its records are sent as they are: ${described.failure.message}`,
			);
			return new Map();
		});
	ofRun.set(object, asked);
	return await asked;
}

/** A record whose details have each value as ShareCRM takes the type of its field (sharecrm 7). */
export async function withTypedDetails(
	session: Session,
	record: IDataObject,
): Promise<Result<IDataObject>> {
	const { details } = record;
	const context = isObject(details) ? contexts.get(details) : undefined;
	if (!isObject(details) || context === undefined) return { ok: true, value: record };
	const typed: IDataObject = {};
	for (const [object, given] of Object.entries(details)) {
		const rows = given as IDataObject[];
		// Rows without a value need no types, so nothing is asked for them.
		const isFilled = rows.some((row) => Object.values(row).some((value) => !isEmpty(value)));
		const fields = isFilled ? await fieldsOfDetail(session, object) : new Map<string, FieldMeta>();
		const list = typedRows(object, rows, fields, context);
		if (!list.ok) return list;
		typed[object] = list.value;
	}
	return { ok: true, value: { ...record, details: typed } };
}

function typedRows(
	object: string,
	rows: readonly IDataObject[],
	fields: Fields,
	context: ReadContext,
): Result<IDataObject[]> {
	try {
		return {
			ok: true,
			value: rows.map((row, index) =>
				typedRow(row, fields, `Detail Records > ${object} ${index + 1}`, context),
			),
		};
	} catch (error) {
		return { ok: false, failure: unreadable(error) };
	}
}

function typedRow(
	row: IDataObject,
	fields: Fields,
	label: string,
	context: ReadContext,
): IDataObject {
	return Object.fromEntries(
		Object.entries(row).map(([key, value]) => {
			const field = fields.get(key);
			if (field === undefined) return [key, millisOf(key, value, context)];
			// What is empty stays so, and what ShareCRM fills in itself is its own.
			return isEmpty(value) || !field.writable
				? [key, value]
				: [key, toShareCrm(value, field, `'${label} > ${field.label}'`, key, context)];
		}),
	) as IDataObject;
}

function unreadable(error: unknown): Failure {
	return error instanceof InputError
		? inputFailure(error)
		: {
				message: `The detail records could not be read: ${error instanceof Error ? error.message : String(error)}`,
				field: 'details',
				executed: 'no',
			};
}
