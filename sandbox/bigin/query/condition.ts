import { NUMBERS, TEXTS, TIMES, type Kind } from '../meta/kinds';
import type { Row } from '../state/table';
import { scalars, type Column } from './column';

export type Scalar = string | number | boolean;
export type Test = (row: Row) => boolean;

/** Comparisons that all query languages of Bigin build on; each takes the values of a record and those of the query. */
const COMPARE: Record<string, (have: Scalar[], given: Scalar[]) => boolean> = {
	equal: (have, [value]) => have.some((entry) => entry === value),
	in: (have, given) => have.some((entry) => given.includes(entry)),
	greater_than: (have, [value]) => have.some((entry) => entry > (value as Scalar)),
	greater_equal: (have, [value]) => have.some((entry) => entry >= (value as Scalar)),
	less_than: (have, [value]) => have.some((entry) => entry < (value as Scalar)),
	less_equal: (have, [value]) => have.some((entry) => entry <= (value as Scalar)),
	between: (have, [low, high]) =>
		have.some((entry) => entry >= (low as Scalar) && entry <= (high as Scalar)),
	starts_with: (have, [value]) => have.some((entry) => String(entry).startsWith(String(value))),
	ends_with: (have, [value]) => have.some((entry) => String(entry).endsWith(String(value))),
	contains: (have, [value]) => have.some((entry) => String(entry).includes(String(value))),
	words: (have, [value]) => have.some((entry) => holdsWords(String(entry), String(value))),
	empty: (have) => have.length === 0 || have.every((entry) => entry === ''),
	like: (have, [pattern]) => have.some((entry) => like(String(entry), String(pattern))),
};

const wordsOf = (text: string) => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/** How "equals" finds texts: all words of the value occur, in any order (bigin 4.7). */
export function holdsWords(text: string, value: string): boolean {
	const have = new Set(wordsOf(text));
	const wanted = wordsOf(value);
	return wanted.length === 0 ? text === value : wanted.every((word) => have.has(word));
}

/** A pattern with % for any text. */
function like(text: string, pattern: string): boolean {
	return new RegExp(
		`^${pattern
			.split('%')
			.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
			.join('.*')}$`,
		's',
	).test(text);
}

/** A test of one column. */
export function test(column: Column, how: string, given: Scalar[], negated = false): Test {
	const compare = COMPARE[how];
	if (!compare) throw new Error(`no comparison "${how}"`);
	return (row) => compare(scalars(column.kind, column.read(row)), given) !== negated;
}

/** True for fields of which there is a larger and a smaller; ids are equally long texts. */
export const isOrdered = (kind: Kind): boolean =>
	NUMBERS.has(kind) || TIMES.has(kind) || kind === 'bigint';
/** True for fields whose value is one text. */
export const isText = (kind: Kind): boolean => TEXTS.has(kind);
