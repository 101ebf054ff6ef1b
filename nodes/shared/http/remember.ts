import type { Result } from '../base/result';
import type { Session } from './session';

/** How long an account's metadata counts, in milliseconds: a person who has just added a field sees it after a minute. */
const LIFETIME = 60_000;
/** Most answers that are kept, of all accounts; the one that was used longest ago makes room. */
const MOST = 200;
/** Longest answer that is kept for other sessions, in characters of JSON. */
const LONGEST = 2_000_000;

interface Kept {
	asked: Promise<Result<unknown>>;
	until: number;
}

const bySession = new WeakMap<Session, Map<string, Kept>>();
const byAccount = new Map<string, Kept>();

/**
 * Asks the vendor for metadata once per account, for a minute: forms, runs and triggers share the answer. An account that
 * cannot be told from others asks once per connection. What failed is asked again.
 * @param fresh true where an answer that another session has got does not count, because values are left out by it
 * @param now milliseconds since the epoch
 */
export async function remember<T>(
	session: Session,
	key: string,
	ask: () => Promise<Result<T>>,
	{ fresh = false, now = () => Date.now() }: { fresh?: boolean; now?: () => number } = {},
): Promise<Result<T>> {
	const own = bySession.get(session) ?? new Map<string, Kept>();
	bySession.set(session, own);
	const shared = session.account === undefined ? undefined : `${session.account} ${key}`;
	// A run sees one state from its beginning to its end.
	const known = own.get(key) ?? (shared === undefined || fresh ? undefined : keptAt(shared, now()));
	const kept: Kept = known ?? { asked: ask(), until: now() + LIFETIME };
	own.set(key, kept);
	if (shared !== undefined && known === undefined) keep(shared, kept);
	const result = (await kept.asked) as Result<T>;
	if (!result.ok) {
		own.delete(key);
		if (shared !== undefined && byAccount.get(shared) === kept) byAccount.delete(shared);
		// Another execution asked, and may have been cancelled meanwhile.
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
	// What was used last comes last.
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
