import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../../nodes/shared/base/errors';
import {
	boolean,
	choice,
	customFields,
	dateField,
	formatDate,
	group,
	id,
	idList,
	json,
	list,
	lookup,
	number,
	readFields,
	rows,
	text,
	type DateStyle,
	type Field,
	type ReadContext,
} from '../../../nodes/shared/form/fields';

const FORM: ReadContext = { from: 'form', timezone: 'Europe/Berlin', prefix: '', settings: {} };
const JSON_PLACE: ReadContext = { ...FORM, from: 'json' };
const read = (field: Field, value: unknown, place = FORM) => field.read(value, place);
const refusal = (work: () => unknown): InputError => {
	try {
		work();
	} catch (error) {
		expect(error).toBeInstanceOf(InputError);
		return error as InputError;
	}
	throw new Error('nothing was refused');
};

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

	it('refuse seconds, which would be days of early 1970 as milliseconds', () => {
		for (const value of [1772442900, '1772442900'])
			expect(refusal(() => read(dateField('a', 'Start', 'utc'), value)).message).toContain(
				'looks like seconds since 1970',
			);
		expect(read(dateField('a', 'Start', 'utc'), 1772442900000)).toBe('2026-03-02T09:15:00.000Z');
	});

	it('write numbers and booleans as text, and refuse what is no single value', () => {
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

	it('keep ids as text', () => {
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
		expect(refusal(() => read(id('a', 'A'), value)).message).toContain("'A' must be an id");
	});

	it('make a lookup of an id, and take one that is made', () => {
		expect(read(lookup('a', 'A'), 5)).toEqual({ id: '5' });
		expect(read(lookup('a', 'A'), { id: '5', name: 'N' })).toEqual({ id: '5', name: 'N' });
		for (const value of [{}, { id: null }, { name: 'N' }])
			expect(refusal(() => read(lookup('a', 'A'), value)).message).toContain("'A' must be an id");
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

	it('read booleans, and their texts', () => {
		expect([true, false, 'TRUE', ' false '].map((value) => read(boolean('a', 'A'), value))).toEqual(
			[true, false, true, false],
		);
		for (const value of ['yes', 1, 0, {}])
			expect(refusal(() => read(boolean('a', 'A'), value)).message).toContain(
				'must be true or false',
			);
	});

	it('take listed choices, and others only where the list is open', () => {
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

	it('reads a time without an offset in the zone of the workflow', () => {
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
	it('are read from commas and from lists; an empty one is sent', () => {
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

	it('change no list of the item', () => {
		const given = Object.freeze(['1', '2']);
		expect(read(idList('a', 'A'), given)).toEqual(['1', '2']);
	});
});

describe('rows and groups', () => {
	const topics = rows(
		'topics',
		'Topics',
		[text('name', 'Name', { required: true }), number('size', 'Size')],
		{ row: 'Topic', button: 'Add Topic', max: 3 },
	);
	const address = group('address', 'Address', [text('city', 'City', { required: true })]);

	it('are the same from the form, from an expression and from JSON', () => {
		const given = [{ name: 'x', size: '4' }, { name: 'y' }];
		const expected = [{ name: 'x', size: 4 }, { name: 'y' }];
		expect([
			read(topics, { values: given }),
			read(topics, given),
			read(topics, given, JSON_PLACE),
			read(topics, { name: 'x' }, JSON_PLACE),
		]).toEqual([expected, expected, expected, [{ name: 'x' }]]);
		expect([
			read(address, { values: { city: 'Lyon' } }),
			read(address, { city: 'Lyon' }),
			read(address, { city: 'Lyon' }, JSON_PLACE),
		]).toEqual([{ city: 'Lyon' }, { city: 'Lyon' }, { city: 'Lyon' }]);
	});

	it('send nothing where the form was not opened, and an empty list where it was emptied', () => {
		expect([read(address, {}), read(address, undefined), read(topics, undefined)]).toEqual([
			undefined,
			undefined,
			undefined,
		]);
		expect([read(topics, {}), read(topics, { values: [] }), read(topics, [], JSON_PLACE)]).toEqual([
			[],
			[],
			[],
		]);
	});

	it('name row and field in a message', () => {
		expect(refusal(() => read(topics, { values: [{ name: 'x' }, { size: 1 }] }))).toMatchObject({
			message: "'Topic 2 > Name' is missing",
			field: 'name',
		});
		expect(refusal(() => read(topics, ['x'], JSON_PLACE)).message).toBe(
			'\'Topic 1\' must be an object, but is "x"',
		);
		expect(refusal(() => read(topics, [{ name: 'x', nmae: 'y' }], JSON_PLACE)).message).toBe(
			"'Topic 1 > nmae' is not a field that can be sent",
		);
		expect(refusal(() => read(topics, Array(4).fill({ name: 'x' }), JSON_PLACE)).message).toContain(
			'has 4 entries, and at most 3',
		);
		expect(refusal(() => read(address, { values: {} })).message).toBe(
			"'Address > City' is missing",
		);
		expect(refusal(() => read(address, 'Lyon')).message).toContain("'Address' must be an object");
	});

	it('spread a frame in the form, and find its fields without the frame in JSON', () => {
		const fields = [
			text('name', 'Name'),
			group('frame', 'Frame', [text('city', 'City'), text('zip', 'ZIP')], { spread: true }),
		];
		expect(
			readFields(fields, { name: 'N', frame: { values: { city: 'Lyon' } } }, FORM, 'refuse'),
		).toEqual({ name: 'N', city: 'Lyon' });
		expect(readFields(fields, { name: 'N', city: 'Lyon' }, JSON_PLACE, 'refuse')).toEqual({
			name: 'N',
			city: 'Lyon',
		});
	});
});

describe('unknown keys', () => {
	const fields = [text('name', 'Name')];
	it.each<['send' | 'drop', IDataObject]>([
		['send', { name: 'N', other: 1 }],
		['drop', { name: 'N' }],
	])('%s', (unknown, expected) => {
		expect(
			readFields(fields, { name: 'N', other: 1, gone: undefined }, JSON_PLACE, unknown),
		).toEqual(expected);
	});

	it('are refused by name, with the known ones', () => {
		expect(refusal(() => readFields(fields, { nmae: 'N' }, JSON_PLACE, 'refuse'))).toMatchObject({
			message: "'nmae' is not a field that can be sent",
			field: 'nmae',
			hint: expect.stringContaining('Known fields: name'),
		});
	});

	it('are refused with the name that is probably meant', () => {
		const more = [...fields, text('externalId', 'External ID')];
		const hintOf = (record: IDataObject) =>
			refusal(() => readFields(more, record, JSON_PLACE, 'refuse')).hint;
		expect(hintOf({ externlId: '1' })).toMatch(/^Did you mean 'externalId'\? Known fields: /);
		expect(hintOf({ subject: '1' })).toMatch(/^Known fields: /);
	});

	it('may be what a missing field is meant by', () => {
		const needed = [
			text('Last_Name', 'Last Name', { required: true }),
			text('First_Name', 'First Name'),
		];
		const hintOf = (record: IDataObject) =>
			refusal(() => readFields(needed, record, JSON_PLACE, 'send')).hint;
		expect(hintOf({ Lst_Name: 'a' })).toBe(
			"The item has 'Lst_Name', but the name must be written 'Last_Name'.",
		);
		expect(hintOf({ First_Name: 'a' })).not.toContain('The item has');
	});

	it('of the form are never sent', () => {
		expect(readFields(fields, { name: 'N', other: 1 }, FORM, 'send')).toEqual({ name: 'N' });
	});
});

describe('custom fields', () => {
	const make = (shape: 'spread' | 'object' | 'pairs') =>
		customFields('custom', 'Custom Fields', {
			kinds: [
				'text',
				'number',
				'boolean',
				'date',
				'dateTime',
				'list',
				'lookup',
				'location',
				'json',
			],
			shape,
			placeholder: '',
			description: '',
			dateStyle: 'day',
			dateTimeStyle: 'utc',
			max: 9,
		});
	const form = (...values: object[]) => read(make('object'), { values });

	it('are read by their kind', () => {
		expect(
			form(
				{ key: ' t ', kind: 'text', text: 5 },
				{ key: 'n', kind: 'number', number: '2.5' },
				{ key: 'b', kind: 'boolean', boolean: 'true' },
				{ key: 'd', kind: 'date', date: '2026-07-01T00:00:00' },
				{ key: 'dt', kind: 'dateTime', dateTime: '2026-07-01T00:00:00' },
				{ key: 'l', kind: 'list', list: 'x, y' },
				{ key: 'r', kind: 'lookup', lookup: 12 },
				{ key: 'p', kind: 'location', latitude: '45.7', longitude: 4.8 },
				{ key: 'j', kind: 'json', json: '[1]' },
			),
		).toEqual({
			t: '5',
			n: 2.5,
			b: true,
			d: '2026-07-01',
			dt: '2026-06-30T22:00:00.000Z',
			l: ['x', 'y'],
			r: '12',
			p: { latitude: 45.7, longitude: 4.8 },
			j: [1],
		});
	});

	it('take the shape of the vendor', () => {
		const given = { values: [{ key: 'a', kind: 'text', text: 'x' }] };
		expect([
			read(make('object'), given),
			read(make('pairs'), given),
			make('spread').spread,
		]).toEqual([{ a: 'x' }, [{ key: 'a', value: 'x' }], true]);
		expect(read(make('pairs'), { a: 1 }, JSON_PLACE)).toEqual([{ key: 'a', value: 1 }]);
		expect(read(make('object'), [{ key: 'a', value: 1 }], JSON_PLACE)).toEqual({ a: 1 });
	});

	it('leave out empty values, and send nothing for no rows', () => {
		expect([
			form({ key: 'a', kind: 'text', text: '' }, { key: 'b', kind: 'boolean', boolean: false }),
			form(),
			read(make('object'), {}),
		]).toEqual([{ b: false }, undefined, undefined]);
	});

	it('name the row or the key that is wrong', () => {
		for (const key of ['', undefined, '  '])
			expect(
				refusal(() => form({ key: 'a', kind: 'text', text: 'x' }, { key, kind: 'text', text: 'x' }))
					.message,
			).toBe("'Custom Fields 2' has no API name");
		expect(refusal(() => form({ key: 'n', kind: 'number', number: 'many' }))).toMatchObject({
			message: '\'n\' must be a number, but is "many"',
			field: 'n',
		});
		expect(
			refusal(() => form({ key: 'p', kind: 'location', latitude: 91, longitude: 0 })).message,
		).toContain("'p' latitude must be a number from -90 to 90");
		expect(refusal(() => form({ key: 'k', kind: 'other', other: 1 })).message).toContain(
			"'k' has the unknown type",
		);
		expect(
			refusal(() =>
				form(
					...Array.from({ length: 10 }, (_, index) => ({
						key: `k${index}`,
						kind: 'text',
						text: 'x',
					})),
				),
			).message,
		).toContain('has 10 entries, and at most 9');
	});
});

it('refuses a key that the form gives twice, and names a key that is only written otherwise', () => {
	const custom = customFields('customFields', 'Custom Fields', {
		kinds: ['text'],
		shape: 'spread',
		placeholder: '',
		description: '',
		dateStyle: 'day',
		dateTimeStyle: 'utc',
	});
	const fields = [text('Last_Name', 'Last Name', { required: true }), custom];
	const form = { from: 'form', timezone: 'UTC', prefix: '', settings: {} } as const;
	expect(() =>
		readFields(
			fields,
			{ Last_Name: 'a', customFields: { values: [{ key: 'Last_Name', kind: 'text', text: 'b' }] } },
			form,
			'send',
		),
	).toThrow("'Last_Name' is given twice");
	let hint: string | undefined;
	try {
		readFields(fields, { last_name: 'a' }, { ...form, from: 'json' }, 'send');
	} catch (thrown) {
		hint = (thrown as { hint?: string }).hint;
	}
	expect(hint).toBe("The item has 'last_name', but the name must be written 'Last_Name'.");
});
