// eslint-disable-next-line @n8n/community-nodes/no-restricted-imports -- objects of another realm
import { runInNewContext } from 'node:vm';

import fc from 'fast-check';
import { DateTime } from 'luxon';

import { InputError, type Failure } from '../../../nodes/shared/base/errors';
import { planBatches, type PlannedBatch, type PlanOptions } from '../../../nodes/shared/send/plan';
import type { ReadRecord } from '../../../nodes/shared/form/operation';

const indexes = (count: number) => Array.from({ length: count }, (_, index) => index);
const plan = (
	records: ReadRecord[],
	limits: PlanOptions['limits'],
	onFailure: PlanOptions['onFailure'] = () => true,
	more: Partial<PlanOptions> = {},
): PlannedBatch[] => [
	...planBatches({
		items: indexes(records.length),
		read: (index) => records[index] as ReadRecord,
		limits,
		onFailure,
		...more,
	}),
];
const record = (value: unknown, options = {}): ReadRecord => ({
	record: { value: value as string },
	options,
});
function circular(): Record<string, never> {
	const loop: Record<string, unknown> = {};
	loop.itself = loop;
	return loop as Record<string, never>;
}
const bytesOf = (batch: PlannedBatch) => Buffer.byteLength(JSON.stringify(batch.records));

describe('batches', () => {
	it('hold at most the count, in order', () => {
		expect(
			plan(
				indexes(7).map((index) => record(index)),
				{ records: 3 },
			).map(({ items }) => items),
		).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
	});

	it('share their options, and wait for more records with them', () => {
		const options = [{ a: 1 }, { a: 1 }, { a: 2 }, { a: 1 }];
		expect(
			plan(
				options.map((entry) => record('x', entry)),
				{ records: 10 },
			),
		).toMatchObject([
			{ items: [0, 1, 3], options: { a: 1 } },
			{ items: [2], options: { a: 2 } },
		]);
	});

	it('are two for 40 records whose options alternate', () => {
		expect(
			plan(
				indexes(40).map((index) => record(index, { parent: index % 2 })),
				{ records: 100 },
			).map(({ items }) => items.length),
		).toEqual([20, 20]);
	});

	it('wait in parallel in a bounded number, and the oldest is sent first', () => {
		const batches = plan(
			indexes(200).map((index) => record(index, { parent: index })),
			{ records: 100 },
		);
		expect(batches.map(({ items }) => items)).toEqual(indexes(200).map((index) => [index]));
		const reads: number[] = [];
		const first = planBatches({
			items: indexes(200),
			read(index) {
				reads.push(index);
				return record(index, { parent: index });
			},
			limits: { records: 100 },
			onFailure: () => true,
		}).next();
		expect(first.value).toMatchObject({ items: [0] });
		expect(reads.length).toBe(51);
	});

	it('hold no record twice, and keep the order of items about the same record', () => {
		const identity = (entry: ReadRecord['record']) => [String(entry.value)];
		const batches = plan(
			['a', 'b', 'a', 'b', 'c'].map((value) => record(value)),
			{ records: 10 },
			undefined,
			{ identity },
		);
		expect(batches.map(({ items, changes }) => [items, changes])).toEqual([
			[
				[0, 1],
				['a', 'b'],
			],
			[
				[2, 3, 4],
				['a', 'b', 'c'],
			],
		]);
	});

	it('are sent before a batch with other options changes one of their records', () => {
		const identity = (entry: ReadRecord['record']) => [String(entry.value)];
		const batches = plan(
			[record('a', { s: 1 }), record('b', { s: 1 }), record('a', { s: 2 }), record('c', { s: 1 })],
			{ records: 10 },
			undefined,
			{ identity },
		);
		expect(batches.map(({ items }) => items)).toEqual([[0, 1], [2], [3]]);
	});

	it('hold a record twice if the request itself sends it once', () => {
		const batches = plan(
			['a', 'a'].map((value) => record(value)),
			{ records: 10 },
			undefined,
			{ identity: () => ['a'], mergesRepeats: true },
		);
		expect(batches.map(({ items }) => items)).toEqual([[0, 1]]);
	});

	it('keep their order if there is no way to tell which records are the same', () => {
		const batches = plan(
			[1, 1, 2, 1].map((s) => record('x', { s })),
			{ records: 10 },
			undefined,
			{ inTurn: ({ s }) => s === 1 },
		);
		expect(batches.map(({ items }) => items)).toEqual([[0, 1], [2], [3]]);
	});

	it('lose, repeat and reorder nothing, whatever the limits', () => {
		const entry = fc.record({
			value: fc.string({ unit: 'grapheme', maxLength: 30 }),
			option: fc.integer({ min: 0, max: 1 }),
		});
		fc.assert(
			fc.property(
				fc.array(entry, { maxLength: 40 }),
				fc.integer({ min: 1, max: 6 }),
				fc.integer({ min: 500, max: 900 }),
				(entries, records, bytes) => {
					const batches = plan(
						entries.map(({ value, option }) => record(value, { option })),
						{ records, bytes },
					);
					expect(batches.flatMap(({ items }) => items).sort((a, b) => a - b)).toEqual(
						indexes(entries.length),
					);
					for (const option of [0, 1]) {
						const same = batches
							.filter(({ options }) => options.option === option)
							.flatMap(({ items }) => items);
						expect(same).toEqual(
							indexes(entries.length).filter((index) => entries[index]?.option === option),
						);
					}
					for (const batch of batches) {
						expect(batch.records.length).toBeGreaterThan(0);
						expect(batch.records.length).toBeLessThanOrEqual(records);
						expect(bytesOf(batch)).toBeLessThanOrEqual(bytes);
						batch.items.forEach((item, position) => {
							expect(entries[item]?.option).toBe(batch.options.option);
							expect(batch.records[position]?.value).toBe(entries[item]?.value);
						});
					}
				},
			),
		);
	});

	it('count bytes, not characters', () => {
		const batches = plan(
			indexes(6).map(() => record('ä'.repeat(100))),
			{ records: 100, bytes: 500 },
		);
		expect(batches.map(({ items }) => items)).toEqual([
			[0, 1],
			[2, 3],
			[4, 5],
		]);
	});
});

describe('records that cannot be read', () => {
	/** An object with a key for each of its bytes would not fit into memory. */
	const HUGE = Buffer.alloc(2 ** 26);
	const failures: Array<[number, Failure]> = [];
	beforeEach(() => (failures.length = 0));
	const note = (goOn: boolean) => (index: number, failure: Failure) => {
		failures.push([index, failure]);
		return goOn;
	};

	it('that are too large fail alone, before anything is sent', () => {
		const batches = plan(
			[record('a'), record('x'.repeat(200)), record('b')],
			{ records: 10, bytes: 100 },
			note(true),
		);
		expect(batches.map(({ items }) => items)).toEqual([[0, 2]]);
		expect(failures).toMatchObject([
			[
				1,
				{
					message: 'The record has 212 bytes, and one call takes at most 100',
					executed: 'no',
					input: true,
				},
			],
		]);
	});

	const reading = (limits: PlanOptions['limits'], goOn: boolean, thrown: Error) => [
		...planBatches({
			items: indexes(5),
			read(index) {
				if (index === 3) throw thrown;
				return record(index);
			},
			limits,
			onFailure: note(goOn),
		}),
	];

	it('are reported and left out', () => {
		expect(
			reading({ records: 2 }, true, new InputError("'A' is missing", 'a', 'Fill it in.')).map(
				({ items }) => items,
			),
		).toEqual([
			[0, 1],
			[2, 4],
		]);
		expect(failures).toEqual([
			[
				3,
				{
					message: "'A' is missing",
					field: 'a',
					description: 'Fill it in.',
					executed: 'no',
					input: true,
				},
			],
		]);
	});

	it.each<[string, ReadRecord, string]>([
		['an object that holds itself', record(circular()), "'value > itself' contains itself"],
		[
			'half of a character',
			record('\ud83d'),
			"'value' holds half of a character, such as one half of an emoji",
		],
		[
			'half of a character in a name',
			record({ '\udc00': 1 }),
			"'value > \udc00' is a name with half of a character",
		],
		['NaN', record(NaN), "'value' is NaN, which is not a number"],
		[
			'Infinity in a list',
			record([1, -Infinity]),
			"'value > 2' is -Infinity, which is not a number",
		],
		['an invalid date', record({ deep: new Date(NaN) }), "'value > deep' is an invalid date"],
		['an invalid date of n8n', record(DateTime.invalid('no day')), "'value' is an invalid date"],
		[
			'a whole number beyond 2^53',
			record({ nested: [{ key: Number('7615917337495251231') }] }),
			"'value > nested > 1 > key' came as the number 7615917337495251000, which has lost digits",
		],
		['a BigInt', record(1n), "'value' is a BigInt, which JSON does not know"],
		['a function', record(() => 1), "'value' is a function, not a value"],
		[
			'an invalid date of another realm',
			record(runInNewContext('new Date(NaN)')),
			"'value' is an invalid date",
		],
		['a Buffer', record({ photo: HUGE }), "'value > photo' holds binary data"],
		[
			'a typed array of another realm',
			record(runInNewContext('new Uint8Array(9)')),
			"'value' holds binary data",
		],
		['an ArrayBuffer', record(new ArrayBuffer(9)), "'value' holds binary data"],
		['NaN as an object', record(Object(NaN)), "'value' is NaN, which is not a number"],
		[
			'digits that were lost as an object',
			record(runInNewContext('new Number(7615917337495251231)')),
			"'value' came as the number 7615917337495251000, which has lost digits",
		],
		['a Map', record(new Map([['a', 1]])), "'value' is a Map, which JSON cannot hold"],
		[
			'a Set of another realm',
			record([runInNewContext('new Set([1])')]),
			"'value > 1' is a Set, which JSON cannot hold",
		],
		['a TypeError', record(new TypeError('x')), "'value' is an Error, which JSON cannot hold"],
		[
			'undefined in a list',
			record([1, undefined]),
			"'value > 2' is undefined, which JSON writes as null",
		],
		[
			'a gap in a list',
			record(Object.assign([1], { length: 2 })),
			"'value > 2' is undefined, which JSON writes as null",
		],
		['options that hold themselves', record('x', circular()), "'itself' contains itself"],
	])('that cannot be sent as JSON fail alone: %s', (_name, bad, message) => {
		expect(
			plan([record('a'), bad, record('b')], { records: 10 }, note(true)).map(({ items }) => items),
		).toEqual([[0, 2]]);
		expect(failures).toMatchObject([[1, { message, executed: 'no', input: true }]]);
	});

	it.each([
		[
			'identity',
			{
				identity: ({ value }: ReadRecord['record']) =>
					value === 'bad' ? [`${(value as unknown as { no: () => string }).no()}`] : [],
			},
		],
		[
			'limit',
			{
				limits: {
					records: 10,
					recordsWith: ({ bad }: ReadRecord['options']) =>
						bad ? (undefined as unknown as { n: number }).n : 10,
				},
			},
		],
	])('whose %s cannot be told fail alone', (_name, more) => {
		expect(
			plan(
				[record('a'), record('bad', { bad: true }), record('b')],
				{ records: 10 },
				note(true),
				more,
			).map(({ items }) => items),
		).toEqual([[0, 2]]);
		expect(failures).toMatchObject([[1, { executed: 'no', input: true }]]);
	});

	it('accept dates, text in every script, and safe whole numbers', () => {
		const good = {
			day: new Date(0),
			now: DateTime.now(),
			emoji: '👩‍🚀',
			number: 2 ** 53 - 1,
			half: 0.5,
			none: null,
			gone: undefined,
			foreign: runInNewContext('({ list: [1, { a: new Date(0) }], text: new String("x") })'),
			bare: Object.create(null),
		};
		expect(plan([{ record: good as never, options: {} }], { records: 1 }, note(true))).toHaveLength(
			1,
		);
		expect(failures).toEqual([]);
	});

	it('end the plan if the caller says so; only full batches before them were sent', () => {
		expect(
			reading({ records: 2 }, false, new Error('x is not defined')).map(({ items }) => items),
		).toEqual([[0, 1]]);
		expect(
			reading({ records: 1 }, false, new Error('x is not defined')).map(({ items }) => items),
		).toEqual([[0], [1], [2]]);
		expect(failures[0]?.[1]).toMatchObject({
			message: 'A parameter could not be evaluated: x is not defined',
			executed: 'no',
		});
	});
});

it('reads no item before its batch is requested', () => {
	const read = jest.fn((index: number) => record(index));
	const batches = planBatches({
		items: indexes(6),
		read,
		limits: { records: 2 },
		onFailure: () => true,
	});
	expect(read).toHaveBeenCalledTimes(0);
	batches.next();
	expect(read).toHaveBeenCalledTimes(2);
	batches.next();
	expect(read).toHaveBeenCalledTimes(4);
});
