import { DailyCalls } from '../../../nodes/ShareCrm/limits';

describe('The calls of a day in ShareCRM', () => {
	const before = Date.parse('2026-03-01T23:59:59+08:00');
	const after = Date.parse('2026-03-02T00:00:00+08:00');

	it('are taken up to the limit, and anew after midnight in China', () => {
		const daily = new DailyCalls();
		expect([1, 2, 3].map(() => daily.take(2, before))).toEqual([true, true, false]);
		expect(daily.isIdle(before)).toBe(false);
		expect(daily.isIdle(after)).toBe(true);
		expect([1, 2, 3].map(() => daily.take(2, after))).toEqual([true, true, false]);
	});

	it('are not counted without a limit', () => {
		const daily = new DailyCalls();
		for (let call = 0; call < 5; call++) expect(daily.take(Infinity, before)).toBe(true);
		expect(daily.isIdle(before)).toBe(true);
	});
});
