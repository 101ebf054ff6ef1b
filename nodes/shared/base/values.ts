import type { IDataObject } from 'n8n-workflow';

/** True for a JSON object, but not for null or an array. */
export function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for the values of a form field that was left empty. */
export function isEmpty(value: unknown): value is undefined | null | '' {
	return value === undefined || value === null || value === '';
}

/** A copy of the object without these keys. */
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

/** The value at a path of keys, or undefined if the path ends early. */
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

/** The value as text if it is nonempty text or a safe integer, otherwise undefined: an unsafe integer has lost digits. */
export function textOf(value: unknown): string | undefined {
	if (typeof value === 'string') return value === '' ? undefined : value;
	return Number.isSafeInteger(value) ? String(value) : undefined;
}

/** True for a JavaScript Date, including one from another n8n isolate. */
export function isDate(value: unknown): value is Date {
	return value instanceof Date || Object.prototype.toString.call(value) === '[object Date]';
}

/** True for bytes, such as those of a BLOB column. As JSON they would become an object with one key for each byte. */
export function isBinary(value: unknown): boolean {
	return (
		ArrayBuffer.isView(value) ||
		/^\[object (?:Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(value))
	);
}

/** A JavaScript Date or an n8n date ($now) as ISO 8601 text; undefined for anything else, including an invalid date. */
export function momentText(value: unknown): string | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	if (isDate(value)) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
	const { toISO } = value as { toISO?: unknown };
	const text: unknown = typeof toISO === 'function' ? toISO.call(value) : undefined;
	return typeof text === 'string' ? text : undefined;
}

/** A value on one short line, for a message; three dots mark a cut. */
export function show(value: unknown): string {
	const line = picture(value).replace(/\s+/g, ' ');
	return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}

/** Cut before running a pattern: longer text is cut anyway, and a pattern is slow over a megabyte. */
const LONGEST = 200;

function picture(value: unknown): string {
	if (typeof value === 'string')
		return value.length > LONGEST ? `"${value.slice(0, LONGEST)}...` : `"${value}"`;
	if (typeof value !== 'object' || value === null) return String(value);
	if (isBinary(value)) return 'binary data';
	try {
		const text = JSON.stringify(value) as string | undefined;
		// An invalid date serializes as null.
		return text === undefined || text === 'null'
			? String(value)
			: text.length > LONGEST
				? `${text.slice(0, LONGEST)}...`
				: text;
	} catch {
		// The value is circular or holds a BigInt.
		return Array.isArray(value) ? 'a list' : 'an object';
	}
}
