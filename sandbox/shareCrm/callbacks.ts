import { createCipheriv, createHash, randomBytes } from 'crypto';

/** An event as the tenant's callback gets it (sharecrm 12.1). */
export interface CallbackEvent {
	eventType: string;
	apiName: string;
	dataId: string;
}

let messages = 0;

/**
 * Writes the delivery of an event.
 * @param key the parse key of the tenant's callback settings
 * @param delivery what differs between the deliveries of one event
 */
export function callbackBody(
	event: CallbackEvent,
	key: string,
	delivery: { messageId?: string; retryTimes?: number; timestamp?: number } = {},
): Record<string, unknown> {
	const { messageId = `MSG${++messages}`, retryTimes, timestamp = Date.now() } = delivery;
	const bytes = Buffer.from(key, 'base64');
	const cipher = createCipheriv('aes-256-cbc', bytes, bytes.subarray(0, 16));
	const plain = JSON.stringify({ tenantId: 100001, ...event, timestamp: 1700000000000, messageId });
	const encryptedContent = cipher.update(plain, 'utf8', 'base64') + cipher.final('base64');
	const nonce = randomBytes(6).toString('hex');
	const signed = [timestamp, nonce, messageId, retryTimes, 'sandbox01', encryptedContent, key];
	return {
		signature: createHash('sha1')
			.update(signed.filter((part) => part !== undefined).join(''))
			.digest('hex'),
		timestamp,
		nonce,
		messageId,
		...(retryTimes === undefined ? {} : { retryTimes }),
		enterpriseAccount: 'sandbox01',
		encryptedContent,
	};
}
