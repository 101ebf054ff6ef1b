import type { Failure } from './errors';

/** What was asked for, or why it could not be had. */
export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure };
