import { Slices } from '../../../nodes/shared/http/slices';

/** Walks through moments of which a read returns only a limited number; returns those that were seen, and how the walk ended. */
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
			'latest first, although the list claims to be in order',
			[...spread].sort((one, other) => other - one),
			true,
		],
		['in no order', spread, false],
	])('comes past every entry: %s', (_what, moments, sorted) => {
		const { seen, end } = walk(moments, 7, sorted);
		expect(end).toBe('done');
		expect(seen.size).toBe(new Set(moments).size);
	});

	it('continues after a single moment with more entries than the list returns', () => {
		const crowded = [...Array<number>(50).fill(300), 10, 500, 700];
		const { seen, end } = walk(crowded, 5, false);
		expect(end).toBe('done');
		expect([...seen].sort((one, other) => one - other)).toEqual([10, 300, 500, 700]);
	});

	it('is stuck if the entries do not depend on the slice', () => {
		const slices = new Slices(0, 1, () => Number.MAX_SAFE_INTEGER);
		let end = 'more';
		for (let reading = 0; end === 'more' && reading < 1_000; reading++)
			end = slices.cut([-5, -4], true);
		expect(['stuck', 'moment']).toContain(end);
	});
});
