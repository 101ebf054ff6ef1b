import { InputError } from '../../../nodes/shared/base/errors';
import {
	boolean,
	choice,
	dateField,
	formatDate,
	id,
	idList,
	json,
	list,
	lookup,
	number,
	text,
	type DateStyle,
	type Field,
} from '../../../nodes/shared/form/fields';
import { read, refusal } from '../../harness/fieldReading';

describe('scalars', () => {
	const every: Field[] = [
		text('a', 'A'),
		id('a', 'A'),
		lookup('a', 'A'),
		number('a', 'A'),
		boolean('a', 'A'),
		choice('a', 'A', ['x']),
		dateField('a', 'A', 'utc'),
		json('a', 'A'),
	];
	it.each([undefined, null, ''])('send nothing for %j', (value) => {
		expect(every.map((field) => read(field, value))).toEqual(every.map(() => undefined));
	});

	it('write moments as text', () => {
		expect(refusal(() => read(text('a', 'A'), new Date(NaN))).message).toBe(
			"'A' must be text, but is Invalid Date",
		);
		expect([
			read(text('a', 'A'), new Date(0)),
			read(text('a', 'A'), { toISO: () => '2026-03-01T10:00:00+01:00' }),
		]).toEqual(['1970-01-01T00:00:00.000Z', '2026-03-01T10:00:00+01:00']);
	});

	it('refuse seconds, which as milliseconds would be days of early 1970', () => {
		for (const value of [1772442900, '1772442900'])
			expect(refusal(() => read(dateField('a', 'Start', 'utc'), value)).message).toContain(
				'looks like seconds since 1970',
			);
		expect(read(dateField('a', 'Start', 'utc'), 1772442900000)).toBe('2026-03-02T09:15:00.000Z');
	});

	it('write numbers and Booleans as text, and refuse anything but a single value', () => {
		expect([
			read(text('a', 'A'), 7),
			read(text('a', 'A'), false),
			read(text('a', 'A'), ' x '),
		]).toEqual(['7', 'false', ' x ']);
		expect(refusal(() => read(text('a', 'Subject'), ['x']))).toMatchObject({
			message: '\'Subject\' must be text, but is ["x"]',
			field: 'a',
		});
		expect(refusal(() => read(text('a', 'A', { max: 3 }), 'abcd')).message).toBe(
			"'A' has 4 characters, and at most 3 are allowed",
		);
		expect(
			refusal(() => read(text('a', 'A', { pattern: /^\d$/, expects: 'a digit' }), 'x')).message,
		).toBe('\'A\' must be a digit, but is "x"');
	});

	it('keep IDs as text', () => {
		expect([read(id('a', 'A'), '2034020000000457001'), read(id('a', 'A'), 12)]).toEqual([
			'2034020000000457001',
			'12',
		]);
		expect(refusal(() => read(id('a', 'A'), Number('2034020000000457001'))).message).toContain(
			'has lost digits',
		);
	});

	it.each([
		'a/b',
		'.',
		'..',
		'../x',
		'a\nb',
		'a b',
		'a?b',
		'a#b',
		'a%2Fb',
		'a\\b',
		'a\u0000b',
		{},
		['1'],
		true,
	])('refuse the id %j', (value) => {
		expect(refusal(() => read(id('a', 'A'), value)).message).toContain("'A' must be an ID");
	});

	it('make a lookup from an ID, and accept a finished one', () => {
		expect(read(lookup('a', 'A'), 5)).toEqual({ id: '5' });
		expect(read(lookup('a', 'A'), { id: '5', name: 'N' })).toEqual({ id: '5', name: 'N' });
		for (const value of [{}, { id: null }, { name: 'N' }])
			expect(refusal(() => read(lookup('a', 'A'), value)).message).toContain("'A' must be an ID");
	});

	it('read numbers from text', () => {
		expect([0, '0', ' 12.5 ', '-3', '1e3'].map((value) => read(number('a', 'A'), value))).toEqual([
			0, 0, 12.5, -3, 1000,
		]);
	});

	it.each(['1,5', '5 EUR', '   ', true, NaN, Infinity, [], {}])('refuse the number %j', (value) => {
		expect(refusal(() => read(number('a', 'A'), value)).message).toContain("'A' must be a number");
	});

	it('keep numbers in their range', () => {
		const age = number('age', 'Age', { min: 0, max: 150, integer: true });
		expect([read(age, 0), read(age, 150)]).toEqual([0, 150]);
		for (const value of [-1, 151, 1.5])
			expect(refusal(() => read(age, value)).message).toBe(
				`'Age' must be a whole number from 0 to 150, but is ${value}`,
			);
	});

	it('read Booleans, and their texts', () => {
		expect([true, false, 'TRUE', ' false '].map((value) => read(boolean('a', 'A'), value))).toEqual(
			[true, false, true, false],
		);
		for (const value of ['yes', 1, 0, {}])
			expect(refusal(() => read(boolean('a', 'A'), value)).message).toContain(
				'must be true or false',
			);
	});

	it('accept listed choices, and others only if the list is open', () => {
		expect(read(choice('a', 'A', ['x', { name: 'Why', value: 'y' }]), 'y')).toBe('y');
		expect(refusal(() => read(choice('a', 'A', ['x', 'y']), 'z')).message).toBe(
			'\'A\' must be one of x, y, but is "z"',
		);
		expect(read(choice('a', 'A', ['x'], { open: true }), 'z')).toBe('z');
		expect(() => read(choice('a', 'A', ['x'], { open: true }), {})).toThrow(InputError);
	});
});

describe('dates', () => {
	const format = (value: unknown, style: DateStyle, zone = 'Europe/Berlin') =>
		formatDate(value, style, { timezone: zone }, "'D'", 'd');

	it.each<[unknown, DateStyle, string | number]>([
		['2026-03-01T10:00:00', 'offset', '2026-03-01T10:00:00+01:00'],
		['2026-07-01T10:00:00', 'offset', '2026-07-01T10:00:00+02:00'],
		['2026-07-01T10:00:00', 'utc', '2026-07-01T08:00:00.000Z'],
		['2026-07-01 10:00:00', 'utc', '2026-07-01T08:00:00.000Z'],
		['2026-07-01', 'utc', '2026-06-30T22:00:00.000Z'],
		['2026-07-01T10:00:00-05:00', 'utc', '2026-07-01T15:00:00.000Z'],
		['2026-07-01T10:00:00-05:00', 'offset', '2026-07-01T10:00:00-05:00'],
		['2026-07-01T10:00:00.123Z', 'utc', '2026-07-01T10:00:00.123Z'],
		['2026-07-01T10:00:00Z', 'millis', 1782900000000],
		[1782900000000, 'utc', '2026-07-01T10:00:00.000Z'],
		['1782900000000', 'utc', '2026-07-01T10:00:00.000Z'],
		[new Date(1782900000000), 'offset', '2026-07-01T12:00:00+02:00'],
		[new Date('2026-06-30T23:30:00Z'), 'day', '2026-07-01'],
		['2026-07-01', 'day', '2026-07-01'],
		['2026-07-01T23:59:00', 'usDay', '07/01/2026'],
		['20260701T100000Z', 'utc', '2026-07-01T10:00:00.000Z'],
		['Wed, 01 Jul 2026 10:00:00 GMT', 'utc', '2026-07-01T10:00:00.000Z'],
		['01 Jul 2026 12:00:00 +0200', 'utc', '2026-07-01T10:00:00.000Z'],
		[
			'Wed Jul 01 2026 12:00:00 GMT+0200 (Central European Summer Time)',
			'utc',
			'2026-07-01T10:00:00.000Z',
		],
		[' 2026-07-01 ', 'day', '2026-07-01'],
		['2028-02-29', 'day', '2028-02-29'],
	])('%j as %s is %j', (value, style, expected) => {
		expect(format(value, style)).toBe(expected);
	});

	it("reads a time without an offset in the workflow's zone", () => {
		expect(format('2026-07-01T10:00:00', 'utc', 'America/New_York')).toBe(
			'2026-07-01T14:00:00.000Z',
		);
	});

	it.each([
		'soon',
		'Case 12',
		'2026-02-30',
		'2026-02-30T10:00:00.000Z',
		'2026-13-01',
		'2026-03-01T25:00:00',
		'2026-03-01T24:00:00.000Z',
		'2026-3-1',
		'0001-01-01',
		'31 Feb 2026 10:00:00 GMT',
		'12:30',
		true,
		{},
		[1],
		NaN,
	])('refuses %j', (value) => {
		for (const style of ['offset', 'utc', 'millis', 'day', 'usDay'] as const) {
			expect(refusal(() => format(value, style))).toMatchObject({
				field: 'd',
				message: expect.stringContaining("'D' must be a date"),
			});
		}
	});
});

describe('lists', () => {
	it('are read from comma-separated text and from lists; an empty one is sent', () => {
		expect([
			read(list('a', 'A'), ' x, ,y '),
			read(list('a', 'A'), ['x', 2]),
			read(list('a', 'A'), 3),
			read(list('a', 'A'), ''),
			read(list('a', 'A'), []),
		]).toEqual([['x', 'y'], ['x', 2], [3], [], []]);
		expect([read(list('a', 'A'), undefined), read(list('a', 'A'), null)]).toEqual([
			undefined,
			undefined,
		]);
		expect(read(list('a', 'A', { required: true }), [])).toBeUndefined();
	});

	it('have a limit, and check their entries', () => {
		expect(refusal(() => read(list('a', 'A', { max: 2 }), 'x,y,z')).message).toBe(
			"'A' has 3 entries, and at most 2 are allowed",
		);
		expect(read(idList('a', 'A'), '1, 2')).toEqual(['1', '2']);
		expect(refusal(() => read(idList('a', 'A'), ['1', 'x/y'])).message).toContain('"x/y"');
	});

	it("do not change the item's list", () => {
		const given = Object.freeze(['1', '2']);
		expect(read(idList('a', 'A'), given)).toEqual(['1', '2']);
	});
});
