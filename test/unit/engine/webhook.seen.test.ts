import fc from 'fast-check';
import { sleep, type IDataObject } from 'n8n-workflow';

import { Seen } from '../../../nodes/shared/trigger/webhook/seen';

let places = 0;
/** Events with one name each. */
const named = (ids: readonly string[]) => ids.map((id) => [id]);
const fresh = () => `place ${(places += 1)}`;

it('takes each event once, whether it arrives concurrently, twice in one delivery, or again after a failure', async () => {
	const delivery = fc.record({
		ids: fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 5 }),
		fails: fc.boolean(),
		millis: fc.integer({ min: 0, max: 3 }),
	});
	await fc.assert(
		fc.asyncProperty(fc.array(delivery, { minLength: 1, maxLength: 6 }), async (deliveries) => {
			const place = fresh();
			const taken: string[] = [];
			const deliver = async ({ ids, fails, millis }: (typeof deliveries)[number]) =>
				await new Seen(place, {}).once(named(ids), async (positions) => {
					await sleep(millis);
					if (!fails) taken.push(...positions.map((position) => ids[position] ?? ''));
					return !fails;
				});
			const accepted = await Promise.all(deliveries.map(deliver));
			// Refused events come again, as from a vendor.
			for (const [index, one] of deliveries.entries())
				if (accepted[index] === false) await deliver({ ...one, fails: false });
			const all = new Set(deliveries.flatMap(({ ids }) => ids));
			expect([...taken].sort()).toEqual([...all].sort());
		}),
		{ numRuns: 60 },
	);
});

it('takes an event without an ID every time it arrives', async () => {
	const place = fresh();
	const counts: number[] = [];
	for (let index = 0; index < 2; index++)
		await new Seen(place, {}).once([[], []], async (positions) => {
			counts.push(positions.length);
			return await Promise.resolve(true);
		});
	expect(counts).toEqual([2, 2]);
});

it('takes an event with several names once, whichever of them a repetition has', async () => {
	const place = fresh();
	const taken: number[] = [];
	const deliver = async (...names: string[][]) =>
		await new Seen(place, {}).once(names, async (positions) => {
			taken.push(positions.length);
			await sleep(1);
			return true;
		});
	await Promise.all([deliver(['a', 'digest 1']), deliver(['b', 'digest 1'])]);
	await deliver(['a', 'digest 2'], ['c', 'digest 3'], ['d', 'digest 3']);
	expect(taken).toEqual([1, 0, 1]);
});

it('does not treat an event as seen if taking it threw an exception', async () => {
	const place = fresh();
	const seen = () => new Seen(place, {});
	await expect(
		seen().once([['a']], async () => await Promise.reject(new Error('broken'))),
	).rejects.toThrow('broken');
	const take = jest.fn(async () => await Promise.resolve(true));
	await seen().once([['a']], take);
	expect(take).toHaveBeenCalledWith([0]);
});

it('stores the latest thousand IDs, and reads them in another process', async () => {
	const stored: IDataObject = {};
	const place = fresh();
	for (let index = 0; index < 1_200; index++)
		await new Seen(place, stored).once([[`id ${index}`]], async () => await Promise.resolve(true));
	expect(stored.seen).toHaveLength(1_000);
	// A place that this process does not know stands for another process.
	const take = jest.fn(async () => await Promise.resolve(true));
	const ids = ['id 199', 'id 200', 'id 1199'];
	await new Seen(fresh(), stored).once(named(ids), take);
	expect(take).toHaveBeenCalledWith([0]);
});

it('writes nothing if nothing was new', async () => {
	const place = fresh();
	await new Seen(place, {}).once([['a']], async () => await Promise.resolve(true));
	const stored: IDataObject = {};
	await new Seen(place, stored).once([['a']], async () => await Promise.resolve(true));
	expect(stored).toEqual({});
});
