import fc from 'fast-check';

import { InputError } from '../../../nodes/shared/base/errors';
import {
	customFields,
	json,
	list,
	number,
	text,
	choice,
	type Field,
	type ReadContext,
} from '../../../nodes/shared/form/fields';
import { exactNumber, plainDecimal } from '../../../nodes/shared/form/fields/digits';
import { show } from '../../../nodes/shared/base/values';

const FORM: ReadContext = { from: 'form', timezone: 'Europe/Berlin', prefix: '', options: {} };
const LOST = Number('7615917337495251231');
const read = (field: Field, value: unknown) => field.read(value, FORM);
const message = (work: () => unknown): string => {
	try {
		work();
	} catch (error) {
		expect(error).toBeInstanceOf(InputError);
		return (error as InputError).message;
	}
	throw new Error('nothing was refused');
};

describe('A number from text', () => {
	it.each<[string, number]>([
		['1', 1],
		['+1', 1],
		['007', 7],
		['1.50', 1.5],
		['.5', 0.5],
		['5.', 5],
		['1e3', 1000],
		['1.5E-3', 0.0015],
		['0.1', 0.1],
		['1234567890.12', 1234567890.12],
		['9007199254740991', 9007199254740991],
		['100000000000000000000e-20', 1],
		['0.30000000000000004', 0.1 + 0.2],
	])('%s is read', (written, value) => {
		expect(exactNumber(written)).toBe(value);
	});

	it.each([
		'9007199254740993',
		'9007199254740992',
		'1234567890123456.78',
		'0.1234567890123456789',
		'1e400',
		'-9007199254740993',
		'1e-400',
	])('%s would lose digits', (written) => {
		expect(exactNumber(written)).toBe('inexact');
		expect(message(() => read(number('a', 'Amount'), written))).toBe(
			`'Amount' is "${written}", which has more digits than a JSON number can hold`,
		);
	});

	it.each([
		'',
		' ',
		'.',
		'e5',
		'1,5',
		'0x10',
		'Infinity',
		'NaN',
		'--1',
		'1 000',
		'٣',
		'1'.repeat(401),
	])('%j is not a number', (written) => {
		expect(exactNumber(written)).toBeUndefined();
	});

	it('is the same number after a round trip, whatever the number', () => {
		fc.assert(
			fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
				const expected =
					Number.isInteger(value) && !Number.isSafeInteger(value)
						? 'inexact'
						: value === 0
							? 0
							: value;
				expect(exactNumber(String(value))).toBe(Object.is(value, -0) ? 0 : expected);
			}),
		);
	});

	it('is exact only if writing it again gives the same digits', () => {
		fc.assert(
			fc.property(
				fc.bigInt({ min: 0n, max: 10n ** 20n }),
				fc.integer({ min: 1, max: 6 }),
				(whole, places) => {
					const written = `${whole}.${'123456'.slice(0, places)}`;
					const value = exactNumber(written);
					expect(value === 'inexact' || String(value) === written).toBe(true);
				},
			),
		);
	});
});

it.each([
	['9007199254740993', '9007199254740993'],
	['+9007199254740993.10', '9007199254740993.1'],
	['9.007199254740993e15', '9007199254740993'],
	['-1e-7', '-0.0000001'],
	['1234567890123456.78', '1234567890123456.78'],
	['0.0', '0'],
	['12e2', '1200'],
	['x', 'x'],
])('%s is %s without an exponent', (written, plain) => {
	expect(plainDecimal(written)).toBe(plain);
});

describe('NaN, Infinity, or a number that has lost digits', () => {
	const custom = (kind: string, value: unknown) =>
		read(
			customFields('c', 'Custom Fields', {
				kinds: ['text', 'number'],
				shape: 'object',
				placeholder: '',
				description: '',
				dateStyle: 'day',
				dateTimeStyle: 'utc',
			}),
			{ values: [{ key: 'own', kind, [kind]: value }] },
		);

	it('is refused by name in texts, choices, lists, custom fields and numbers', () => {
		const readers: Array<[string, (value: unknown) => unknown]> = [
			["'Order'", (value) => read(text('order', 'Order'), value)],
			["'Order'", (value) => read(choice('order', 'Order', ['x'], { open: true }), value)],
			["'Order'", (value) => read(list('order', 'Order'), [1, value])],
			["'Order'", (value) => read(list('order', 'Order'), value)],
			["'Order'", (value) => read(number('order', 'Order'), value)],
			["'own'", (value) => custom('text', value)],
			["'own'", (value) => custom('text', { deep: [value] })],
			["'own'", (value) => custom('number', value)],
		];
		for (const [name, reader] of readers) {
			expect(message(() => reader(LOST))).toBe(
				`${name} came as the number ${LOST}, which has lost digits`,
			);
			for (const value of [NaN, Infinity, -Infinity])
				expect(message(() => reader(value))).toContain(name);
		}
		const circle: unknown[] = [];
		circle.push(circle);
		for (const value of [circle, new Date(NaN)])
			expect(message(() => custom('text', value))).toContain("'own' must be text, but is ");
	});

	it('is refused in JSON text before it is lost', () => {
		const free = json('order', 'Order');
		for (const given of [
			'{"a":7615917337495251231}',
			'{"a":[{"b":1234567890123456.78}]}',
			'{"say":"\\"","a":9007199254740993}',
		])
			expect(message(() => read(free, given))).toContain("'Order' holds the number ");
		for (const given of [
			'{"a":"7615917337495251231"}',
			'{"a":0.1,"b":1e5,"c":-12}',
			'{"a":"x 1234567890123456.78 y"}',
			'{"\\\\":"1234567890123456789"}',
		])
			expect(read(free, given)).toEqual(JSON.parse(given));
	});
});

it('shows any value in one short line', () => {
	const circle: Record<string, unknown> = {};
	circle.self = circle;
	expect(
		[NaN, Infinity, new Date(NaN), circle, [circle], 1n, null, undefined, 'a\nb', { a: 1 }].map(
			show,
		),
	).toEqual([
		'NaN',
		'Infinity',
		'Invalid Date',
		'an object',
		'a list',
		'1',
		'null',
		'undefined',
		'"a b"',
		'{"a":1}',
	]);
	expect(show('x'.repeat(1_000_000))).toHaveLength(60);
});
