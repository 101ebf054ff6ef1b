import type { Failure } from './errors';

/** The requested value, or why it is not available. */
export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure };
