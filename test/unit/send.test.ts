import type { Outcome } from '../../nodes/shared/errors';
import type { PlannedBatch } from '../../nodes/shared/plan';
import { sendBatches } from '../../nodes/shared/send';

const batch = (item: number): PlannedBatch => ({ records: [{ item }], items: [item], settings: {} });
const good = (item: number): Outcome[] => [{ ok: true, json: { item }, id: String(item) }];
/** Lets everything run that waits for nothing but its turn. */
const turn = async () => {
	for (let step = 0; step < 20; step++) await Promise.resolve();
};

async function sendAll(count: number, parallel: number, send: (item: number) => Promise<Outcome[]>, stopped: (seen: number) => boolean = () => false) {
	const outcomes: Outcome[] = [];
	let seen = 0;
	await sendBatches({
		batches: Array.from({ length: count }, (_, item) => batch(item))[Symbol.iterator]() as Iterator<PlannedBatch, void>,
		parallel,
		send: async ({ items }) => await send(items[0] ?? -1),
		onOutcomes({ items }, results) {
			seen += 1;
			outcomes[items[0] ?? -1] = results[0] as Outcome;
		},
		stopped: () => stopped(seen),
	});
	return outcomes;
}

it('has at most the given number under way, and reaches it', async () => {
	let now = 0;
	let most = 0;
	const outcomes = await sendAll(20, 4, async (item) => {
		most = Math.max(most, ++now);
		await turn();
		now -= 1;
		return good(item);
	});
	expect(most).toBe(4);
	expect(outcomes).toEqual(Array.from({ length: 20 }, (_, item) => good(item)[0]));
});

it('starts nothing new once it is stopped', async () => {
	const started: number[] = [];
	await sendAll(10, 2, async (item) => {
		started.push(item);
		await turn();
		return good(item);
	}, (seen) => seen > 0);
	expect(started.length).toBeLessThanOrEqual(3);
});

it.each([
	['throws', async () => await Promise.reject(new Error('broken'))],
	['gives too few results', async () => await Promise.resolve([])],
	['gives too many results', async () => await Promise.resolve([...good(1), ...good(2)])],
])('leaves it open what was done where a batch %s', async (_name, send) => {
	const outcomes = await sendAll(2, 1, async (item) => (item === 0 ? await send() : good(item)));
	expect(outcomes).toMatchObject([{ ok: false, failure: { executed: 'unknown' } }, { ok: true }]);
});
