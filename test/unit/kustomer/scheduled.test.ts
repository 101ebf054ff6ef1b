import { scheduled } from '../../../nodes/Kustomer/resources/message/draft';

describe('A message of Kustomer', () => {
	it('that is sent at once has a time of its own at each try', () => {
		const { bodyAt } = scheduled({ body: 'Hello' });
		const times = [0, 60_000].map((moment) => bodyAt?.(moment).sendAt);
		expect(times).toEqual(['1970-01-01T00:00:10.000Z', '1970-01-01T00:01:10.000Z']);
	});

	it('keeps the time that the user gave', () => {
		const sendAt = '2099-01-01T00:00:00.000Z';
		expect(scheduled({ body: 'Hello', sendAt })).toEqual({
			body: { body: 'Hello', sendAt, scheduled: true },
		});
	});
});
