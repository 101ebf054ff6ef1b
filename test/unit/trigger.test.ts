import type { Feed, Timing } from '../../nodes/shared/trigger/feed';
import { Reading } from '../../nodes/shared/trigger/reading';
import { firstState, nextState, OVERLAP, storedState, type PollState } from '../../nodes/shared/trigger/state';
import type { Session } from '../../nodes/shared/session';

const NOW = Date.UTC(2026, 2, 1, 12);
const state: PollState = { key: 'key', floor: NOW - 600_000, newest: 0, seen: {} };
const timing: Timing = { now: () => NOW, deadline: Infinity };

interface Row {
	id: string;
	stamp: number;
}

/** A list of rows, one a second, the newest first; `meanwhile` changes it after a request. */
function list(count: number, meanwhile: (rows: Row[], request: number) => void = () => undefined, change: Partial<Feed> = {}) {
	const rows = Array.from({ length: count }, (_, index): Row => ({ id: `r${index}`, stamp: NOW - 60_000 - index * 1000 }));
	const requests: Array<{ page: number; size: number }> = [];
	const session: Session = {
		async call({ query }) {
			const { page, size } = query as { page: number; size: number };
			const body = { rows: rows.slice((page - 1) * size, page * size), more: rows.length > page * size };
			requests.push({ page, size });
			meanwhile(rows, requests.length);
			return await Promise.resolve({ ok: true, status: 200, headers: { date: new Date(NOW).toUTCString() }, body });
		},
		baseUrl: 'https://sandbox.example',
		wait: async () => await Promise.resolve(),
		cancelled: () => false,
		retryIn: () => undefined,
		hint: () => undefined,
	};
	const feed: Feed = {
		call: (page, size) => ({ method: 'GET', path: '/rows', query: { page, size } }),
		rows: (body) => (body as { rows: Row[] }).rows,
		more: (body) => (body as { more: boolean }).more,
		sorted: () => true,
		size: 20,
		numbered: Infinity,
		entry: (row) => ({ ...(row as Row), wanted: true, row: {} }),
		unreadable: { message: 'unreadable', executed: 'no' },
		...change,
	};
	return { session, feed, requests, rows };
}

it('reads one page once, and several until nothing new comes', async () => {
	const one = list(20);
	expect(await new Reading(one.feed, state, 0).go(one.session, timing)).toBe('done');
	expect(one.requests).toEqual([{ page: 1, size: 20 }]);
	const several = list(50);
	const reading = new Reading(several.feed, state, 0);
	expect(await reading.go(several.session, timing)).toBe('done');
	expect(reading.found.size).toBe(50);
	// Every page begins above the end of the one before, and the second walk has other page ends.
	expect(several.requests).toEqual([{ page: 1, size: 20 }, { page: 2, size: 19 }, { page: 3, size: 18 }, { page: 1, size: 19 }, { page: 2, size: 18 }, { page: 3, size: 17 }]);
});

it('does not take a walk for whole where rows have moved past its page ends', async () => {
	// After the first page of every walk but the last, so many rows go that the next page begins below unseen ones.
	let walks = 0;
	const { session, feed, rows } = list(100, (all, request) => {
		if (request !== 1 && walks > 3) return;
		walks += 1;
		all.splice(0, 12);
	});
	const reading = new Reading(feed, state, 0);
	expect(await reading.go(session, timing)).toBe('done');
	for (const { id } of rows) expect(reading.found.has(id)).toBe(true);
});

it('says so where the list never comes to rest', async () => {
	let next = 0;
	const { session, feed } = list(60, (rows) => void rows.splice(0, 30, ...Array.from({ length: 30 }, (_, index) => ({ id: `n${next++}`, stamp: NOW - 50_000 + (29 - index) * 1000 }))));
	expect(await new Reading(feed, state, 0).go(session, timing)).toMatchObject({ message: expect.stringContaining('kept changing') });
});

it('reads on to the end where the vendor sorts otherwise, or the rows are not in order', async () => {
	const recent = { ...state, floor: NOW - 61_000 };
	const sorted = list(60);
	await new Reading(sorted.feed, recent, 0).go(sorted.session, timing);
	expect(sorted.requests).toHaveLength(1);
	for (const unsorted of [list(60, undefined, { sorted: () => false }), list(60)]) {
		unsorted.rows.push(...unsorted.rows.splice(0, 3));
		const reading = new Reading(unsorted.feed, recent, 0);
		if (unsorted.feed.sorted(undefined)) unsorted.rows.unshift(...unsorted.rows.splice(40, 1));
		await reading.go(unsorted.session, timing);
		expect([...reading.found.keys()].sort()).toEqual(['r0', 'r1']);
	}
});

it('keeps the page size once pages go by token', async () => {
	const { session, feed, requests } = list(100, undefined, { numbered: 40 });
	await new Reading(feed, state, 0).go(session, timing);
	expect(requests.slice(0, 6).map(({ size }) => size)).toEqual([20, 19, 19, 19, 19, 19]);
	// A page of the service: 10 numbered pages within its 2,000 rows, then the size stays.
	const bigin = list(4_000, undefined, { size: 200, numbered: 2_000 });
	await new Reading(bigin.feed, { ...state, floor: 0 }, 0).go(bigin.session, timing);
	expect(bigin.requests.slice(8, 12).map(({ page, size }) => [page, size])).toEqual([[9, 192], [10, 191], [11, 191], [12, 191]]);
});

it('reads pages by token a second time, even if all seems known', async () => {
	const { session, feed, rows } = list(60, (all, request) => void (request === 2 && all.splice(0, 1)), { numbered: 20 });
	const seen = Object.fromEntries(rows.filter(({ id }) => id !== 'r40').map(({ id, stamp }) => [id, stamp]));
	const reading = new Reading(feed, { ...state, seen }, 0);
	expect(await reading.go(session, timing)).toBe('done');
	expect([...reading.found.keys()]).toEqual(['r40']);
});

it('refuses rows that nobody can tell the time of', async () => {
	const { session, feed } = list(3, undefined, { entry: () => undefined });
	expect(await new Reading(feed, state, 0).go(session, timing)).toMatchObject({ message: 'unreadable' });
});

describe('state', () => {
	const page = { entries: [{ id: 'a', stamp: NOW - 5_000, wanted: true, row: {} }], body: {}, more: false, sorted: true, asked: NOW };

	it('starts at the vendor\'s clock, else after the latest change, else at the beginning', () => {
		expect(firstState('key', { ...page, clock: NOW })).toEqual({ key: 'key', floor: NOW, newest: 0, seen: {} });
		expect(firstState('key', page).floor).toBe(NOW - 4_000);
		expect(firstState('key', { ...page, entries: [] }).floor).toBe(0);
	});

	it('forgets what is older than the overlap, and nothing that is still to come', () => {
		const entry = (id: string, stamp: number) => ({ id, stamp, wanted: true, row: {} });
		const before: PollState = { ...state, seen: { old: NOW - 400_000, recent: NOW - 60_000 } };
		const frame = { horizon: NOW, first: NOW - 10_000, clock: NOW };
		const next = nextState(before, frame, NOW - 10_000, [entry('new', NOW - 10_000)], []);
		expect(next).toEqual({ key: 'key', floor: NOW - 10_000 - OVERLAP, newest: NOW - 10_000, seen: { recent: NOW - 60_000, new: NOW - 10_000 } });
		expect(nextState(before, frame, NOW, [], [entry('left', NOW - 300_000)]).floor).toBe(NOW - 300_000);
		expect(nextState(before, { ...frame, first: 0 }, 0, [], []).floor).toBe(before.floor);
	});

	it('is nobody else\'s', () => {
		expect(storedState(JSON.parse(JSON.stringify(state)), 'key')).toEqual(state);
		for (const stored of [null, {}, { ...state, key: 'other' }, { ...state, seen: 1 }]) expect(storedState(stored, 'key')).toBeUndefined();
	});
});
