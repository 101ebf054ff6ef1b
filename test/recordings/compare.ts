import type { Reading } from './form';

/** How a reply differs from the recorded one in keys, types and the values that count; nothing where it fits. */
export function misfits(recorded: unknown, given: unknown, { optional = [], partial = [], same = [] }: Reading = {}): string[] {
	const isOne = (patterns: string[], at: string[]) => patterns.some((pattern) => matches(pattern, at));
	const walk = (a: unknown, b: unknown, at: string[]): string[] => {
		const where = at.join('.') || 'body';
		if (isOne(same, at) && JSON.stringify(a) !== JSON.stringify(b)) return [`${where} is ${short(b)}, recorded ${short(a)}`];
		// An absent value may be of any type.
		if (a === null || b === null) return [];
		if (kind(a) !== kind(b)) return [`${where} is ${kind(b)}, recorded ${kind(a)}`];
		if (Array.isArray(a) && Array.isArray(b)) return lists(a, b, at);
		return isObject(a) && isObject(b) ? objects(a, b, at) : [];
	};
	const objects = (a: Json, b: Json, at: string[]) =>
		[...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) => {
			const inner = [...at, key];
			if (key in a && key in b) return walk(a[key], b[key], inner);
			if (isOne(optional, inner) || (key in b && isOne(partial, at))) return [];
			return [`${inner.join('.')} is ${key in a ? 'missing' : 'not in the recording'}`];
		});
	/** Elements stand for each other by position; in lists of different lengths, each has to fit one of the others. */
	const lists = (a: unknown[], b: unknown[], at: string[]) => {
		if (a.length === b.length) return a.flatMap((entry, index) => walk(entry, b[index], [...at, String(index)]));
		if (a.length === 0 || b.length === 0) return [];
		const found = b.flatMap((entry) => a.map((one) => walk(one, entry, [...at, '*'])).reduce((best, next) => (next.length < best.length ? next : best)));
		return [...new Set(found)];
	};
	return walk(recorded, given, []);
}

/** How a sent value differs from the recorded one; nothing where it is the same. */
export function differences(recorded: unknown, sent: unknown, at = 'body'): string[] {
	if (Array.isArray(recorded) && Array.isArray(sent) && recorded.length === sent.length) return recorded.flatMap((entry, index) => differences(entry, sent[index], `${at}.${index}`));
	if (isObject(recorded) && isObject(sent)) return [...new Set([...Object.keys(recorded), ...Object.keys(sent)])].flatMap((key) => differences(recorded[key], sent[key], `${at}.${key}`));
	if (recorded === sent || (typeof recorded === 'string' && typeof sent === 'string' && sameText(recorded, sent))) return [];
	return [`${at} is ${short(sent)}, recorded ${short(recorded)}`];
}

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** A new UUID fits its placeholder; pairs such as FREQ=WEEKLY;INTERVAL=1 mean the same in any order. */
function sameText(recorded: string, sent: string): boolean {
	if (recorded === '{{uuid}}') return UUID_V4.test(sent);
	return /^(\w+=[^;]*;)+\w+=[^;]*$/.test(recorded) && recorded.split(';').sort().join(';') === sent.split(';').sort().join(';');
}

type Json = Record<string, unknown>;

function isObject(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kind(value: unknown): string {
	return Array.isArray(value) ? 'a list' : value === undefined ? 'nothing' : `of type ${typeof value}`;
}

function short(value: unknown): string {
	return String(JSON.stringify(value)).slice(0, 200);
}

function matches(pattern: string, at: string[]): boolean {
	if (pattern === '$') return at.length === 0;
	const parts = pattern.split('.');
	return parts.length === at.length && parts.every((part, index) => part === '*' || part === at[index]);
}
