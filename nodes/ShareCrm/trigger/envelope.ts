import { createCipheriv, createDecipheriv, createHash, randomInt } from 'crypto';

import { isObject, textOf } from '../../shared/base/values';
import { isSame } from '../../shared/trigger/webhook/signature';

/** A delivery of an event as ShareCRM sends it (sharecrm 12.1). */
export interface Envelope {
	signature: string;
	timestamp: number;
	nonce: string;
	messageId: string;
	/** Counts deliveries of the same message; absent at the first. */
	retryTimes?: number;
	enterpriseAccount: string;
	encryptedContent: string;
}

/** Reads an envelope; undefined for anything else. */
export function envelopeOf(raw: Buffer): Envelope | undefined {
	const body = jsonOf(raw.toString());
	if (!isObject(body)) return undefined;
	const { timestamp, retryTimes } = body;
	const texts = ['signature', 'nonce', 'messageId', 'enterpriseAccount', 'encryptedContent'].map(
		(name) => textOf(body[name]),
	);
	const [signature, nonce, messageId, enterpriseAccount, encryptedContent] = texts;
	if (
		signature === undefined ||
		nonce === undefined ||
		messageId === undefined ||
		enterpriseAccount === undefined ||
		encryptedContent === undefined ||
		!Number.isSafeInteger(Number(timestamp))
	)
		return undefined;
	return {
		signature,
		timestamp: Number(timestamp),
		nonce,
		messageId,
		...(retryTimes === undefined || retryTimes === null ? {} : { retryTimes: Number(retryTimes) }),
		enterpriseAccount,
		encryptedContent,
	};
}

/** True if the envelope was signed with this key. */
export function isSigned(envelope: Envelope, key: string): boolean {
	const { signature, timestamp, nonce, messageId, retryTimes, enterpriseAccount } = envelope;
	const parts = [
		timestamp,
		nonce,
		messageId,
		...(retryTimes === undefined ? [] : [retryTimes]),
		enterpriseAccount,
		envelope.encryptedContent,
		key,
	];
	return isSame(signature.toLowerCase(), sha1(parts.join('')));
}

/** The decrypted content of an envelope; undefined if it cannot be read with this key. */
export function contentOf({ encryptedContent }: Envelope, key: string): unknown {
	const bytes = keyBytes(key);
	try {
		const decipher = createDecipheriv('aes-256-cbc', bytes, bytes.subarray(0, 16));
		const plain = Buffer.concat([decipher.update(encryptedContent, 'base64'), decipher.final()]);
		return jsonOf(plain.toString());
	} catch {
		return undefined;
	}
}

/** The answer that ShareCRM expects: `success` in the same cipher; any other word asks for another delivery. */
export function answerOf(
	word: string,
	key: string,
	timestamp = Date.now(),
	nonce = String(randomInt(10_000, 1_000_000_000)),
): string {
	const bytes = keyBytes(key);
	const cipher = createCipheriv('aes-256-cbc', bytes, bytes.subarray(0, 16));
	const encryptedResult = Buffer.concat([cipher.update(word), cipher.final()]).toString('base64');
	const signature = sha1(`${timestamp}${nonce}${encryptedResult}${key}`);
	return JSON.stringify({ timestamp, nonce, encryptedResult, signature });
}

function keyBytes(key: string): Buffer {
	return Buffer.from(key, 'base64');
}

function sha1(text: string): string {
	return createHash('sha1').update(text).digest('hex');
}

function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
