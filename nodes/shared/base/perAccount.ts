import { createHash } from 'crypto';

/** Most accounts that are remembered although nothing is under way for them. */
const MOST = 100;
/** Accounts that are looked at each time, to find idle ones. */
const LOOKS = 10;

/** A text that is the same for the same account, and holds none of its secrets. */
export function accountKey(...account: ReadonlyArray<string | undefined>): string {
	return createHash('sha256').update(JSON.stringify(account)).digest('hex');
}

/**
 * Keeps one value per account for all executions of this process, such as the rate limiter that they share.
 * @param make makes the value of an account that is not known
 * @param isIdle true where a value can be made anew without loss; more than a hundred of these are not kept
 * @returns gives the value of the account that these texts identify, such as host and API key
 */
export function perAccount<T>(
	make: () => T,
	isIdle: (value: T) => boolean,
): (...account: ReadonlyArray<string | undefined>) => T {
	const values = new Map<string, T>();
	return (...account) => {
		// A hash, so that no secret stays in memory as a key.
		const key = accountKey(...account);
		const value = values.get(key) ?? make();
		// The account that was used last comes last.
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
