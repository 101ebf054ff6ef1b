import { Slices } from '../../../nodes/shared/http/slices';

/** Walks through moments of which a reading shows at most so many; gives those that were seen, and how it ended. */
function walk(moments: readonly number[], most: number, sorted: boolean, precision = 1) {
	const slices = new Slices(0, precision, () => 1_000);
	const seen = new Set<number>();
	let end = 'more';
	for (let reading = 0; end === 'more' && reading < 10_000; reading++) {
		const { from, until = Infinity } = slices.slice;
		const all = moments.filter((moment) => moment >= from && moment < until);
		const shown = all.slice(0, most);
		for (const moment of shown) seen.add(moment);
		const next = all.length <= most ? slices.whole() : slices.cut(shown, sorted);
		end = next === 'moment' ? slices.afterMoment() : next;
	}
	return { seen, end };
}

const spread = Array.from({ length: 500 }, (_, index) => (index * 37) % 1_000);

describe('The way through slices of time', () => {
	it.each([
		['in order', [...spread].sort((one, other) => one - other), true],
		[
			'the latest first, although it is said that they are in order',
			[...spread].sort((one, other) => other - one),
			true,
		],
		['in no order', spread, false],
	])('comes past every entry: %s', (_what, moments, sorted) => {
		const { seen, end } = walk(moments, 7, sorted);
		expect(end).toBe('done');
		expect(seen.size).toBe(new Set(moments).size);
	});

	it('goes on after a single moment that has more entries than can be had', () => {
		const crowded = [...Array<number>(50).fill(300), 10, 500, 700];
		const { seen, end } = walk(crowded, 5, false);
		expect(end).toBe('done');
		expect([...seen].sort((one, other) => one - other)).toEqual([10, 300, 500, 700]);
	});

	it('is stuck where the entries do not depend on the slice', () => {
		const slices = new Slices(0, 1, () => Number.MAX_SAFE_INTEGER);
		let end = 'more';
		for (let reading = 0; end === 'more' && reading < 1_000; reading++)
			end = slices.cut([-5, -4], true);
		expect(['stuck', 'moment']).toContain(end);
	});
});
