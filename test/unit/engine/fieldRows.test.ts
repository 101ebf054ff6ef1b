import { InputError } from '../../../nodes/shared/base/errors';
import type { IDataObject } from 'n8n-workflow';
import {
	customFields,
	group,
	number,
	readFields,
	rows,
	text,
} from '../../../nodes/shared/form/fields';
import { FORM, JSON_PLACE, read, refusal } from '../../harness/fieldReading';

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

	it('send nothing if the form was not opened, and an empty list if it was emptied', () => {
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

	it('are refused with a suggestion for the name', () => {
		const more = [...fields, text('externalId', 'External ID')];
		const hintOf = (record: IDataObject) =>
			refusal(() => readFields(more, record, JSON_PLACE, 'refuse')).hint;
		expect(hintOf({ externlId: '1' })).toMatch(/^Did you mean 'externalId'\? Known fields: /);
		expect(hintOf({ subject: '1' })).toMatch(/^Known fields: /);
	});

	it('are named if one is probably meant for a missing field', () => {
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

	it('of several values are as exact as single ones', () => {
		expect(form({ key: 'l', kind: 'list', list: new Date(0) })).toEqual({
			l: ['1970-01-01T00:00:00.000Z'],
		});
		for (const list of [2 ** 60, 1e21, { name: 'x' }])
			expect(() => form({ key: 'l', kind: 'list', list })).toThrow(InputError);
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

it('refuses a key that the form gives twice, and names a key that is only spelled differently', () => {
	const custom = customFields('customFields', 'Custom Fields', {
		kinds: ['text'],
		shape: 'spread',
		placeholder: '',
		description: '',
		dateStyle: 'day',
		dateTimeStyle: 'utc',
	});
	const fields = [text('Last_Name', 'Last Name', { required: true }), custom];
	const form = { from: 'form', timezone: 'UTC', prefix: '', options: {} } as const;
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
