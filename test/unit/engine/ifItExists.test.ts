import type { IDataObject } from 'n8n-workflow';

import { failed, type Outcome } from '../../../nodes/shared/base/errors';
import { text } from '../../../nodes/shared/form/fields';
import type { Operation, SentBatch } from '../../../nodes/shared/form/operation';
import type { Files } from '../../../nodes/shared/formats/files';
import type { Session } from '../../../nodes/shared/http/session';
import type { Departure } from '../../../nodes/shared/http/vendorClock';
import type { Existing, ExistingRecord } from '../../../nodes/shared/operations/existing';
import { withIfItExists } from '../../../nodes/shared/operations/ifItExists';

const files = {} as Files;
const session = (): Session => ({ run: {} }) as Session;

/** A service with two kinds of records that can be found by a key. */
function service(there: Record<string, string> = {}) {
	const created: IDataObject[] = [];
	const updated: IDataObject[] = [];
	const looked: string[][] = [];
	const existing: Existing = {
		lookup: {
			matchOn: text('matchOn', 'Match On'),
			key: ({ matchOn }) => matchOn as string | undefined,
			async find(_session, _key, values) {
				looked.push([...values]);
				const found = values.flatMap((value): Array<[string, ExistingRecord[]]> => {
					const id = there[value];
					return id === undefined ? [] : [[value, [{ id, json: { id, name: 'there' } }]]];
				});
				return await Promise.resolve({ ok: true, value: new Map(found) });
			},
		},
		async update(_session, { records }) {
			updated.push(...records);
			return await Promise.resolve(
				records.map((record): Outcome => ({ ok: true, id: String(record.id), json: record })),
			);
		},
	};
	const create: Operation = {
		name: 'Create',
		value: 'create',
		action: 'Create record',
		description: '',
		fields: [],
		requiredOptions: [text('object', 'Object')],
		limits: { records: 100 },
		returns: {},
		recover: async () =>
			await Promise.resolve([{ proven: { ok: true, id: '9', json: { id: '9' } } }]),
		async send(_session, { records }) {
			created.push(...records);
			return await Promise.resolve(
				records.map((_, index): Outcome => {
					const id = `new ${created.length - records.length + index}`;
					return { ok: true, id, json: { id } };
				}),
			);
		},
	};
	return { operation: withIfItExists(create, existing), created, updated, looked };
}

const batch = (records: IDataObject[], options: IDataObject): SentBatch => ({
	records,
	options,
	items: records.map((_, index) => index),
});
const skip = { ifItExists: 'skip', object: 'A', matchOn: 'code' };
const actions = (outcomes: Outcome[]) =>
	outcomes.map((outcome) => (outcome.ok && 'json' in outcome ? outcome.json.action : 'failed'));

describe('If It Exists', () => {
	it('counts a recovered record as created by this run', async () => {
		const { operation, created } = service();
		const here = session();
		const [finding] =
			(await operation.recover?.(here, batch([{ code: 'a' }], skip), {} as Departure)) ?? [];
		expect(finding).toMatchObject({ proven: { id: '9', json: { id: '9', action: 'created' } } });
		const again = await operation.send(here, batch([{ code: 'a' }], skip), files);
		expect([again, created]).toMatchObject([[{ id: '9', json: { action: 'skipped' } }], []]);
	});

	it('looks up the keys of a batch once, and writes only records that do not exist', async () => {
		const { operation, created, looked } = service({ b: '7' });
		const outcomes = await operation.send(
			session(),
			batch([{ code: 'a' }, { code: 'b' }, { code: 'c' }], skip),
			files,
		);
		expect(actions(outcomes)).toEqual(['created', 'skipped', 'created']);
		expect(looked).toEqual([['a', 'b', 'c']]);
		expect(created).toEqual([{ code: 'a' }, { code: 'c' }]);
	});

	it("counts what this run created, even if the service's search does not show it yet", async () => {
		const { operation, created } = service();
		const run = session();
		await operation.send(run, batch([{ code: 'a' }], skip), files);
		// A view of the same connection, like the one that recovery uses.
		const view = Object.create(run) as Session;
		const again = await operation.send(view, batch([{ code: 'a' }], skip), files);
		expect(actions(again)).toEqual(['skipped']);
		expect(created).toHaveLength(1);
		const later = await operation.send(session(), batch([{ code: 'a' }], skip), files);
		expect(actions(later)).toEqual(['created']);
	});

	it.each([
		['kinds of records', { object: 'B' }],
		['keys', { matchOn: 'number' }],
	])('takes an equal value of other %s for another record', async (_what, other) => {
		const { operation, created } = service();
		const run = session();
		await operation.send(run, batch([{ code: '42', number: '1' }], skip), files);
		const options = { ...skip, ...other };
		const record = { code: '42', number: '42' };
		expect(actions(await operation.send(run, batch([record], options), files))).toEqual([
			'created',
		]);
		expect(created).toHaveLength(2);
		expect(operation.identity?.(record, options)).not.toEqual(operation.identity?.(record, skip));
	});

	it('looks up a number or a Boolean, and refuses a key that is not a single value', async () => {
		const { operation, looked } = service({ '12.5': '7' });
		const outcomes = await operation.send(session(), batch([{ code: 12.5 }], skip), files);
		expect(actions(outcomes)).toEqual(['skipped']);
		expect(looked).toEqual([['12.5']]);
		const context = { from: 'form', timezone: 'UTC', prefix: '', options: {} } as const;
		expect(() => operation.finish?.({ code: ['a'] }, skip, 'UTC', context)).toThrow(
			/^'code' must be text or a number/,
		);
		expect(() => operation.finish?.({}, skip, 'UTC', context)).toThrow(/^'code' is missing/);
		expect(() => operation.finish?.({}, { ...skip, matchOn: undefined }, 'UTC', context)).toThrow(
			/^'Match On' is missing/,
		);
	});

	it('fails all items of a batch whose lookup failed, and writes nothing', async () => {
		const { operation, created } = service();
		const broken = withIfItExists(operation, {
			lookup: {
				key: () => 'code',
				find: async () =>
					await Promise.resolve({
						ok: false,
						failure: { message: 'not now', executed: 'no' },
					} as const),
			},
		});
		const outcomes = await broken.send(
			session(),
			batch([{ code: 'a' }, { code: 'b' }], skip),
			files,
		);
		expect(outcomes).toEqual(Array(2).fill(failed({ message: 'not now', executed: 'no' })));
		expect(created).toEqual([]);
	});
});
