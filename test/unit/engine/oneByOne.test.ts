import { oneByOne } from '../../../nodes/shared/base/oneByOne';

it('runs each piece of work after the earlier ones, even after one that failed', async () => {
	const run = oneByOne();
	const log: string[] = [];
	const work = (name: string, fails = false) =>
		run(async () => {
			log.push(`${name} begins`);
			await Promise.resolve();
			log.push(`${name} ends`);
			if (fails) throw new Error(name);
			return name;
		});
	const outcomes = await Promise.allSettled([work('a'), work('b', true), work('c')]);
	expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
	expect(log).toEqual(['a', 'b', 'c'].flatMap((name) => [`${name} begins`, `${name} ends`]));
});
