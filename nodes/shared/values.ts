import type { IDataObject } from 'n8n-workflow';

/** True for a plain JSON object, so not for null or an array. */
export function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True where a form field was left empty. */
export function isEmpty(value: unknown): value is undefined | null | '' {
	return value === undefined || value === null || value === '';
}

/** The value at a path of keys, or undefined where the path ends early. */
export function at(value: unknown, ...keys: Array<string | number>): unknown {
	let current = value;
	for (const key of keys) {
		if (Array.isArray(current) && typeof key === 'number') current = current[key];
		else if (typeof current === 'object' && current !== null) current = (current as Record<string, unknown>)[key];
		else return undefined;
	}
	return current;
}

/** The value as text where it is text or a whole number, else undefined; a number that has lost digits is no text either. */
export function textOf(value: unknown): string | undefined {
	if (typeof value === 'string') return value === '' ? undefined : value;
	return Number.isSafeInteger(value) ? String(value) : undefined;
}

/** A date of JavaScript or of n8n ($now) as ISO 8601 text; undefined for anything else. */
export function momentText(value: unknown): string | undefined {
	if (typeof value !== 'object' || value === null || (value instanceof Date && Number.isNaN(value.getTime()))) return undefined;
	const { toISO, toISOString } = value as { toISO?: unknown; toISOString?: unknown };
	const write = typeof toISO === 'function' ? toISO : value instanceof Date ? toISOString : undefined;
	const text: unknown = typeof write === 'function' ? write.call(value) : undefined;
	return typeof text === 'string' ? text : undefined;
}

/** A short, one-line picture of a value for a message. */
export function show(value: unknown): string {
	const text = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? String(value));
	const line = text.replace(/\s+/g, ' ');
	return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}
