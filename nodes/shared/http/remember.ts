import type { Result } from '../base/result';
import type { Session } from './session';

/** How long an account's metadata is cached, in milliseconds: a person who has just added a field sees it within a minute. */
const LIFETIME = 60_000;
/** Maximum number of cached answers over all accounts; the least recently used one is evicted. */
const MOST = 200;
/** Longest answer to share with other sessions, in characters of JSON. */
const LONGEST = 2_000_000;

interface Kept {
	asked: Promise<Result<unknown>>;
	until: number;
}

const byRun = new WeakMap<object, Map<string, Kept>>();
const byAccount = new Map<string, Kept>();

/**
 * Asks the vendor for metadata once a minute per account: forms, runs and triggers share the answer. If the account cannot
 * be identified, it asks once per connection. A failed request is not cached.
 * @param fresh true to ignore another session's answer, because the caller would drop values based on it
 * @param now milliseconds since the epoch
 */
export async function remember<T>(
	session: Session,
	key: string,
	ask: () => Promise<Result<T>>,
	{ fresh = false, now = () => Date.now() }: { fresh?: boolean; now?: () => number } = {},
): Promise<Result<T>> {
	const own = byRun.get(session.run) ?? new Map<string, Kept>();
	byRun.set(session.run, own);
	const shared = session.account === undefined ? undefined : `${session.account} ${key}`;
	// A run sees the same answer from start to end.
	const known = own.get(key) ?? (shared === undefined || fresh ? undefined : keptAt(shared, now()));
	const kept: Kept = known ?? { asked: ask(), until: now() + LIFETIME };
	own.set(key, kept);
	if (shared !== undefined && known === undefined) keep(shared, kept);
	const result = (await kept.asked) as Result<T>;
	if (!result.ok) {
		own.delete(key);
		if (shared !== undefined && byAccount.get(shared) === kept) byAccount.delete(shared);
		// Another execution asked, and may have been cancelled, so ask again.
		if (known !== undefined) return await ask();
	} else if (shared !== undefined && known === undefined && !isShort(result.value)) {
		byAccount.delete(shared);
	}
	return result;
}

function keptAt(key: string, now: number): Kept | undefined {
	const kept = byAccount.get(key);
	if (kept === undefined) return undefined;
	byAccount.delete(key);
	if (kept.until <= now) return undefined;
	// Keep the most recently used answer last.
	byAccount.set(key, kept);
	return kept;
}

function keep(key: string, kept: Kept): void {
	byAccount.delete(key);
	byAccount.set(key, kept);
	for (const oldest of byAccount.keys()) {
		if (byAccount.size <= MOST) break;
		byAccount.delete(oldest);
	}
}

function isShort(value: unknown): boolean {
	return (JSON.stringify(value) ?? '').length <= LONGEST;
}
