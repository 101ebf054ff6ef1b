import { remember } from '../../../nodes/shared/http/remember';
import type { Result } from '../../../nodes/shared/base/result';
import type { Session } from '../../../nodes/shared/http/session';

const session = (account?: string) => ({ account, run: {} }) as Session;
let accounts = 0;
const newAccount = () => `account ${(accounts += 1)}`;

describe("An account's metadata", () => {
	it('is requested once by several sessions of the account, even in parallel', async () => {
		const account = newAccount();
		const ask = jest.fn(async () => await Promise.resolve({ ok: true, value: 7 } as const));
		const answers = await Promise.all(
			[1, 2, 3].map(async () => await remember(session(account), 'fields', ask)),
		);
		expect(answers).toEqual(Array(3).fill({ ok: true, value: 7 }));
		await remember(session(account), 'fields', ask);
		expect(ask).toHaveBeenCalledTimes(1);
	});

	it('is requested again after a minute by new sessions, and stays the same for a session that has it', async () => {
		const account = newAccount();
		const old = session(account);
		let version = 0;
		const ask = async () => await Promise.resolve({ ok: true, value: (version += 1) } as const);
		const at = async (asking: Session, now: number) =>
			await remember(asking, 'fields', ask, { now: () => now });
		expect(await at(old, 0)).toEqual({ ok: true, value: 1 });
		expect(await at(session(account), 59_999)).toEqual({ ok: true, value: 1 });
		expect(await at(session(account), 60_001)).toEqual({ ok: true, value: 2 });
		expect(await at(old, 60_002)).toEqual({ ok: true, value: 1 });
	});

	it("is requested anew if other sessions' answers do not count, and then counts for others", async () => {
		const account = newAccount();
		let version = 0;
		const ask = async () => await Promise.resolve({ ok: true, value: (version += 1) } as const);
		await remember(session(account), 'fields', ask);
		expect(await remember(session(account), 'fields', ask, { fresh: true })).toEqual({
			ok: true,
			value: 2,
		});
		expect(await remember(session(account), 'fields', ask)).toEqual({ ok: true, value: 2 });
	});

	it('is not shared between accounts, nor by sessions whose account is unknown', async () => {
		const ask = jest.fn(async () => await Promise.resolve({ ok: true, value: 7 } as const));
		for (const asking of [session(newAccount()), session(newAccount()), session(), session()])
			await remember(asking, 'fields', ask);
		expect(ask).toHaveBeenCalledTimes(4);
	});

	it('is requested anew if the session that asked failed', async () => {
		const account = newAccount();
		const failure = { message: 'cancelled', executed: 'no' } as const;
		const cancelled = async () => await Promise.resolve({ ok: false, failure } as Result<number>);
		const works = async () => await Promise.resolve({ ok: true, value: 7 } as Result<number>);
		const [first, second] = await Promise.all([
			remember(session(account), 'fields', cancelled),
			remember(session(account), 'fields', works),
		]);
		expect(first).toEqual({ ok: false, failure });
		expect(second).toEqual({ ok: true, value: 7 });
		expect(await remember(session(account), 'fields', works)).toEqual({ ok: true, value: 7 });
	});

	it('is bounded: the least recently used answer is evicted, and a huge one is not kept', async () => {
		const ask = jest.fn(async () => await Promise.resolve({ ok: true, value: 7 } as const));
		const first = newAccount();
		await remember(session(first), 'fields', ask);
		for (let index = 0; index < 200; index += 1) await remember(session(newAccount()), 'x', ask);
		ask.mockClear();
		await remember(session(first), 'fields', ask);
		expect(ask).toHaveBeenCalledTimes(1);
		const huge = jest.fn(
			async () => await Promise.resolve({ ok: true, value: 'x'.repeat(2_000_001) } as const),
		);
		for (let index = 0; index < 2; index += 1) await remember(session(first), 'huge', huge);
		expect(huge).toHaveBeenCalledTimes(2);
	});
});
