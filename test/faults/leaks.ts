import type { RunResult } from '../harness/workflow';

const SECRET_KEYS =
	/^(apiKey|clientSecret|secret|appSecret|permanentCode|access_token|refresh_token)$/;

/** Every secret of a credential, and the bare part of one with a prefix. */
export function secretsOf(credentials: unknown): string[] {
	const found: string[] = [];
	JSON.stringify(credentials, (key, value: unknown) => {
		if (SECRET_KEYS.test(key) && typeof value === 'string' && value !== '')
			found.push(value, value.split(' ').pop() ?? value);
		return value;
	});
	return [...new Set(found)];
}

/** Places of a run's output, errors and log of nodes that hold a secret. */
export function leaks({ run }: RunResult, secrets: readonly string[]): string[] {
	const found: string[] = [];
	const seen = new Set<unknown>();
	const look = (value: unknown, place: string) => {
		if (typeof value === 'string') {
			if (secrets.some((secret) => secret !== '' && value.includes(secret)))
				found.push(`${place} holds a secret: ${value.slice(0, 200)}`);
			return;
		}
		if (typeof value !== 'object' || value === null || seen.has(value)) return;
		seen.add(value);
		// Own names, because the texts of an error are not enumerable.
		for (const key of Object.getOwnPropertyNames(value))
			look((value as Record<string, unknown>)[key], `${place}.${key}`);
	};
	look(run.data.resultData, 'result');
	return found;
}
