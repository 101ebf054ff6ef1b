/** Values that outlive a run. */
export interface LastingMemory<T> {
	/** The value, unless it is too old. */
	get(key: string): T | undefined;
	set(key: string, value: T): void;
	delete(key: string): void;
}

/**
 * Remembers a limited number of values for a limited time and evicts the oldest one first.
 * @param lifetime in milliseconds
 * @param most maximum number of values
 */
export function lastingMemory<T>(
	lifetime: number,
	most: number,
	now: () => number = () => Date.now(),
): LastingMemory<T> {
	const entries = new Map<string, { value: T; until: number }>();
	return {
		get(key) {
			const entry = entries.get(key);
			if (entry !== undefined && entry.until > now()) return entry.value;
			entries.delete(key);
			return undefined;
		},
		set(key, value) {
			entries.delete(key);
			const [oldest] = entries.keys();
			if (entries.size >= most && oldest !== undefined) entries.delete(oldest);
			entries.set(key, { value, until: now() + lifetime });
		},
		delete(key) {
			entries.delete(key);
		},
	};
}
