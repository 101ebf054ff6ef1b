export type Json = Record<string, unknown>;

/** What every good reply says (sharecrm 4). */
export const ACCEPTED = { errorCode: 0, errorMessage: 'success' };

let traces = 0;

export function trace(): string {
	return `E-O.sandbox01.1000-${++traces}`;
}

/** A refusal; its status is 200 like that of every reply (sharecrm 0.1). */
export function refusal(errorCode: number, errorMessage: string): Json {
	return { traceId: trace(), errorCode, errorMessage };
}

/** A code of a business rule; the page lists none for it. */
export function businessRefusal(errorMessage: string, errorDescription?: string): Json {
	return {
		...refusal(201112008, errorMessage),
		...(errorDescription === undefined ? {} : { errorDescription }),
	};
}

/** A good reply. */
export function accepted(more: Json = {}): Json {
	return {
		traceId: trace(),
		errorDescription: 'success',
		errorMessage: 'OK',
		errorCode: 0,
		...more,
	};
}

export function listOf(value: unknown): unknown[] {
	return Array.isArray(value) ? (value as unknown[]) : [];
}

export function textsOf(value: unknown): string[] {
	return listOf(value).filter((entry): entry is string => typeof entry === 'string');
}

export function objectOf(value: unknown): Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as Json)
		: {};
}
