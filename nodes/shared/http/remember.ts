import type { Result } from '../base/result';
import type { Session } from './session';

const memories = new WeakMap<Session, Map<string, Promise<Result<unknown>>>>();

/** Asks the vendor once per connection; what failed is asked again. */
export async function remember<T>(
	session: Session,
	key: string,
	ask: () => Promise<Result<T>>,
): Promise<Result<T>> {
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
