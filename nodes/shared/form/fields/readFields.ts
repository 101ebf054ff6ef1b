import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../base/errors';
import { nearest, plain } from '../../base/similar';
import { isEmpty, isObject } from '../../base/values';
import { meantBy, namesOf, withoutFrames } from './names';
import { labelOf, type Field, type ReadContext } from './field';

/** Decides what to send for a key that no field knows: a value, or undefined to leave the key out. Throws InputError. */
export type TakeKey = (key: string, value: unknown, context: ReadContext) => unknown;

/**
 * Reads an object of values into a record, field by field.
 * @param unknown what to do with keys that no field knows (JSON records only)
 * @throws InputError for a missing required field, an invalid value, or a key that must not be sent
 */
export function readFields(
	fields: readonly Field[],
	values: IDataObject,
	context: ReadContext,
	unknown: 'send' | 'refuse' | 'drop' | TakeKey,
): IDataObject {
	const known = context.from === 'json' ? withoutFrames(fields) : fields;
	const record: IDataObject = {};
	let hasSpread = false;
	for (const field of known) {
		const value = field.read(values[field.name], context);
		if (value === undefined || isLeftBlank(value, context)) {
			if (field.required) throw missing(field, values, context, known);
			if (!field.spread && isCleared(field, values[field.name], context)) record[field.name] = null;
		} else if (field.spread) {
			hasSpread = true;
			for (const [key, inner] of Object.entries(value as IDataObject))
				put(record, key, inner, field, context);
		} else if (hasSpread) {
			put(record, field.name, value as IDataObject, field, context);
		} else {
			// No check for duplicates: only a frame's keys can collide with another field.
			record[field.name] = value as IDataObject;
		}
	}
	if (context.from === 'json' && unknown !== 'drop')
		copyUnknown(known, values, record, context, unknown);
	return record;
}

/** True if an empty value clears the field. */
function isCleared({ upFront }: Field, value: unknown, { from, clears }: ReadContext): boolean {
	if (clears === undefined || value === undefined) return false;
	if (clears === 'null') return value === null && from === 'json';
	// An up-front picker is always present in the saved parameters, so an empty one does not mean "clear this field".
	return isEmpty(value) || (isObject(value) && 'mode' in value && isEmpty(value.value) && !upFront);
}

/** True for a form list without entries, which does not clear the record's value unless the user asked for that. */
function isLeftBlank(value: unknown, { from, clears }: ReadContext): boolean {
	return from === 'form' && clears === 'null' && Array.isArray(value) && value.length === 0;
}

/**
 * Refuses `__proto__`, which would vanish: assigning to it changes the object's prototype instead.
 * @throws InputError
 */
export function refuseProto(key: string, prefix: string): void {
	if (key === '__proto__')
		throw new InputError(
			`'${prefix}__proto__' cannot be the name of a field`,
			key,
			'Rename or remove this key.',
		);
}

function put(
	record: IDataObject,
	key: string,
	value: IDataObject[string],
	field: Field,
	context: ReadContext,
): void {
	if (Object.prototype.hasOwnProperty.call(record, key)) {
		throw new InputError(
			`'${context.prefix}${key}' is given twice`,
			key,
			`Remove it from '${field.property.displayName}', or from the other place in the form.`,
		);
	}
	refuseProto(key, context.prefix);
	record[key] = value;
}

function missing(
	field: Field,
	values: IDataObject,
	context: ReadContext,
	known: readonly Field[],
): InputError {
	const taken = namesOf(known);
	const others = Object.keys(values).filter((key) => !taken.has(key));
	const similar =
		others.find((key) => plain(field.property.displayName) === plain(key)) ??
		nearest(field.name, others);
	const add =
		context.from === 'json'
			? `Give the item a value for '${field.name}'.`
			: `Fill in '${field.property.displayName}' (${field.name}), or map it from your data.`;
	const hint =
		similar === undefined || context.from === 'form'
			? add
			: `The item has '${similar}', but the name must be written '${field.name}'.`;
	return new InputError(`${labelOf(field, context)} is missing`, field.name, hint);
}

function copyUnknown(
	known: readonly Field[],
	values: IDataObject,
	record: IDataObject,
	context: ReadContext,
	unknown: 'send' | 'refuse' | TakeKey,
): void {
	const taken = namesOf(known);
	for (const key of Object.keys(values)) {
		if (taken.has(key) || values[key] === undefined) continue;
		refuseProto(key, context.prefix);
		const meant = meantBy(known, key);
		if (meant !== undefined && values[meant] === undefined) {
			throw new InputError(
				`'${context.prefix}${key}' must be written '${meant}'`,
				key,
				'Keys must match the API names exactly. Rename it in the item.',
			);
		}
		if (unknown === 'refuse') {
			const similar = nearest(key, taken);
			throw new InputError(
				`'${context.prefix}${key}' is not a field that can be sent`,
				key,
				`${similar === undefined ? '' : `Did you mean '${similar}'? `}Known fields: ${known.map((field) => field.name).join(', ')}. Remove or rename '${key}', or switch on 'Ignore Unknown Fields'.`,
			);
		}
		// As with known fields, an empty value is left out or clears the field. If no fields are known, the record is a row and
		// keeps it.
		const value = typeof unknown === 'function' ? unknown(key, values[key], context) : values[key];
		if (value === undefined) continue;
		if (value !== '' || known.length === 0) record[key] = value as IDataObject;
		else if (context.clears === 'empty') record[key] = null;
	}
}
