import type { IDataObject } from 'n8n-workflow';

/** True for a plain JSON object, so not for null or an array. */
export function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True where a form field was left empty. */
export function isEmpty(value: unknown): value is undefined | null | '' {
	return value === undefined || value === null || value === '';
}

/** An object without some of its keys. */
export function without<Given extends object, Name extends keyof Given>(
	values: Given,
	names: readonly Name[],
): Omit<Given, Name> {
	const left: ReadonlySet<PropertyKey> = new Set(names);
	const entries: Record<string, unknown> = Object.fromEntries(
		Object.entries(values).filter(([key]) => !left.has(key)),
	);
	return entries as Omit<Given, Name>;
}

/** The value at a path of keys, or undefined where the path ends early. */
export function at(value: unknown, ...keys: Array<string | number>): unknown {
	let current = value;
	for (const key of keys) {
		if (Array.isArray(current) && typeof key === 'number') current = current[key];
		else if (typeof current === 'object' && current !== null)
			current = (current as Record<string, unknown>)[key];
		else return undefined;
	}
	return current;
}

/** The value as text where it is text or a whole number, else undefined; a number that has lost digits is no text either. */
export function textOf(value: unknown): string | undefined {
	if (typeof value === 'string') return value === '' ? undefined : value;
	return Number.isSafeInteger(value) ? String(value) : undefined;
}

/** A date of JavaScript, also one that was made in an isolate of n8n's. */
export function isDate(value: unknown): value is Date {
	return value instanceof Date || Object.prototype.toString.call(value) === '[object Date]';
}

/** True for bytes, such as those of a BLOB column: as JSON they would be an object with a key for each. */
export function isBinary(value: unknown): boolean {
	return (
		ArrayBuffer.isView(value) ||
		/^\[object (?:Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(value))
	);
}

/** A date of JavaScript or of n8n ($now) as ISO 8601 text; undefined for anything else, also for an invalid date. */
export function momentText(value: unknown): string | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	if (isDate(value)) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
	const { toISO } = value as { toISO?: unknown };
	const text: unknown = typeof toISO === 'function' ? toISO.call(value) : undefined;
	return typeof text === 'string' ? text : undefined;
}

/** A short, one-line picture of a value for a message; three dots follow where it is cut. */
export function show(value: unknown): string {
	const line = picture(value).replace(/\s+/g, ' ');
	return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}

/** Longer texts are cut anyway, and a pattern over a megabyte takes its time. */
const LONGEST = 200;

function picture(value: unknown): string {
	if (typeof value === 'string')
		return value.length > LONGEST ? `"${value.slice(0, LONGEST)}...` : `"${value}"`;
	if (typeof value !== 'object' || value === null) return String(value);
	if (isBinary(value)) return 'binary data';
	try {
		const text = JSON.stringify(value) as string | undefined;
		// An invalid date writes itself as null.
		return text === undefined || text === 'null'
			? String(value)
			: text.length > LONGEST
				? `${text.slice(0, LONGEST)}...`
				: text;
	} catch {
		// It holds itself, or a BigInt.
		return Array.isArray(value) ? 'a list' : 'an object';
	}
}
