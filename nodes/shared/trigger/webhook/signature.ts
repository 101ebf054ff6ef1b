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
 * True where a given value is the expected one. Takes the same time wherever they differ, so that nobody can find a secret
 * character by character. An empty or missing expectation never matches.
 */
export function isSame(given: unknown, expected: string | undefined): boolean {
	if (typeof given !== 'string' || expected === undefined || expected === '') return false;
	// Digests have the same length, which the comparison needs, and hide that of the secret.
	return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}
