import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { refusedEntry, refusedPositions, type VendorStandIn } from '../core/standIn';
import { checkRequest } from './conversations';
import { Hooks } from './hooks';
import {
	batchesBody,
	jobBody,
	relationships,
	type JobSettings,
	type Job,
	type Result,
} from './jobs';

type Json = Record<string, unknown>;

/** Largest body in bytes (kustomer 8). */
const MAX_BODY = 100 * 1024;
/** Most rows of a page (kustomer 6). */
const MAX_PAGE = 100;

/** Kustomer, with one organization and one API key. */
export class KustomerStandIn implements VendorStandIn, JobSettings {
	readonly name = 'Kustomer';
	readonly apiKey = 'sandbox.kustomer.api.key';
	roles = new Set(['org.permission.conversation.create', 'org.permission.bulk.read']);
	jobMillis = 30;
	batchSize = 100;
	batchesPerPage = 100;
	/** Requests per window; no limit if 0 (kustomer 7). */
	rateLimit = 0;
	/** Milliseconds of a window of the rate limit. */
	windowMillis = 60_000;
	clockAhead = 0;
	tellsTime = true;
	/** False where lists come in the order in which records were stored, whatever they are asked for. */
	sorts = true;
	/** True where the key belongs to another region (kustomer 1.2). */
	wrongRegion = false;

	/** Outbound webhooks. */
	readonly webhooks = new Hooks();

	private keyValid = true;
	private readonly conversations: Json[] = [];
	private readonly ids = new Set<string>();
	private readonly externalIds = new Set<string>();
	private readonly jobs = new Map<string, Job>();
	private window = { start: 0, calls: 0 };
	private nextId = 0x5b3b00000000000000000000n;

	reset(): void {
		this.roles = new Set(['org.permission.conversation.create', 'org.permission.bulk.read']);
		this.jobMillis = 30;
		this.batchSize = 100;
		this.batchesPerPage = 100;
		this.rateLimit = 0;
		this.windowMillis = 60_000;
		this.clockAhead = 0;
		this.tellsTime = true;
		this.sorts = true;
		this.wrongRegion = false;
		this.keyValid = true;
		this.conversations.length = 0;
		this.ids.clear();
		this.externalIds.clear();
		this.jobs.clear();
		this.window = { start: 0, calls: 0 };
		this.webhooks.reset();
	}

	expireTokens(): void {
		this.keyValid = false;
	}

	stored(): Record<string, unknown[]> {
		return { conversations: this.conversations };
	}

	credentials(url: string): Record<string, Json> {
		return { kustomerApi: { apiKey: this.apiKey, connectBy: 'custom', host: url } };
	}

	errorBody(status: number, code?: string): unknown {
		return refusal(
			code ?? (status >= 500 ? 'internal_error' : 'bad_request'),
			status >= 500 ? 'Internal server error' : 'Request is not valid',
		);
	}

	throttle(): { status: number; body: unknown; headers: Record<string, string> } {
		return {
			status: 429,
			body: refusal('rate_limited', 'Rate limit exceeded'),
			headers: this.limitHeaders(0),
		};
	}

	deform(kind: 'wrongLength' | 'withoutStatus' | 'reordered', body: unknown): unknown {
		const { data } = body as { data?: Json | Array<{ attributes: { results?: Result[] } }> };
		if (!Array.isArray(data))
			return kind === 'withoutStatus' ? { data: { type: 'bulk', attributes: {} } } : body;
		const change = (results: Result[]): unknown[] =>
			kind === 'wrongLength'
				? results.slice(1)
				: kind === 'reordered'
					? [...results].reverse()
					: results.map(({ _clientRef, objectId }) => ({ _clientRef, objectId }));
		return {
			...(body as Json),
			data: data.map((row) => ({
				...row,
				attributes: { ...row.attributes, results: change(row.attributes.results ?? []) },
			})),
		};
	}

	routes(app: FastifyInstance): void {
		this.webhooks.routes(app, (request, reply) => this.refused(request, reply));
		app.get(
			'/v1/auth/tokens/current',
			async (request, reply) => await Promise.resolve(this.refused(request, reply) ?? this.token()),
		);
		app.post(
			'/v1/conversations/bulk',
			async (request, reply) =>
				await Promise.resolve(
					this.refused(request, reply, 'org.permission.conversation.create') ??
						this.createBulk(request, reply),
				),
		);
		app.get(
			'/v1/conversations',
			async (request, reply) =>
				await Promise.resolve(
					this.refused(request, reply) ?? this.list(request.query as Record<string, string>),
				),
		);
		app.get<{ Params: { key: string } }>(
			'/v1/conversations/:key',
			async (request, reply) =>
				await Promise.resolve(this.refused(request, reply) ?? this.find(request.params.key, reply)),
		);
		app.get<{ Params: { id: string } }>('/v1/bulk/:id', async (request, reply) => {
			const refused = this.refused(request, reply, 'org.permission.bulk.read');
			if (refused) return await Promise.resolve(refused);
			const job = this.jobs.get(request.params.id);
			return await Promise.resolve(
				job ? jobBody(job, this) : refuse(reply, 404, 'not_found', 'Bulk operation not found'),
			);
		});
		app.get<{ Params: { id: string } }>('/v1/bulk/:id/batches', async (request, reply) => {
			const refused = this.refused(request, reply, 'org.permission.bulk.read');
			if (refused) return await Promise.resolve(refused);
			const job = this.jobs.get(request.params.id);
			return await Promise.resolve(
				job
					? batchesBody(job, this, request.query as Record<string, string>)
					: refuse(reply, 404, 'not_found', 'Bulk operation not found'),
			);
		});
		app.setErrorHandler(
			async (error: { statusCode?: number; message: string }, _request, reply) =>
				await reply.code(error.statusCode ?? 500).send(refusal('bad_request', error.message)),
		);
	}

	/** The refusal of a request for its key, its role or the rate limit. */
	private refused(request: FastifyRequest, reply: FastifyReply, role?: string): Json | undefined {
		if (!this.keyValid || request.headers.authorization !== `Bearer ${this.apiKey}`)
			return refuse(reply, 401, 'unauthorized', 'Invalid API token');
		// The wording is a guess; kustomer 1.2 says only that both pods are named.
		if (this.wrongRegion)
			return refuse(
				reply,
				401,
				'unauthorized',
				'API token belongs to pod prod2 but the request is handled by pod prod1',
			);
		if (role !== undefined && !this.roles.has(role))
			return refuse(reply, 401, 'unauthorized', `Missing role: ${role}`);
		return this.overLimit(reply);
	}

	private overLimit(reply: FastifyReply): Json | undefined {
		if (this.rateLimit === 0) return undefined;
		const now = Date.now();
		if (now >= this.window.start + this.windowMillis) this.window = { start: now, calls: 0 };
		this.window.calls += 1;
		void reply.headers(this.limitHeaders(Math.max(0, this.rateLimit - this.window.calls)));
		return this.window.calls > this.rateLimit
			? refuse(reply, 429, 'rate_limited', 'Rate limit exceeded')
			: undefined;
	}

	private limitHeaders(remaining: number): Record<string, string> {
		const end = this.rateLimit === 0 ? Date.now() + 1_000 : this.window.start + this.windowMillis;
		return {
			'x-ratelimit-limit': String(this.rateLimit),
			'x-ratelimit-remaining': String(remaining),
			'x-ratelimit-reset': String(Math.ceil(end / 1000)),
		};
	}

	private token(): Json {
		const now = new Date().toISOString();
		const { org, createdBy } = relationships();
		return {
			data: {
				type: 'api_token',
				id: '5a0000000000000000000003',
				attributes: {
					lastTokenChars: this.apiKey.slice(-4),
					name: 'sandbox',
					ipAddress: '192.0.2.1',
					userAgent: 'n8n',
					roles: [...this.roles],
					createdAt: now,
					updatedAt: now,
					lastAccessedAt: now,
				},
				relationships: { org, user: createdBy },
				links: { self: '/v1/auth/tokens/current' },
			},
		};
	}

	private createBulk(request: FastifyRequest, reply: FastifyReply): Json {
		if (Number(request.headers['content-length'] ?? 0) > MAX_BODY)
			return refuse(reply, 413, 'request_entity_too_large', 'Request body is larger than 100 KB');
		const wrong = checkRequest(request.body);
		if (wrong !== undefined) return refuse(reply, 400, 'bad_request', wrong);
		const items = request.body as Json[];
		const fail = refusedPositions(request);
		const job: Job = {
			id: this.freshId(),
			items,
			results: items.map((item, index) =>
				this.create(item, fail.has(index), refusedEntry(request, index)),
			),
			acceptedAt: Date.now(),
		};
		this.jobs.set(job.id, job);
		void reply.code(201);
		return jobBody(job, this);
	}

	private create(
		item: Json,
		refused: boolean,
		reason: unknown = 'conversation could not be created',
	): Result {
		const ref = item._clientRef === undefined ? {} : { _clientRef: item._clientRef as string };
		const {
			id = this.freshId(),
			externalId,
			customer,
		} = item as { id?: string; externalId?: string; customer: string };
		// Customers of this kind do not exist in the sandbox; the wording is a guess.
		if (customer.startsWith('dead'))
			return { ...ref, status: 'error', error: 'customer not found' };
		if (refused) return { ...ref, status: 'error', error: String(reason) };
		if (this.ids.has(id) || (externalId !== undefined && this.externalIds.has(externalId)))
			return { ...ref, status: 'error', error: 'duplicate detected' };
		this.ids.add(id);
		if (externalId !== undefined) this.externalIds.add(externalId);
		const record: Json = {
			...item,
			id,
			storedAt: new Date(Date.now() + this.clockAhead).toISOString(),
		};
		delete record._clientRef;
		this.conversations.push(record);
		return { ...ref, objectId: id, status: 'created' };
	}

	/** A conversation by its id or, written as `externalId=...`, by its external id (kustomer 2.7). */
	private find(key: string, reply: FastifyReply): Json {
		const externalId = key.startsWith('externalId=') ? key.slice('externalId='.length) : undefined;
		const found = this.conversations.find((entry) =>
			externalId === undefined ? entry.id === key : entry.externalId === externalId,
		);
		if (found === undefined) return refuse(reply, 404, 'not_found', 'Not found');
		return { data: shown(found) };
	}

	/** Conversations page by page (kustomer 2.7), by the time of creation: a guess. */
	private list({ page = '1', pageSize = '100', sort }: Record<string, string>): Json {
		const all = this.conversations.map(shown);
		if (this.sorts) all.sort((a, b) => (createdAt(a) < createdAt(b) ? -1 : 1));
		if (this.sorts && sort === 'desc') all.reverse();
		const size = Math.min(Number(pageSize), MAX_PAGE);
		const data = all.slice((Number(page) - 1) * size, Number(page) * size);
		const next =
			Number(page) * size < all.length
				? `/v1/conversations?page=${Number(page) + 1}&pageSize=${size}`
				: null;
		return { meta: { page: Number(page), pageSize: size }, links: { next }, data };
	}

	private freshId(): string {
		return (this.nextId++).toString(16);
	}
}

/** A conversation as it is read (kustomer 2.7). */
function shown({ id, storedAt, customer, ...attributes }: Json): Json {
	const related = { ...relationships(), customer: { data: { type: 'customer', id: customer } } };
	return {
		type: 'conversation',
		id,
		attributes: { createdAt: storedAt, ...attributes, updatedAt: storedAt },
		relationships: related,
		links: { self: `/v1/conversations/${String(id)}` },
	};
}

function createdAt({ attributes }: Json): string {
	return String((attributes as Json).createdAt);
}

/** A refusal of shape A (kustomer 8). */
function refusal(code: string, message: string): Json {
	return { errors: [{ code, message, meta: {} }] };
}

function refuse(reply: FastifyReply, status: number, code: string, message: string): Json {
	void reply.code(status);
	return refusal(code, message);
}
