import type { Failure } from './errors';
import type { Session } from './session';

/** What was asked for, or why it could not be had. */
export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure };

const memories = new WeakMap<Session, Map<string, Promise<Result<unknown>>>>();

/** Asks the vendor once per connection; what failed is asked again. */
export async function remember<T>(session: Session, key: string, ask: () => Promise<Result<T>>): Promise<Result<T>> {
	const memory = memories.get(session) ?? new Map<string, Promise<Result<unknown>>>();
	memories.set(session, memory);
	const known = memory.get(key) as Promise<Result<T>> | undefined;
	if (known !== undefined) return await known;
	const asked = ask();
	memory.set(key, asked);
	const result = await asked;
	if (!result.ok) memory.delete(key);
	return result;
}
