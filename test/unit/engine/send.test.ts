import { sleep } from 'n8n-workflow';

import type { Outcome } from '../../../nodes/shared/base/errors';
import type { PlannedBatch } from '../../../nodes/shared/send/plan';
import { ANY_RECORD } from '../../../nodes/shared/send/inOrder';
import { sendBatches, type SendOptions } from '../../../nodes/shared/send/send';

const batch = (item: number): PlannedBatch => ({
	records: [{ item }],
	items: [item],
	options: {},
	changes: [],
});
const good = (item: number): Outcome[] => [{ ok: true, json: { item }, id: String(item) }];
/** Runs everything that waits only for its turn. */
const turn = async () => {
	for (let step = 0; step < 20; step++) await Promise.resolve();
};

async function sendAll(
	count: number,
	parallel: number,
	send: (item: number) => Promise<Outcome[]>,
	stopped: (seen: number) => boolean = () => false,
) {
	const outcomes: Outcome[] = [];
	let seen = 0;
	await sendBatches({
		batches: Array.from({ length: count }, (_, item) => batch(item))[Symbol.iterator]() as Iterator<
			PlannedBatch,
			void
		>,
		parallel,
		send: async ({ items }) => await send(items[0] ?? -1),
		retryIn: () => undefined,
		wait: async () => await Promise.resolve(),
		onOutcomes({ items }, results) {
			seen += 1;
			outcomes[items[0] ?? -1] = results[0] as Outcome;
		},
		stopped: () => stopped(seen),
	});
	return outcomes;
}

it('has at most the given number of batches under way, and reaches it', async () => {
	let now = 0;
	let most = 0;
	const outcomes = await sendAll(20, 4, async (item) => {
		most = Math.max(most, ++now);
		// Longer than four workers need to start.
		await sleep(30);
		now -= 1;
		return good(item);
	});
	expect(most).toBe(4);
	expect(outcomes).toEqual(Array.from({ length: 20 }, (_, item) => good(item)[0]));
});

it('starts nothing new once it is stopped', async () => {
	const started: number[] = [];
	await sendAll(
		10,
		2,
		async (item) => {
			started.push(item);
			await turn();
			return good(item);
		},
		(seen) => seen > 0,
	);
	expect(started.length).toBeLessThanOrEqual(3);
});

it.each([
	['throws', async () => await Promise.reject(new Error('broken'))],
	['gives too few results', async () => await Promise.resolve([])],
	['gives too many results', async () => await Promise.resolve([...good(1), ...good(2)])],
])('leaves the outcome unknown if a batch %s', async (_name, send) => {
	const outcomes = await sendAll(2, 1, async (item) => (item === 0 ? await send() : good(item)));
	expect(outcomes).toMatchObject([{ ok: false, failure: { executed: 'unknown' } }, { ok: true }]);
});

const locked: Outcome = {
	ok: false,
	failure: {
		message: 'locked',
		executed: 'no',
		notCarriedOut: true,
		cause: { cause: 'temporarily-unavailable' },
	},
};
const refused: Outcome = { ok: false, failure: { message: 'refused', executed: 'no' } };
const whole: Outcome = {
	ok: false,
	failure: { message: 'not readable', executed: 'no', splittable: true },
};

/** Batches of these items, as the plan yields them. */
function* planOf(
	batches: readonly number[][],
	changes: readonly string[][] = [],
): Generator<PlannedBatch, void> {
	for (const [index, items] of batches.entries()) {
		yield {
			records: items.map((item) => ({ item })),
			items,
			options: {},
			changes: changes[index] ?? [],
		};
	}
}

/** Sends batches of some records; the vendor answers each try of a record with the next entry of its list. */
async function sendRecords(
	batches: number[][],
	words: Record<number, Outcome[]>,
	more: Partial<SendOptions> = {},
) {
	const sent: number[][] = [];
	const waits: number[] = [];
	const outcomes: Outcome[] = [];
	await sendBatches({
		batches: planOf(batches),
		parallel: 2,
		async send({ items }) {
			sent.push(items);
			await turn();
			return items.map((item) => words[item]?.shift() ?? (good(item)[0] as Outcome));
		},
		retryIn: (_failure, tries) => (tries < 3 ? tries * 10 : undefined),
		async wait(millis) {
			waits.push(millis);
			await Promise.resolve();
		},
		onOutcomes({ items }, results) {
			items.forEach((item, position) => {
				expect(outcomes[item]).toBeUndefined();
				outcomes[item] = results[position] as Outcome;
			});
		},
		stopped: () => false,
		...more,
	});
	return { sent, waits, outcomes };
}

it('sends again only the records that were not processed, as often as a whole request', async () => {
	const { sent, waits, outcomes } = await sendRecords([[0, 1, 2, 3]], {
		1: [locked, locked],
		2: [refused],
		3: [locked, locked, locked, locked],
	});
	expect(sent).toEqual([
		[0, 1, 2, 3],
		[1, 3],
		[1, 3],
	]);
	expect(waits).toEqual([10, 20]);
	expect(outcomes).toMatchObject([{ ok: true }, { ok: true }, refused, locked]);
});

it('divides only the part of a batch that was refused as a whole, if an operation sent it in several requests', async () => {
	const { sent, outcomes } = await sendRecords([[0, 1, 2, 3]], {
		1: [whole],
		2: [whole, whole],
		3: [whole],
	});
	expect(sent).toEqual([[0, 1, 2, 3], [1, 2], [3]]);
	expect(outcomes).toMatchObject([{ ok: true }, { ok: true }, { ok: false }, { ok: true }]);
});

it('reports settled outcomes before it waits for the others', async () => {
	const seen: number[] = [];
	await sendRecords(
		[[0, 1]],
		{ 1: [locked] },
		{
			async wait() {
				seen.push(-1);
				await Promise.resolve();
			},
			onOutcomes: ({ items }) => seen.push(...items),
		},
	);
	expect(seen).toEqual([0, -1, 1]);
});

it('sends nothing again after a stop, and reports what is known', async () => {
	let stopped = false;
	const { sent, outcomes } = await sendRecords(
		[[0, 1]],
		{ 1: [locked] },
		{
			async wait() {
				stopped = true;
				await Promise.resolve();
			},
			stopped: () => stopped,
		},
	);
	expect(sent).toEqual([[0, 1]]);
	expect(outcomes).toMatchObject([{ ok: true }, locked]);
});

it('splits a refused batch until the bad record is alone, and never sends a stored one again', async () => {
	const bad = new Set([5]);
	const { sent, outcomes } = await sendRecords(
		[[0, 1, 2, 3, 4, 5, 6, 7]],
		{},
		{
			async send({ items }) {
				await turn();
				return items.map((item) =>
					items.some((one) => bad.has(one)) ? whole : (good(item)[0] as Outcome),
				);
			},
		},
	);
	expect(sent).toEqual([]);
	expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true, true, true, false, true, true]);
	expect(outcomes[5]).toMatchObject({
		failure: { message: 'not readable', executed: 'no', splittable: undefined },
	});
});

it('fails no good record if bad ones are together at the start', async () => {
	const bad = new Set([
		0,
		1,
		2,
		3,
		4,
		5,
		6,
		7,
		...Array.from({ length: 9 }, (_, index) => (index + 1) * 10),
	]);
	const { outcomes } = await sendRecords(
		[Array.from({ length: 100 }, (_, index) => index)],
		{},
		{
			async send({ items }) {
				await turn();
				return items.map((item) =>
					items.some((one) => bad.has(one)) ? whole : (good(item)[0] as Outcome),
				);
			},
		},
	);
	expect(outcomes.flatMap(({ ok }, item) => (ok ? [] : [item]))).toEqual(
		[...bad].sort((a, b) => a - b),
	);
});

it('gives up a batch in which every record is refused before it has tried each', async () => {
	let requests = 0;
	const { outcomes } = await sendRecords(
		[Array.from({ length: 100 }, (_, index) => index)],
		{},
		{
			async send({ items }) {
				requests += 1;
				await turn();
				return items.map(() => whole);
			},
		},
	);
	expect(outcomes.every(({ ok }) => !ok)).toBe(true);
	expect(requests).toBeLessThan(30);
});

it('makes a batch about any record wait for all under way, and all later ones wait for it', async () => {
	const log: string[] = [];
	const replies = new Map<number, () => void>();
	const changes = [['a'], [ANY_RECORD], ['b']];
	const done = sendBatches({
		batches: planOf([[0], [1], [2]], changes),
		parallel: 3,
		async send({ items: [item = -1] }) {
			log.push(`sent ${item}`);
			await new Promise<void>((resolve) => replies.set(item, resolve));
			log.push(`done ${item}`);
			return good(item);
		},
		retryIn: () => undefined,
		wait: async () => await Promise.resolve(),
		onOutcomes: () => undefined,
		stopped: () => false,
	});
	for (const item of [0, 1, 2]) {
		while (!replies.has(item)) await sleep(1);
		await sleep(5);
		replies.get(item)?.();
	}
	await done;
	expect(log).toEqual(['sent 0', 'done 0', 'sent 1', 'done 1', 'sent 2', 'done 2']);
});

it('finishes the batches of other workers if one throws', async () => {
	const seen: number[] = [];
	const broken = sendRecords(
		[[0], [1], [2]],
		{},
		{
			onOutcomes({ items }) {
				if (items[0] === 0) throw new Error('broken');
				seen.push(...items);
			},
		},
	);
	await expect(broken).rejects.toThrow('broken');
	expect(seen).toEqual([1, 2]);
});
