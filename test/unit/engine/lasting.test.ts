import { lastingMemory } from '../../../nodes/shared/base/lasting';

describe('a memory that outlives runs', () => {
	let time = 0;
	const memory = () => lastingMemory<number>(1_000, 2, () => time);
	beforeEach(() => {
		time = 0;
	});

	it('keeps a value for its lifetime', () => {
		const kept = memory();
		kept.set('a', 1);
		time = 999;
		expect(kept.get('a')).toBe(1);
		time = 1_000;
		expect(kept.get('a')).toBeUndefined();
	});

	it('drops the oldest value if there are too many', () => {
		const kept = memory();
		kept.set('a', 1);
		kept.set('b', 2);
		kept.set('a', 3);
		kept.set('c', 4);
		expect(['a', 'b', 'c'].map((key) => kept.get(key))).toEqual([3, undefined, 4]);
	});
});
