import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'crypto';

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

/** How a delivery was answered. */
export interface CallbackReply {
	messageId: string;
	status: number;
	/** What the answer says: `success`, or any other word for what is to come again; absent where it cannot be read. */
	word?: string;
	/** Milliseconds until the answer was there. */
	millis: number;
}

/** The callback settings of the tenant, and the deliveries to it (sharecrm 12.1). */
export class Callbacks {
	url = '';
	key = '';
	/** How often each delivery is sent at the same time. */
	copies = 1;
	/** Deliveries of an event that is not answered with `success`: a guess, because none is documented. */
	tries = 3;
	readonly log: CallbackReply[] = [];

	/** Tells the callback of an event, until it answers with `success`. */
	async raise(event: CallbackEvent, messageId: string): Promise<void> {
		for (let retry = 0; retry < this.tries; retry++) {
			const retryTimes = retry === 0 ? undefined : retry;
			const replies = await Promise.all(
				Array.from(
					{ length: this.copies },
					async () => await this.send(callbackBody(event, this.key, { messageId, retryTimes })),
				),
			);
			if (replies.every(({ word }) => word === 'success')) return;
		}
	}

	/** Sends one delivery, whatever it is. */
	async send(body: Record<string, unknown>): Promise<CallbackReply> {
		const start = performance.now();
		const response = await fetch(this.url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		const answer = await response.text();
		const reply = {
			messageId: String(body.messageId),
			status: response.status,
			word: this.wordOf(answer),
			millis: performance.now() - start,
		};
		this.log.push(reply);
		return reply;
	}

	/** What an answer says, if it is signed and encrypted with the key. */
	private wordOf(answer: string): string | undefined {
		try {
			const { timestamp, nonce, encryptedResult, signature } = JSON.parse(answer) as Record<
				string,
				string
			>;
			const signed = `${timestamp}${nonce}${encryptedResult}${this.key}`;
			if (createHash('sha1').update(signed).digest('hex') !== signature) return undefined;
			const bytes = Buffer.from(this.key, 'base64');
			const decipher = createDecipheriv('aes-256-cbc', bytes, bytes.subarray(0, 16));
			return decipher.update(encryptedResult ?? '', 'base64', 'utf8') + decipher.final('utf8');
		} catch {
			return undefined;
		}
	}
}
