import { createHash, createHmac, timingSafeEqual } from 'crypto';

/** The HMAC of a text or of bytes, such as a signature of the raw body. */
export function hmac(
	algorithm: 'sha1' | 'sha256' | 'sha512',
	secret: string,
	data: string | Buffer,
	encoding: 'hex' | 'base64' = 'hex',
): string {
	return createHmac(algorithm, secret).update(data).digest(encoding);
}

/**
 * True if a value is the expected one. Takes the same time wherever they differ, so that nobody can guess a secret
 * character by character. An empty or missing expected value never matches.
 */
export function isSame(given: unknown, expected: string | undefined): boolean {
	if (typeof given !== 'string' || expected === undefined || expected === '') return false;
	// Compare digests: they have the same length, which timingSafeEqual requires, and hide the length of the secret.
	return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}
