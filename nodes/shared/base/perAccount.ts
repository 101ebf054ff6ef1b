import { createHash } from 'crypto';

/** Maximum number of idle accounts to remember. */
const MOST = 100;
/** How many accounts each call checks for idle ones. */
const LOOKS = 10;

/** A hash that identifies an account and reveals none of its secrets. */
export function accountKey(...account: ReadonlyArray<string | undefined>): string {
	return createHash('sha256').update(JSON.stringify(account)).digest('hex');
}

/**
 * Keeps one value per account for all executions of this process, such as the rate limiter that they share.
 * @param make creates the value for a new account
 * @param isIdle true if a value can be recreated without loss; at most a hundred of these are kept
 * @returns a function from the strings that identify an account, such as host and API key, to its value
 */
export function perAccount<T>(
	make: () => T,
	isIdle: (value: T) => boolean,
): (...account: ReadonlyArray<string | undefined>) => T {
	const values = new Map<string, T>();
	return (...account) => {
		// Hash the key so that no secret stays in memory.
		const key = accountKey(...account);
		const value = values.get(key) ?? make();
		// Keep the most recently used account last.
		values.delete(key);
		values.set(key, value);
		let looks = 0;
		for (const [other, kept] of values) {
			if (values.size <= MOST || ++looks > LOOKS) break;
			values.delete(other);
			if (!isIdle(kept)) values.set(other, kept);
		}
		return value;
	};
}
