import type { Failure } from './errors';

const HEADER = /\b(Bearer|Basic|Zoho-oauthtoken)\s+[\w.~+/=-]+/gi;

/** Takes known secrets and anything that looks like an authorization header out of a text. */
export function redact(text: string, secrets: ReadonlyArray<string | undefined>): string {
	let clean = text.replace(HEADER, '$1 ***');
	// The longest first: a short one inside it would leave the rest readable.
	const known = secrets.filter((secret): secret is string => secret !== undefined && secret.length > 3).sort((a, b) => b.length - a.length);
	for (const secret of known) clean = clean.split(secret).join('***');
	return clean;
}

/** A failure whose texts hold no secret: a vendor may echo what it was sent. */
export function cleanFailure(failure: Failure, secrets: ReadonlyArray<string | undefined>): Failure {
	const clean: Failure = { ...failure, message: redact(failure.message, secrets) };
	for (const key of ['description', 'code', 'field', 'id', 'traceId'] as const) {
		const value = failure[key];
		if (value !== undefined) clean[key] = redact(value, secrets);
	}
	return clean;
}
