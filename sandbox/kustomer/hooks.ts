import { randomBytes } from 'node:crypto';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { Deliveries, type RaisedEvent } from './deliveries';

type Json = Record<string, unknown>;

/** Most webhooks that users of an organization have (kustomer 5.1). */
const MOST = 5;
/** Most events of a webhook (kustomer 5.1). */
const MOST_EVENTS = 12;
const LONGEST = 255;
const ID = '5d0000000000000000000000';

export const EVENTS = ['customer', 'conversation', 'message', 'user', 'team', 'tag'].flatMap(
	(kind) => [`kustomer.${kind}.create`, `kustomer.${kind}.update`],
);

/** A webhook, as it is stored. */
export interface StoredHook {
	id: string;
	name: string;
	url: string;
	events: string[];
	headers: Array<{ name: string; value: string }>;
	enabled: boolean;
	isError: boolean;
	token: string;
	createdAt: string;
	updatedAt: string;
}

/** The outbound webhooks of an organization, which really call (kustomer 5.1). */
export class Hooks {
	readonly hooks = new Map<string, StoredHook>();
	readonly deliveries = new Deliveries();
	private count = 0;

	reset(): void {
		this.hooks.clear();
		this.deliveries.reset();
	}

	/**
	 * Adds the routes.
	 * @param guard the refusal of a request for its key or the rate limit
	 */
	routes(
		app: FastifyInstance,
		guard: (request: FastifyRequest, reply: FastifyReply) => Json | undefined,
	): void {
		const path = '/v1/outbound-webhooks';
		const answer = async (refused: Json | undefined, work: () => Json | undefined) =>
			await Promise.resolve(refused ?? work());
		type One = { Params: { id: string } };
		app.get(`${path}/events`, async (request, reply) =>
			answer(guard(request, reply), () => ({ events: EVENTS })),
		);
		app.get(path, async (request, reply) =>
			answer(guard(request, reply), () => ({
				data: [...this.hooks.values()].map(shown),
				links: { next: null },
			})),
		);
		app.get<One>(`${path}/:id`, async (request, reply) =>
			answer(guard(request, reply), () =>
				this.with(request.params.id, reply, (hook) => ({ data: shown(hook) })),
			),
		);
		app.post(path, async (request, reply) =>
			answer(guard(request, reply), () => this.create(request.body as Json, reply)),
		);
		app.patch<One>(`${path}/:id`, async (request, reply) =>
			answer(guard(request, reply), () =>
				this.with(request.params.id, reply, (hook) =>
					this.change(hook, request.body as Json, reply),
				),
			),
		);
		app.delete<One>(`${path}/:id`, async (request, reply) =>
			answer(guard(request, reply), () =>
				this.with(request.params.id, reply, (hook) => {
					this.hooks.delete(hook.id);
					void reply.code(204);
					return undefined;
				}),
			),
		);
		// Makes an event, as if somebody had worked in Kustomer.
		app.post('/__sandbox/events', async (request) => {
			void this.raise(request.body as RaisedEvent);
			return await Promise.resolve({ raised: true });
		});
	}

	/** Tells every webhook that waits for the event. Resolves when nothing more will be sent. */
	async raise(event: RaisedEvent): Promise<void> {
		const waiting = [...this.hooks.values()].filter(
			(hook) => hook.enabled && hook.events.includes(event.name),
		);
		await Promise.all(waiting.map(async (hook) => await this.deliveries.deliver(hook, event)));
	}

	private create(body: Json, reply: FastifyReply): Json {
		const wrong = problemOf(body, true);
		if (wrong !== undefined) return refuse(reply, 400, wrong);
		if (this.hooks.size >= MOST)
			return refuse(reply, 400, 'The maximum number of outbound webhooks has been reached');
		this.count += 1;
		const now = new Date().toISOString();
		const hook: StoredHook = {
			id: `${ID.slice(0, -3)}${this.count.toString(16).padStart(3, '0')}`,
			name: String(body.name),
			url: String(body.url),
			events: body.events as string[],
			headers: (body.headers ?? []) as StoredHook['headers'],
			enabled: true,
			isError: false,
			token: randomBytes(24).toString('hex'),
			createdAt: now,
			updatedAt: now,
		};
		this.hooks.set(hook.id, hook);
		void reply.code(201);
		return { data: shown(hook) };
	}

	private change(hook: StoredHook, body: Json, reply: FastifyReply): Json {
		const wrong = problemOf(body, false);
		if (wrong !== undefined) return refuse(reply, 400, wrong);
		const { name, url, events, headers, enabled } = body as Partial<StoredHook>;
		Object.assign(hook, {
			name: name ?? hook.name,
			url: url ?? hook.url,
			events: events ?? hook.events,
			headers: headers ?? hook.headers,
			enabled: enabled ?? hook.enabled,
			isError: enabled === true ? false : hook.isError,
			updatedAt: new Date().toISOString(),
		});
		return { data: shown(hook) };
	}

	private with(
		id: string,
		reply: FastifyReply,
		work: (hook: StoredHook) => Json | undefined,
	): Json | undefined {
		const hook = this.hooks.get(id);
		return hook ? work(hook) : refuse(reply, 404, 'Webhook not found');
	}
}

/** A refusal of shape C, whose wording is a guess (kustomer 8). */
function refuse(reply: FastifyReply, status: number, detail: string): Json {
	void reply.code(status);
	return { errors: [{ status, title: 'Request is not valid', detail }] };
}

const KEYS = new Set(['name', 'url', 'events', 'headers', 'enabled']);

/** What is wrong with a webhook (kustomer 5.1); addresses of this machine need not be encrypted. */
function problemOf(body: Json, whole: boolean): string | undefined {
	for (const key of Object.keys(body)) if (!KEYS.has(key)) return `unknown key ${key}`;
	for (const key of ['name', 'url', 'events'])
		if (whole && body[key] === undefined) return `${key} is required`;
	for (const key of ['name', 'url'])
		if (String(body[key] ?? '').length > LONGEST) return `${key} is too long`;
	if (
		body.url !== undefined &&
		!/^(https:|http:\/\/(localhost|127\.0\.0\.1))/.test(String(body.url))
	)
		return 'url must be https';
	const { events } = body as { events?: unknown };
	if (events === undefined) return undefined;
	if (!Array.isArray(events) || events.length === 0 || events.length > MOST_EVENTS)
		return 'events must hold 1 to 12 names';
	return events.every((name) => EVENTS.includes(String(name))) ? undefined : 'unknown event';
}

/** A webhook as replies show it (kustomer 5.1). */
function shown({ id, ...attributes }: StoredHook): Json {
	return {
		type: 'outbound_webhook',
		id,
		attributes,
		relationships: {},
		links: { self: `/v1/outbound-webhooks/${id}` },
	};
}
