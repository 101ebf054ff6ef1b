import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import type { Answer, Session } from '../../../nodes/shared/http/session';
import {
	asItems,
	type ChangeFeed,
	type ChangeRows,
	type CursorFeed,
	type SliceFeed,
	type Source,
} from '../../../nodes/shared/trigger/feed';
import { poll } from '../../../nodes/shared/trigger/poll';
import { stateFrom, type PollState } from '../../../nodes/shared/trigger/state';
import { begin, newestItem, step } from '../../../nodes/shared/trigger/step';

const NOW = Date.UTC(2026, 2, 1, 12);
const MINUTE = 60_000;

interface Row {
	id: string;
	at: number;
	value?: string;
}

/** All clocks. */
let clock = NOW;
beforeEach(() => {
	clock = NOW;
});

/** A vendor that answers each query with these rows. */
function vendor(answer: (query: IDataObject) => { rows: Row[]; more?: boolean }) {
	const queries: IDataObject[] = [];
	const session: Session = {
		async call({ query = {} }): Promise<Answer> {
			queries.push(query);
			return await Promise.resolve({
				ok: true,
				status: 200,
				headers: { date: new Date(clock).toUTCString() },
				body: answer(query),
			});
		},
		run: {},
		baseUrl: 'https://sandbox.example',
		wait: async () => await Promise.resolve(),
		cancelled: () => false,
		retryIn: () => undefined,
		hint: () => undefined,
	};
	return { session, queries };
}

const base: ChangeRows = {
	size: 3,
	rows: (body) => (body as { rows: Row[] }).rows,
	id: (row) => (row as Row).id,
	change: (row) => {
		const { id, at } = row as Row;
		return { id, changedAt: at, wanted: true, row: { ...(row as Row) } };
	},
	unreadable: { message: 'unreadable', executed: 'no' },
};
const call = (query: IDataObject) => ({ method: 'GET' as const, path: '/rows', query });
const cursor: CursorFeed = {
	...base,
	kind: 'cursor',
	after: ({ changedAt, id }) => call({ after: changedAt, id }),
	newest: (size) => call({ newest: size }),
};
const slices: SliceFeed = {
	...base,
	kind: 'slices',
	sorted: true,
	within: ({ from, until }, page) => call({ from, until, page }),
	more: (body) => (body as { more?: boolean }).more === true,
	pages: 4,
	newest: (size) => call({ newest: size }),
};

const sourceOf = (feed: ChangeFeed, more: Partial<Source> = {}): Source => ({
	feed: () => feed,
	settlingTime: 0,
	precision: 1,
	lookback: MINUTE,
	complete: async (_session, changes) => await Promise.resolve(asItems(changes)),
	...more,
});
const timing = { now: () => clock, deadline: Infinity };
const from = (minutes: number) => stateFrom('key', NOW - minutes * MINUTE);

async function polled(session: Session, source: Source, state: PollState) {
	const result = await step(session, source, state, timing);
	if (!result.ok) throw new Error(result.failure.message);
	return { ...result.value, ids: result.value.items.map(({ id }) => id) };
}

describe('a trigger that continues after a cursor', () => {
	const rows = Array.from(
		{ length: 8 },
		(_, index): Row => ({ id: `r${index}`, at: NOW - 5 * MINUTE + Math.floor(index / 4) }),
	);

	const pageAfter = (all: Row[], after: unknown, id: unknown = '') =>
		all
			.filter((row) => row.at > Number(after) || (row.at === after && row.id > String(id)))
			.slice(0, 3);

	it('requests the changes after the last one, and reads each page once', async () => {
		const { session, queries } = vendor(({ after, id }) => ({ rows: pageAfter(rows, after, id) }));
		const { ids } = await polled(session, sourceOf(cursor), from(10));
		expect(ids).toEqual(rows.map(({ id }) => id));
		expect(queries).toEqual([
			{ after: NOW - 10 * MINUTE },
			{ after: NOW - 5 * MINUTE, id: 'r2' },
			{ after: NOW - 5 * MINUTE + 1, id: 'r5' },
		]);
	});

	it('reads equal timestamps by ID if the vendor cannot compare time and ID in one query', async () => {
		const { session, queries } = vendor(({ after, equal, id }) => ({
			rows: rows
				.filter((row) =>
					equal === undefined
						? row.at >= Number(after)
						: row.at === equal && row.id > String(id ?? ''),
				)
				.slice(0, 3),
		}));
		const byId: CursorFeed = {
			...cursor,
			equal: ({ changedAt, id }) => call({ equal: changedAt, id }),
		};
		const { ids } = await polled(session, sourceOf(byId), from(10));
		expect(ids).toEqual(rows.map(({ id }) => id));
		const first = NOW - 5 * MINUTE;
		expect(queries).toEqual([
			{ after: NOW - 10 * MINUTE },
			{ equal: first },
			{ equal: first, id: 'r2' },
			{ after: first + 1 },
			{ equal: first + 1 },
			{ equal: first + 1, id: 'r6' },
			{ after: first + 2 },
		]);
	});

	it('reads no further than it may remember, and continues there with the next poll', async () => {
		const old = Array.from(
			{ length: 60 },
			(_, index): Row => ({ id: `r${index + 10}`, at: NOW - 60 * MINUTE + Math.floor(index / 7) }),
		);
		const { session, queries } = vendor(({ after, id }) => ({ rows: pageAfter(old, after, id) }));
		const source = sourceOf(cursor, { remembers: 6 });
		let state = from(120);
		const given: unknown[] = [];
		for (let polls = 0; polls < 10; polls++) {
			const { ids, state: next } = await polled(session, source, state);
			given.push(...ids);
			state = next;
			expect(Object.keys(state.emitted).length).toBeLessThanOrEqual(6);
		}
		expect(given).toEqual(old.map(({ id }) => id));
		expect(queries.length).toBeLessThan(70);
	});

	it.each([
		['are not sorted by time', [rows[7], rows[0], rows[1]], 'not sorted by the time'],
		['are the same again and again', rows.slice(0, 3), 'does not end'],
	])('ends with a message where its pages %s', async (_what, page, message) => {
		const { session, queries } = vendor(() => ({ rows: page as Row[] }));
		await expect(polled(session, sourceOf(cursor), from(10))).rejects.toThrow(message);
		expect(queries.length).toBeLessThan(4);
	});
});

describe('a trigger that searches slices of time', () => {
	/** A search that returns a limited number of rows of a slice, oldest first or unsorted. */
	const search = (rows: Row[], sorted: boolean) =>
		vendor(({ from: first, until = Infinity, page }) => {
			const found = rows.filter(({ at }) => at >= Number(first) && at < Number(until));
			if (sorted) found.sort((a, b) => a.at - b.at);
			const end = Number(page) * 3;
			return { rows: found.slice(end - 3, end), more: found.length > end };
		});
	const spread = Array.from(
		{ length: 20 },
		(_, index): Row => ({ id: `r${index}`, at: NOW - 50 * MINUTE + ((index * 7) % 20) * MINUTE }),
	);
	const inOrder = [...spread].sort((a, b) => a.at - b.at).map(({ id }) => id);

	it('starts each slice at the last change of the previous one if the vendor sorts', async () => {
		const { session, queries } = search(spread, true);
		const { ids } = await polled(session, sourceOf(slices), from(60));
		expect(ids).toEqual(inOrder);
		expect(queries.every(({ page }) => page === 1)).toBe(true);
		expect(queries.length).toBeLessThan(12);
	});

	it('halves the slice if the vendor does not sort, until one page holds it', async () => {
		const { session, queries } = search(spread, false);
		const { ids } = await polled(session, sourceOf({ ...slices, sorted: false }), from(60));
		expect(ids).toEqual(inOrder);
		expect(queries.every(({ page }) => page === 1)).toBe(true);
		expect(queries.length).toBeLessThan(60);
	});

	it('says that changes of one timestamp are out of reach, and emits all others', async () => {
		const crowd = Array.from(
			{ length: 15 },
			(_, index): Row => ({
				id: `c${index}`,
				at: NOW - 40 * MINUTE,
			}),
		);
		const { session } = search([...spread, ...crowd], true);
		let state = from(60);
		const given: IDataObject[] = [];
		for (let polls = 0; polls < 5; polls++) {
			const result = await polled(session, sourceOf(slices), state);
			given.push(...result.items);
			state = result.state;
			clock += MINUTE;
		}
		const crowded = spread.filter(({ at }) => at === NOW - 40 * MINUTE).length;
		const others = given.filter(({ incomplete }) => incomplete === undefined);
		expect(new Set(others.map(({ id }) => id)).size).toBe(others.length);
		// Four pages of the crowded moment can be read.
		expect(others).toHaveLength(spread.length - crowded + 12);
		expect(given.filter(({ incomplete }) => incomplete !== undefined)).toEqual([
			{
				changedAt: new Date(NOW - 40 * MINUTE).toISOString(),
				incomplete: expect.stringContaining('More than 12 records changed at 2026-03-01T11:20'),
			},
		]);
	});

	it('ends with a message if the search ignores the time', async () => {
		const { session, queries } = vendor(() => ({ rows: spread.slice(0, 3), more: true }));
		await expect(polled(session, sourceOf(slices), from(20))).rejects.toThrow(
			'older than the time',
		);
		expect(queries).toHaveLength(1);
	});

	it('ends if the search promises more and sends nothing', async () => {
		const { session, queries } = vendor(() => ({ rows: [], more: true }));
		expect((await polled(session, sourceOf(slices), from(20))).ids).toEqual([]);
		expect(queries).toHaveLength(1);
	});
});

describe.each([
	['goes on after a cursor', cursor],
	['searches slices of time', slices],
])('a trigger that %s', (_what, feed) => {
	it("starts at the vendor's clock", async () => {
		const { session, queries } = vendor(() => ({ rows: [{ id: 'old', at: NOW - MINUTE }] }));
		const begun = await begin(session, sourceOf(feed), 'key', timing);
		expect(begun).toMatchObject({ value: { state: { lowWatermark: NOW }, items: [] } });
		expect(queries).toEqual([{ newest: 3 }]);
	});

	it('shows the newest change in a manual run', async () => {
		const { session } = vendor(() => ({
			rows: [
				{ id: 'new', at: NOW },
				{ id: 'old', at: NOW - MINUTE },
			],
		}));
		expect(await newestItem(session, sourceOf(feed), timing)).toEqual({
			ok: true,
			value: [{ id: 'new', at: NOW }],
		});
	});
});

describe('a trigger that counts only changes of certain fields', () => {
	const watched = { values: (row: IDataObject) => row.value };
	/** Polls a list with one record, in its state at each poll. */
	async function follow(versions: Row[], more: Partial<Source> = {}) {
		let rows: Row[] = [];
		const { session } = vendor(() => ({ rows }));
		const given: unknown[] = [];
		let state = from(20);
		for (const version of versions) {
			rows = [version];
			const result = await polled(session, sourceOf(cursor, { watched, ...more }), state);
			given.push(...result.items.map(({ at }) => (Number(at) - NOW) / MINUTE));
			state = JSON.parse(JSON.stringify(result.state)) as PollState;
		}
		return { given, state };
	}

	it('emits the first change of a record, then those with a different value', async () => {
		const { given } = await follow([
			{ id: 'a', at: NOW - 9 * MINUTE, value: 'x' },
			{ id: 'a', at: NOW - 8 * MINUTE, value: 'x' },
			{ id: 'a', at: NOW - 7 * MINUTE, value: 'y' },
			{ id: 'a', at: NOW - 6 * MINUTE, value: 'y' },
			{ id: 'a', at: NOW - 5 * MINUTE, value: 'x' },
		]);
		expect(given).toEqual([-9, -7, -5]);
	});

	it('remembers a bounded number of records, and emits a change of a forgotten one', async () => {
		const { given, state } = await follow(
			[
				{ id: 'a', at: NOW - 9 * MINUTE, value: 'x' },
				{ id: 'b', at: NOW - 8 * MINUTE, value: 'x' },
				{ id: 'a', at: NOW - 7 * MINUTE, value: 'x' },
			],
			{ watched: { ...watched, remembers: 1 } },
		);
		expect(given).toEqual([-9, -8, -7]);
		expect(state.values).toHaveLength(1);
	});
});

describe('a trigger that starts at an earlier moment', () => {
	it('emits all changes since then in its first poll, each once', async () => {
		clock = Date.now();
		const { session, queries } = vendor(() => ({ rows: [{ id: 'a', at: clock - 10_000 }] }));
		const data: IDataObject = {};
		const context = {
			getMode: () => 'trigger',
			getNode: () => ({ id: 'node' }),
			getNodeParameter: (_name: string, fallback: unknown) => fallback,
			getWorkflow: () => ({ id: 'begins earlier' }),
			getWorkflowStaticData: () => data,
		} as unknown as IPollFunctions;
		const trigger = {
			...sourceOf(cursor, { startFrom: clock - MINUTE }),
			vendor: { name: 'Vendor', connect: async () => await Promise.resolve(session) },
			key: 'key',
		};
		const first = await poll(context, trigger);
		expect(first?.[0]?.map(({ json }) => json.id)).toEqual(['a']);
		expect(queries).toEqual([{ after: clock - MINUTE }]);
		expect(await poll(context, trigger)).toBeNull();
	});
});
