import type { PagedFeed, Source, Timing } from '../../../nodes/shared/trigger/feed';
import { PagedScan } from '../../../nodes/shared/trigger/pagedScan';
import { storedOdd, type OddRecord } from '../../../nodes/shared/trigger/odd';
import { newestItem, step } from '../../../nodes/shared/trigger/step';
import {
	firstState,
	nextState,
	CLOCK_SLACK,
	LOOKBACK,
	storedState,
	type PollState,
} from '../../../nodes/shared/trigger/state';
import type { Session } from '../../../nodes/shared/http/session';

const NOW = Date.UTC(2026, 2, 1, 12);
const state: PollState = {
	version: 3,
	key: 'key',
	lowWatermark: NOW - 600_000,
	lowWatermarkId: '',
	newest: 0,
	emitted: {},
	odd: {},
};
const SOURCE = { settlingTime: 0 };
const timing: Timing = { now: () => NOW, deadline: Infinity };

interface Row {
	id: string;
	changedAt: number;
}

const idsOf = (scan: PagedScan) => scan.backlog.inOrder().map(({ id }) => id);

/** A list of rows, one per second, newest first; `meanwhile` changes it after a request. */
function list(
	count: number,
	meanwhile: (rows: Row[], request: number) => void = () => undefined,
	change: Partial<PagedFeed> = {},
) {
	const rows = Array.from(
		{ length: count },
		(_, index): Row => ({ id: `r${index}`, changedAt: NOW - 60_000 - index * 1000 }),
	);
	const requests: Array<{ page: number; size: number }> = [];
	const session: Session = {
		async call({ query }) {
			const { page, size } = query as { page: number; size: number };
			const body = {
				rows: rows.slice((page - 1) * size, page * size),
				more: rows.length > page * size,
			};
			requests.push({ page, size });
			meanwhile(rows, requests.length);
			return await Promise.resolve({
				ok: true,
				status: 200,
				headers: { date: new Date(NOW).toUTCString() },
				body,
			});
		},
		run: {},
		baseUrl: 'https://sandbox.example',
		wait: async () => await Promise.resolve(),
		cancelled: () => false,
		retryIn: () => undefined,
		hint: () => undefined,
	};
	const feed: PagedFeed = {
		kind: 'pages',
		call: (page, size) => ({ method: 'GET', path: '/rows', query: { page, size } }),
		rows: (body) => (body as { rows: Row[] }).rows,
		more: (body) => (body as { more: boolean }).more,
		sorted: () => true,
		size: 20,
		numbered: Infinity,
		change: (row) => ({ ...(row as Row), wanted: true, row: {} }),
		id: (row) => (row as Row).id,
		content: (row) => row,
		unreadable: { message: 'unreadable', executed: 'no' },
		...change,
	};
	return { session, feed, requests, rows };
}

it('reads one page once, and several until nothing new appears', async () => {
	const one = list(20);
	expect(await new PagedScan(one.feed, state, SOURCE).go(one.session, timing)).toBe('done');
	expect(one.requests).toEqual([{ page: 1, size: 20 }]);
	const several = list(50);
	const scan = new PagedScan(several.feed, state, SOURCE);
	expect(await scan.go(several.session, timing)).toBe('done');
	expect(scan.backlog.inOrder()).toHaveLength(50);
	// Every page starts above the end of the previous one, and the second sweep ends its pages elsewhere.
	expect(several.requests).toEqual([
		{ page: 1, size: 20 },
		{ page: 2, size: 19 },
		{ page: 3, size: 18 },
		{ page: 1, size: 19 },
		{ page: 2, size: 18 },
		{ page: 3, size: 17 },
	]);
});

it('does not treat a sweep as complete if rows have moved past its page ends', async () => {
	// After the first page of every sweep but the last, enough rows disappear that the next page starts below unseen ones.
	let walks = 0;
	const { session, feed, rows } = list(100, (all, request) => {
		if (request !== 1 && walks > 3) return;
		walks += 1;
		all.splice(0, 12);
	});
	const scan = new PagedScan(feed, state, SOURCE);
	expect(await scan.go(session, timing)).toBe('done');
	for (const { id } of rows) expect(scan.backlog.get(id)).toBeDefined();
});

it('fails with a message if the list never stops changing', async () => {
	let next = 0;
	const { session, feed } = list(
		60,
		(rows) =>
			void rows.splice(
				0,
				30,
				...Array.from({ length: 30 }, (_, index) => ({
					id: `n${next++}`,
					changedAt: NOW - 50_000 + (29 - index) * 1000,
				})),
			),
	);
	expect(await new PagedScan(feed, state, SOURCE).go(session, timing)).toMatchObject({
		message: expect.stringContaining('kept changing'),
	});
});

it('reads to the end if the vendor sorts differently, or the rows are not in order', async () => {
	const recent = { ...state, lowWatermark: NOW - 61_000 };
	const sorted = list(60);
	await new PagedScan(sorted.feed, recent, SOURCE).go(sorted.session, timing);
	expect(sorted.requests).toHaveLength(1);
	for (const unsorted of [list(60, undefined, { sorted: () => false }), list(60)]) {
		unsorted.rows.push(...unsorted.rows.splice(0, 3));
		const scan = new PagedScan(unsorted.feed, recent, SOURCE);
		if (unsorted.feed.sorted(undefined)) unsorted.rows.unshift(...unsorted.rows.splice(40, 1));
		await scan.go(unsorted.session, timing);
		expect(idsOf(scan).sort()).toEqual(['r0', 'r1']);
	}
});

it('keeps the page size once pages are read by token', async () => {
	const { session, feed, requests } = list(100, undefined, { numbered: 40 });
	await new PagedScan(feed, state, SOURCE).go(session, timing);
	expect(requests.slice(0, 6).map(({ size }) => size)).toEqual([20, 19, 19, 19, 19, 19]);
	// As in the service: 10 numbered pages within its 2,000 rows, then the size stays the same.
	const bigin = list(4_000, undefined, { size: 200, numbered: 2_000 });
	await new PagedScan(bigin.feed, { ...state, lowWatermark: 0 }, SOURCE).go(bigin.session, timing);
	expect(bigin.requests.slice(8, 12).map(({ page, size }) => [page, size])).toEqual([
		[9, 192],
		[10, 191],
		[11, 191],
		[12, 191],
	]);
});

it('reads pages by token a second time, even if all seems known', async () => {
	const { session, feed, rows } = list(
		60,
		(all, request) => void (request === 2 && all.splice(0, 1)),
		{ numbered: 20 },
	);
	const emitted = Object.fromEntries(
		rows.filter(({ id }) => id !== 'r40').map(({ id, changedAt }) => [id, changedAt]),
	);
	const scan = new PagedScan(feed, { ...state, emitted }, SOURCE);
	expect(await scan.go(session, timing)).toBe('done');
	expect(idsOf(scan)).toEqual(['r40']);
});

it('refuses a page of twenty rows without a time, and handles fewer individually', async () => {
	const hidden = list(20, undefined, { change: () => undefined });
	expect(await new PagedScan(hidden.feed, state, SOURCE).go(hidden.session, timing)).toMatchObject({
		message: 'unreadable',
	});
	const { session, feed } = list(19, undefined, { change: () => undefined });
	const scan = new PagedScan(feed, state, SOURCE);
	expect(await scan.go(session, timing)).toBe('done');
	expect([scan.odd.size, idsOf(scan)]).toEqual([19, []]);
});

describe('a list that does not end', () => {
	/** The first page again and again. */
	const stuck = (rows: Row[], change: Partial<PagedFeed> = {}) => {
		const made = list(0, undefined, { rows: () => rows, more: () => true, ...change });
		return { ...made, state: { ...state, lowWatermark: 0 } };
	};

	it.each([
		['the same page', [{ id: 'a', changedAt: NOW - 60_000 }]],
		['pages without rows', []],
	])('ends the scan without a deadline: %s', async (_what, rows) => {
		const { session, feed, requests, state: from } = stuck(rows);
		expect(await new PagedScan(feed, from, SOURCE).go(session, timing)).toMatchObject({
			message: expect.stringContaining('does not end'),
			executed: 'no',
		});
		expect(requests.length).toBeLessThan(10);
	});

	it('ends a manual run, too', async () => {
		const { session, feed, requests } = stuck([{ id: 'a', changedAt: NOW - 60_000 }], {
			sorted: () => false,
		});
		const source: Source = {
			feed: () => feed,
			settlingTime: 0,
			chunk: Infinity,
			complete: async (_session, changes) =>
				await Promise.resolve({
					ok: true,
					value: changes.map((change) => ({ change, json: { id: change.id } })),
				}),
		};
		expect(await newestItem(session, source, timing)).toEqual({ ok: true, value: [{ id: 'a' }] });
		expect(requests).toHaveLength(50);
	});
});

describe('a poll that has more to emit than it may remember', () => {
	it('emits what fits, and the others when the first are forgotten', async () => {
		const { session, feed } = list(25);
		const source: Source = {
			feed: () => feed,
			settlingTime: 0,
			chunk: Infinity,
			remembers: 10,
			complete: async (_session, changes) =>
				await Promise.resolve({
					ok: true,
					value: changes.map((change) => ({ change, json: { id: change.id } })),
				}),
		};
		const given: unknown[] = [];
		let now: PollState = state;
		const sizes: number[] = [];
		for (let poll = 0; poll < 30 && given.length < 25; poll++) {
			const at = NOW + poll * 60_000;
			const clocked: Session = {
				...session,
				call: async (call) =>
					({
						...(await session.call(call)),
						headers: { date: new Date(at).toUTCString() },
					}) as never,
			};
			const result = await step(clocked, source, now, { now: () => at, deadline: Infinity });
			if (!result.ok) throw new Error(result.failure.message);
			now = JSON.parse(JSON.stringify(result.value.state)) as PollState;
			sizes.push(Object.keys(now.emitted).length);
			given.push(...result.value.items.map(({ id }) => id));
		}
		expect(given).toEqual(Array.from({ length: 25 }, (_, index) => `r${24 - index}`));
		expect(Math.max(...sizes)).toBeLessThanOrEqual(10);
	});
});

it('remembers a bounded number of records that cannot be read', () => {
	const records = Array.from({ length: 1_500 }, (_, index): [string, OddRecord] => [
		`r${index}`,
		{ polls: 3, from: 0, at: index },
	]);
	expect(Object.keys(storedOdd([...records, ['new', { polls: 1, from: 0, at: 0 }]]))).toHaveLength(
		1_000,
	);
	expect(storedOdd([...records, ['new', { polls: 1, from: 0, at: 0 }]])).toMatchObject({
		new: { polls: 1 },
		r1499: { polls: 3 },
	});
});

describe('state', () => {
	const { feed } = list(0);
	const page = {
		changes: [{ id: 'a', changedAt: NOW - 5_000, wanted: true, row: {} }],
		odd: [],
		body: {},
		more: false,
		sorted: true,
		asked: NOW,
		answered: NOW,
	};

	it("starts at the vendor's clock, otherwise after the latest change, otherwise at the beginning", () => {
		expect(firstState('key', { ...page, clock: NOW }, feed)).toEqual({
			...state,
			lowWatermark: NOW,
		});
		expect(firstState('key', page, feed).lowWatermark).toBe(NOW - 4_000);
		expect(firstState('key', { ...page, changes: [] }, feed).lowWatermark).toBe(0);
	});

	it('forgets what is older than the lookback window, and nothing that is still to come', () => {
		const change = (id: string, changedAt: number) => ({ id, changedAt, wanted: true, row: {} });
		const before: PollState = { ...state, emitted: { old: NOW - 400_000, recent: NOW - 60_000 } };
		const snapshot = {
			highWatermark: NOW,
			first: NOW - 10_000,
			clock: NOW,
			lookback: LOOKBACK,
			clockSlack: CLOCK_SLACK,
		};
		const next = nextState(
			before,
			snapshot,
			NOW - 10_000,
			[change('new', NOW - 10_000)],
			{ changes: [] },
			{},
		);
		expect(next).toEqual({
			...state,
			lowWatermark: NOW - 10_000 - LOOKBACK,
			newest: NOW - 10_000,
			emitted: { recent: NOW - 60_000, new: NOW - 10_000 },
		});
		expect(
			nextState(before, snapshot, NOW, [], { changes: [change('left', NOW - 300_000)] }, {})
				.lowWatermark,
		).toBe(NOW - 300_000);
		expect(
			nextState(
				before,
				{ ...snapshot, first: 0 },
				0,
				[],
				{ changes: [] },
				{ odd: { polls: 1, from: before.lowWatermark, at: 0 } },
			).lowWatermark,
		).toBe(before.lowWatermark);
	});

	it('is not used under other settings', () => {
		expect(storedState(JSON.parse(JSON.stringify(state)), 'key')).toEqual(state);
		// A state of the previous version continues.
		expect(
			storedState({ key: 'key', lowWatermark: NOW, newest: 1, emitted: { a: 2 } }, 'key'),
		).toEqual({
			...state,
			lowWatermark: NOW,
			newest: 1,
			emitted: { a: 2 },
		});
		for (const stored of [null, {}, { ...state, key: 'other' }, { ...state, emitted: 1 }])
			expect(storedState(stored, 'key')).toBeUndefined();
	});
});
