import { InputError } from '../../base/errors';
import { show } from '../../base/values';

const AS_TEXT = 'Pass it as text, for example "2034020000000457001".';

/** Refuses an integer beyond the safe range, because it may not be the number that was written. Throws InputError. */
export function checkDigits(value: number, label: string, field: string): void {
	if (Number.isSafeInteger(value)) return;
	if (!Number.isFinite(value)) throw notANumber(value, label, field);
	throw new InputError(
		`${label} came as the number ${value}, which has lost digits`,
		field,
		AS_TEXT,
	);
}

/**
 * A single value as text. NaN, Infinity and numbers that have lost digits are refused.
 * @throws InputError
 */
export function plainText(value: unknown, label: string, field: string): string {
	if (typeof value === 'number' && (!Number.isFinite(value) || Number.isInteger(value)))
		checkDigits(value, label, field);
	return String(value);
}

function notANumber(value: number, label: string, field: string): InputError {
	return new InputError(
		`${label} is ${show(value)}, which is not a number`,
		field,
		'Correct the calculation that produces it, or leave the field out.',
	);
}

/** A decimal: its digits without leading and trailing zeros, times ten to the power of the exponent. */
interface Decimal {
	negative: boolean;
	digits: string;
	exponent: number;
}

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,5}))?$/i;

/** Longest text to read as a number; no vendor stores that many digits. */
const LONGEST = 400;

function decimalOf(text: string): Decimal | undefined {
	const match = text.length > LONGEST ? null : DECIMAL.exec(text);
	if (match === null) return undefined;
	const [, sign, whole = '', fraction = '', power = '0'] = match;
	const all = whole + fraction;
	if (all === '') return undefined;
	let start = 0;
	let end = all.length;
	while (end > 0 && all[end - 1] === '0') end--;
	while (start < end && all[start] === '0') start++;
	if (start === end) return { negative: false, digits: '', exponent: 0 };
	return {
		negative: sign === '-',
		digits: all.slice(start, end),
		exponent: Number(power) - fraction.length + all.length - end,
	};
}

// JavaScript represents every number of at most 15 digits exactly.
const SHORT = /^-?(?=[\d.]{1,16}$)\d{1,15}(\.\d+)?$/;

/**
 * The number in a text.
 * @returns undefined if the text is not a number, and `inexact` if a JavaScript or JSON number would have different digits
 */
export function exactNumber(text: string): number | 'inexact' | undefined {
	if (SHORT.test(text)) return Number(text);
	const written = decimalOf(text);
	if (written === undefined) return undefined;
	const value = Number(text);
	if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
		return 'inexact';
	const held = decimalOf(String(value));
	const same =
		held !== undefined &&
		held.digits === written.digits &&
		(written.digits === '' ||
			(held.exponent === written.exponent && held.negative === written.negative));
	return same ? value : 'inexact';
}

/** A number in text, rewritten without an exponent or a plus sign; any other text is returned unchanged. */
export function plainDecimal(text: string): string {
	const decimal = decimalOf(text.trim());
	if (decimal === undefined || Math.abs(decimal.exponent) > LONGEST) return text;
	const { negative, digits, exponent } = decimal;
	if (digits === '') return '0';
	const padded = exponent >= 0 ? digits + '0'.repeat(exponent) : digits.padStart(1 - exponent, '0');
	const point = padded.length + Math.min(exponent, 0);
	return `${negative ? '-' : ''}${padded.slice(0, point)}${exponent < 0 ? `.${padded.slice(point)}` : ''}`;
}

const LONG_NUMBER = /\d[\d.]{15}/;

/**
 * Refuses a number in JSON text that would lose digits when it is parsed.
 * @param text valid JSON
 * @throws InputError
 */
export function checkJsonDigits(text: string, label: string, field: string): void {
	if (!LONG_NUMBER.test(text)) return;
	for (const written of numbersIn(text)) {
		if (exactNumber(written) !== 'inexact') continue;
		const short = written.slice(0, 40);
		throw new InputError(
			`${label} holds the number ${short}, which would lose digits`,
			field,
			`Write it as text, in quotes: "${short}".`,
		);
	}
}

/** The numbers in JSON text, as they are written. Scanned by hand, because a pattern for quoted strings can be slow. */
function* numbersIn(json: string): Generator<string> {
	for (let at = 0; at < json.length; at++) {
		if (json[at] === '"') at = endOfText(json, at);
		else if (isInNumber(json[at])) {
			const start = at;
			while (isInNumber(json[at + 1])) at++;
			yield json.slice(start, at + 1);
		}
	}
}

function endOfText(json: string, start: number): number {
	let at = start + 1;
	while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
	return at;
}

/** Includes `e`, which also occurs in true and false: `e` alone is not taken for a number. */
function isInNumber(sign: string | undefined): boolean {
	return sign !== undefined && '0123456789+-.eE'.includes(sign);
}
