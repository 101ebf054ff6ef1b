import { remember } from '../../../nodes/shared/http/remember';
import type { Result } from '../../../nodes/shared/base/result';
import type { Session } from '../../../nodes/shared/http/session';

const session = (account?: string) => ({ account }) as Session;
let accounts = 0;
const newAccount = () => `account ${(accounts += 1)}`;

describe("An account's metadata", () => {
	it('is asked for once by several sessions of the account, also side by side', async () => {
		const account = newAccount();
		const ask = jest.fn(async () => await Promise.resolve({ ok: true, value: 7 } as const));
		const answers = await Promise.all(
			[1, 2, 3].map(async () => await remember(session(account), 'fields', ask)),
		);
		expect(answers).toEqual(Array(3).fill({ ok: true, value: 7 }));
		await remember(session(account), 'fields', ask);
		expect(ask).toHaveBeenCalledTimes(1);
	});

	it('is asked for again after a minute by new sessions, and stays the same for one that has it', async () => {
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

	it('is asked for anew where nothing that others were told counts, and then counts for others', async () => {
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

	it('is not shared between accounts, nor by sessions whose account is not known', async () => {
		const ask = jest.fn(async () => await Promise.resolve({ ok: true, value: 7 } as const));
		for (const asking of [session(newAccount()), session(newAccount()), session(), session()])
			await remember(asking, 'fields', ask);
		expect(ask).toHaveBeenCalledTimes(4);
	});

	it('is asked for anew where the session that asked has failed', async () => {
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

	it('is bounded: the answer that was used longest ago makes room, and a huge one is not kept', async () => {
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
