import { createHmac } from 'node:crypto';

import { sleep } from 'n8n-workflow';

import type { StoredHook } from './hooks';

/** An event, as a test or a person makes it; what is left out is filled in. */
export interface RaisedEvent {
	id?: string;
	name: string;
	data: Record<string, unknown>;
	changes?: unknown;
}

/** One call of a webhook, and what came back; no status where nothing did. */
export interface Delivered {
	hook: string;
	event: string;
	status?: number;
}

/** Minutes between the tries of a delivery (kustomer 5.1). */
const RETRIES = [1, 1, 2, 5, 10, 15, 30];

/** Sends events to webhooks: signed, at least once, and in no order (kustomer 5.1). */
export class Deliveries {
	/** How long a minute takes, in milliseconds. */
	minute = 60_000;
	/** How often each delivery is made, although the first was answered well. */
	copies = 1;
	/** The longest time that a delivery is held back by chance, so that the order changes; in milliseconds. */
	jitter = 0;
	readonly log: Delivered[] = [];
	private count = 0;
	private epoch = 0;

	reset(): void {
		this.minute = 60_000;
		this.copies = 1;
		this.jitter = 0;
		this.log.length = 0;
		this.epoch += 1;
	}

	/** Delivers until it is taken; a webhook that never takes it is switched off. */
	async deliver(hook: StoredHook, event: RaisedEvent): Promise<void> {
		this.count += 1;
		const body = JSON.stringify({
			id: event.id ?? `5e${this.count.toString(16).padStart(22, '0')}`,
			name: event.name,
			org: '5a0000000000000000000001',
			partition: '5a0000000000000000000001',
			createdAt: new Date().toISOString(),
			persist: true,
			client: {},
			data: event.data,
			changes: event.changes ?? null,
		});
		const copies = Array.from({ length: this.copies }, async () => {
			if (this.jitter > 0) await sleep(Math.random() * this.jitter);
			return await this.tried(hook, event.name, body);
		});
		const taken = await Promise.all(copies);
		if (!taken.includes(true)) Object.assign(hook, { enabled: false, isError: true });
	}

	private async tried(hook: StoredHook, event: string, body: string): Promise<boolean> {
		const { epoch } = this;
		for (const wait of [0, ...RETRIES]) {
			if (wait > 0) await sleep(wait * this.minute);
			if (epoch !== this.epoch || !hook.enabled) return true;
			if (await this.send(hook, event, body)) return true;
		}
		return false;
	}

	/** Sends once, to where the webhook is now. */
	async send(
		{ id, url, token, headers }: StoredHook,
		event: string,
		body: string,
	): Promise<boolean> {
		const delivered: Delivered = { hook: id, event };
		this.log.push(delivered);
		try {
			const reply = await fetch(url, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					'x-kustomer-webhook-event': event,
					'x-kustomer-webhook-signature': signature(token, body),
					...Object.fromEntries(headers.map(({ name, value }) => [name, value])),
				},
				body,
				signal: AbortSignal.timeout(10_000),
			});
			delivered.status = reply.status;
			await reply.arrayBuffer();
			return reply.ok;
		} catch {
			return false;
		}
	}
}

/** The signature of a body (kustomer 5.1). */
export function signature(token: string, body: string): string {
	return createHmac('sha256', token).update(body).digest('hex');
}
