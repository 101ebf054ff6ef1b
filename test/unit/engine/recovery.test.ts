import { failed, type Outcome } from '../../../nodes/shared/base/errors';
import type { Operation } from '../../../nodes/shared/form/operation';
import type { Files } from '../../../nodes/shared/formats/files';
import type { Answer, Call } from '../../../nodes/shared/http/call';
import type { Session } from '../../../nodes/shared/http/session';
import { VendorClock } from '../../../nodes/shared/http/vendorClock';
import { disownShared, findingOf, sendAndRecover } from '../../../nodes/shared/send/recovery';

const LOST = { message: 'No reply', executed: 'unknown' as const };
const lost: Answer = { ok: false, failure: LOST };
const good: Answer = { ok: true, status: 200, headers: {}, body: {} };

/** A connection that answers each call, whose requests leave a minute after each other. */
function sessionOf(answers: Answer[]): Session {
	let now = 0;
	const clock = new VendorClock();
	clock.learn(new Date(0).toUTCString(), 0, 0);
	return {
		run: {},
		clock,
		cancelled: () => false,
		wait: async () => await Promise.resolve(),
		async call({ onSend }: Call) {
			now += 60_000;
			onSend?.(now);
			return await Promise.resolve(answers.shift() ?? good);
		},
	} as unknown as Session;
}

/** Creates a record by a request whose reply is lost; then other requests follow. */
async function recovered(others: Call[], created: number): Promise<Outcome | undefined> {
	const operation = {
		async send(session: Session) {
			const answer = await session.call({ method: 'POST', path: '/records' });
			for (const call of others) await session.call(call);
			return [answer.ok ? { ok: true, json: {} } : failed(answer.failure)];
		},
		recover: async (_session: Session, _batch: unknown, departure: never) =>
			await Promise.resolve([
				findingOf(
					{ id: '7', same: true, created, precision: 1 },
					departure,
					'The record',
					(id): Outcome => ({ ok: true, id, json: { id } }),
				),
			]),
	} as unknown as Operation;
	const batch = { records: [{}], items: [0], options: {}, changes: [] };
	const [outcome] = await sendAndRecover(operation, sessionOf([lost]), batch, {} as Files);
	return outcome;
}

describe('A record whose reply was lost', () => {
	const afterFirst = 90_000;

	it.each<[string, Call[]]>([
		['nothing', []],
		['a write of another item', [{ method: 'PATCH', path: '/records/1' }]],
		['a search by POST', [{ method: 'POST', path: '/search', reads: true }]],
	])('is found by the time of its own request, where %s follows', async (_what, others) => {
		expect(await recovered(others, afterFirst)).toMatchObject({ ok: true, id: '7' });
	});

	it('is not taken for one that was there before', async () => {
		expect(await recovered([], 10_000)).toMatchObject({
			ok: false,
			failure: { id: '7', description: expect.stringContaining('before this request') },
		});
	});
});

describe('A record that was found again', () => {
	const found: Outcome = { ok: true, id: '7', json: { id: '7' }, lost: LOST };

	it("is no longer this item's where another item has created it", () => {
		const outcomes: Outcome[] = [found, { ok: true, id: '7', json: {} }];
		disownShared(outcomes);
		expect(outcomes[0]).toEqual({ ok: false, failure: LOST });
	});

	it("stays this item's where another item has come upon it later", () => {
		const outcomes: Outcome[] = [found, { ok: true, id: '7', json: {}, wasThere: true }];
		disownShared(outcomes);
		expect(outcomes[0]).toEqual(found);
	});
});
