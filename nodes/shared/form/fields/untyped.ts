import { InputError } from '../../base/errors';
import { momentText, show } from '../../base/values';
import { plainText } from './digits';
import { readJson } from './json';

/**
 * Reads a single value as text.
 * @throws InputError for an object or a list
 */
export function readText(value: unknown, label: string, name: string): string {
	const moment = momentText(value);
	if (moment !== undefined) return moment;
	if (typeof value !== 'object') return plainText(value, label, name);
	throw new InputError(
		`${label} must be text, but is ${show(value)}`,
		name,
		'Map a single value, not an object or a list.',
	);
}

/** Reads a value whose type the vendor does not document: text that looks like JSON is parsed. Throws InputError. */
export function readUntyped(value: unknown, label: string, name: string): unknown {
	if (typeof value !== 'string') return value;
	const start = value.trimStart()[0];
	return start === '[' || start === '{'
		? readJson(value, label, name, start === '[' ? 'array' : 'object')
		: value;
}
