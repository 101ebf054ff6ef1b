import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../base/errors';
import { isBinary, isDate } from '../base/values';

/** Maximum nesting, deeper than any vendor's records. Bounded, because each level takes a stack frame. */
const DEEPEST = 100;

/** Primitive values boxed as objects, which JSON serializes as the primitive. */
const BOXED = ['Number', 'String', 'Boolean', 'BigInt', 'Symbol'];

/** Types that JSON serializes as an empty object. */
const LOST = ['Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'Error', 'Promise', 'RegExp'];

/** What is wrong with a value, and its path, from the innermost key outward. */
interface Defect {
	what: string;
	hint: string;
	path: Array<string | number>;
}

/**
 * Refuses values that JSON cannot carry unchanged: they would be sent as null, as a different number or not at all, and
 * some make a vendor refuse all records of the request.
 * @throws InputError that names the path
 */
export function checkSendable(record: IDataObject): void {
	const defect = defectOf(record, []);
	if (defect === undefined) return;
	const [field] = defect.path.slice(-1);
	const place =
		defect.path.length === 0 ? 'The record' : `'${[...defect.path].reverse().join(' > ')}'`;
	throw new InputError(
		`${place} ${defect.what}`,
		field === undefined ? undefined : String(field),
		defect.hint,
	);
}

function defectOf(value: unknown, ancestors: object[]): Defect | undefined {
	switch (typeof value) {
		case 'string':
			return value.isWellFormed()
				? undefined
				: defect(
						'holds half of a character, such as one half of an emoji',
						'Cut texts between characters, and read files in the encoding they were written in.',
					);
		case 'number':
			return numberDefect(value);
		case 'bigint':
			return defect(
				'is a BigInt, which JSON does not know',
				'Pass it as text, for example "2034020000000457001".',
			);
		case 'function':
		case 'symbol':
			return defect(`is a ${typeof value}, not a value`, 'Map the value itself.');
		case 'object':
			return value === null ? undefined : objectDefect(value, ancestors);
		default:
			return undefined;
	}
}

function numberDefect(value: number): Defect | undefined {
	if (!Number.isFinite(value))
		return defect(
			`is ${String(value)}, which is not a number`,
			'Correct the calculation that produces it, or leave the field out.',
		);
	if (Number.isInteger(value) && !Number.isSafeInteger(value))
		return defect(
			`came as the number ${value}, which has lost digits`,
			'Pass it as text, for example "2034020000000457001".',
		);
	return undefined;
}

function objectDefect(value: object, ancestors: object[]): Defect | undefined {
	if (!isPlain(value)) {
		const special = specialDefect(value);
		if (special !== 'none') return special;
	}
	if (ancestors.includes(value))
		return defect('contains itself', 'Map the values that you need, not the whole object.');
	if (ancestors.length >= DEEPEST)
		return defect(
			`is nested more than ${DEEPEST} levels deep`,
			'Map the values that you need, not the whole object.',
		);
	ancestors.push(value);
	const found = Array.isArray(value)
		? listDefect(value, ancestors)
		: entriesDefect(value, ancestors);
	ancestors.pop();
	return found;
}

function listDefect(list: readonly unknown[], ancestors: object[]): Defect | undefined {
	for (let index = 0; index < list.length; index++) {
		const found =
			list[index] === undefined
				? defect(
						'is undefined, which JSON writes as null',
						'Take the empty entries out of the list, for example with .filter((entry) => entry !== undefined).',
					)
				: defectOf(list[index], ancestors);
		if (found !== undefined) return at(found, index + 1);
	}
	return undefined;
}

function entriesDefect(value: object, ancestors: object[]): Defect | undefined {
	for (const key of Object.keys(value)) {
		const found = key.isWellFormed()
			? defectOf((value as Record<string, unknown>)[key], ancestors)
			: defect('is a name with half of a character', 'Correct the name of the field.');
		if (found !== undefined) return at(found, key);
	}
	return undefined;
}

/** True for a plain object or a list of this realm, as nearly all are. */
function isPlain(value: object): boolean {
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === Array.prototype;
}

/**
 * What is wrong with any other object, judged by its tag, because it may come from another realm.
 * @returns `none` if its entries decide
 */
function specialDefect(value: object): Defect | 'none' | undefined {
	if (isBinary(value))
		return defect(
			'holds binary data',
			'Map text or a number, for example the data as Base64 text, or leave the field out.',
		);
	// JavaScript and n8n dates ($now) serialize as text, but invalid ones as null.
	if (isDate(value)) return dateDefect(!Number.isNaN(value.getTime()));
	if ('isValid' in value && 'toISO' in value) return dateDefect(value.isValid === true);
	const tag = Object.prototype.toString.call(value).slice(8, -1);
	if (BOXED.includes(tag)) {
		const inner: unknown = value.valueOf();
		return typeof inner === 'object' ? 'none' : defectOf(inner, []);
	}
	return LOST.includes(tag)
		? defect(
				`is ${tag === 'Error' ? 'an' : 'a'} ${tag}, which JSON cannot hold`,
				'Map the values that you need, as text, a number, a list or an object.',
			)
		: 'none';
}

function dateDefect(isValid: boolean): Defect | undefined {
	return isValid
		? undefined
		: defect('is an invalid date', 'Correct the date, or leave the field out.');
}

function defect(what: string, hint: string): Defect {
	return { what, hint, path: [] };
}

function at(found: Defect, key: string | number): Defect {
	found.path.push(key);
	return found;
}
