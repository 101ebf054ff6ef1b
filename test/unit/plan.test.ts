import fc from 'fast-check';

import { InputError, type Failure } from '../../nodes/shared/errors';
import { planBatches, type PlannedBatch, type PlanOptions } from '../../nodes/shared/plan';
import type { ReadRecord } from '../../nodes/shared/read';

const indexes = (count: number) => Array.from({ length: count }, (_, index) => index);
const plan = (records: ReadRecord[], limits: PlanOptions['limits'], onFailure: PlanOptions['onFailure'] = () => true): PlannedBatch[] => [
	...planBatches({ items: indexes(records.length), read: (index) => records[index] as ReadRecord, limits, onFailure }),
];
const record = (value: unknown, settings = {}): ReadRecord => ({ record: { value: value as string }, settings });
const bytesOf = (batch: PlannedBatch) => Buffer.byteLength(JSON.stringify(batch.records));

describe('batches', () => {
	it('hold at most the count, in order', () => {
		expect(plan(indexes(7).map((index) => record(index)), { records: 3 }).map(({ items }) => items)).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
	});

	it('share their settings', () => {
		const settings = [{ a: 1 }, { a: 1 }, { a: 2 }, { a: 1 }];
		expect(plan(settings.map((entry) => record('x', entry)), { records: 10 })).toMatchObject([{ items: [0, 1], settings: { a: 1 } }, { items: [2], settings: { a: 2 } }, { items: [3], settings: { a: 1 } }]);
	});

	it('lose, repeat and reorder nothing, whatever the limits', () => {
		const entry = fc.record({ value: fc.string({ unit: 'grapheme', maxLength: 30 }), setting: fc.integer({ min: 0, max: 1 }) });
		fc.assert(
			fc.property(fc.array(entry, { maxLength: 40 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 500, max: 900 }), (entries, records, bytes) => {
				const batches = plan(entries.map(({ value, setting }) => record(value, { setting })), { records, bytes });
				expect(batches.flatMap(({ items }) => items)).toEqual(indexes(entries.length));
				expect(batches.flatMap((batch) => batch.records.map(({ value }) => value))).toEqual(entries.map(({ value }) => value));
				for (const batch of batches) {
					expect(batch.records.length).toBeGreaterThan(0);
					expect(batch.records.length).toBeLessThanOrEqual(records);
					expect(bytesOf(batch)).toBeLessThanOrEqual(bytes);
					for (const item of batch.items) expect(entries[item]?.setting).toBe(batch.settings.setting);
				}
			}),
		);
	});

	it('count bytes, not characters', () => {
		const batches = plan(indexes(6).map(() => record('ä'.repeat(100))), { records: 100, bytes: 500 });
		expect(batches.map(({ items }) => items)).toEqual([[0, 1], [2, 3], [4, 5]]);
	});
});

describe('records that cannot be read', () => {
	const failures: Array<[number, Failure]> = [];
	beforeEach(() => (failures.length = 0));
	const note = (goOn: boolean) => (index: number, failure: Failure) => {
		failures.push([index, failure]);
		return goOn;
	};

	it('that are too large fail alone, before anything is sent', () => {
		const batches = plan([record('a'), record('x'.repeat(200)), record('b')], { records: 10, bytes: 100 }, note(true));
		expect(batches.map(({ items }) => items)).toEqual([[0, 2]]);
		expect(failures).toMatchObject([[1, { message: 'The record has 212 bytes, and one call takes at most 100', executed: 'no', input: true }]]);
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

	it('are told and left out', () => {
		expect(reading({ records: 2 }, true, new InputError("'A' is missing", 'a', 'Fill it in.')).map(({ items }) => items)).toEqual([[0, 1], [2, 4]]);
		expect(failures).toEqual([[3, { message: "'A' is missing", field: 'a', description: 'Fill it in.', executed: 'no', input: true }]]);
	});

	it('end the plan where the caller says so; only full batches before them are out', () => {
		expect(reading({ records: 2 }, false, new Error('x is not defined')).map(({ items }) => items)).toEqual([[0, 1]]);
		expect(reading({ records: 1 }, false, new Error('x is not defined')).map(({ items }) => items)).toEqual([[0], [1], [2]]);
		expect(failures[0]?.[1]).toMatchObject({ message: 'A parameter could not be evaluated: x is not defined', executed: 'no' });
	});
});

it('reads no item before its batch is asked for', () => {
	const read = jest.fn((index: number) => record(index));
	const batches = planBatches({ items: indexes(6), read, limits: { records: 2 }, onFailure: () => true });
	expect(read).toHaveBeenCalledTimes(0);
	batches.next();
	expect(read).toHaveBeenCalledTimes(2);
	batches.next();
	expect(read).toHaveBeenCalledTimes(4);
});
