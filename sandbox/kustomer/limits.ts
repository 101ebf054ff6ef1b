import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Json } from './store';
import { askOf } from './state';

/** Largest body in bytes, and that of a hook (kustomer 5.2 and 8). */
const MAX_BODY = 100 * 1024;
const MAX_HOOK = 400 * 1024;

/** What an object is changed by: itself, or its tags (kustomer 7). */
const CHANGED =
	/^\/v1\/(?:conversations|customers|companies|messages|notes|klasses\/[^/]+)\/([0-9a-f]{24})(?:\/tags)?$/i;

/** What counts for a customer when it is created (kustomer 7). */
const CREATED =
	/^\/v1\/(?:customers\/([^/]+)\/)?(conversations|messages|notes|drafts|klasses\/[^/]+)$/;

/** The limits of an organization (kustomer 7 and 8); 0 is no limit. */
export class Limits {
	/** Requests of all kinds in a window. */
	rate = 0;
	/** Searches in a window. */
	searches = 0;
	/** Changes of one object in a window. */
	perObject = 0;
	/** What is created for one customer in a window, unless it is imported. */
	perCustomer = 0;
	/** Milliseconds of a window. */
	windowMillis = 60_000;
	/** False where replies do not say when the window ends. */
	tellsReset = true;

	private window = { start: 0, calls: 0, searches: 0 };
	private counts = new Map<string, number>();

	reset(): void {
		Object.assign(this, new Limits());
	}

	/** The refusal of a request that is too large or one too many. */
	refused(request: FastifyRequest, reply: FastifyReply): Json | undefined {
		const { refuse } = askOf(request, reply);
		const most = request.url.startsWith('/v1/hooks/') ? MAX_HOOK : MAX_BODY;
		if (Number(request.headers['content-length'] ?? 0) > most)
			return refuse(
				413,
				'request_entity_too_large',
				`Request body is larger than ${most / 1024} KB`,
			);
		const now = Date.now();
		if (now >= this.window.start + this.windowMillis) {
			this.window = { start: now, calls: 0, searches: 0 };
			this.counts.clear();
		}
		this.window.calls += 1;
		const path = request.url.split('?')[0] ?? '';
		if (path.endsWith('/search')) this.window.searches += 1;
		const { calls, searches } = this.window;
		const own = this.ownLimit(request, path, reply);
		if (this.rate > 0) void reply.headers(this.headers(Math.max(0, this.rate - calls)));
		const tooMany =
			(this.rate > 0 && calls > this.rate) || (this.searches > 0 && searches > this.searches);
		if (tooMany) return refuse(429, 'rate_limited', 'Rate limit exceeded');
		return own ? refuse(429, 'rate_limited', own) : undefined;
	}

	/** Headers of a reply. */
	headers(remaining: number): Record<string, string> {
		const end = this.rate === 0 ? Date.now() + 1_000 : this.window.start + this.windowMillis;
		return {
			'x-ratelimit-limit': String(this.rate),
			'x-ratelimit-remaining': String(remaining),
			...(this.tellsReset ? { 'x-ratelimit-reset': String(Math.ceil(end / 1000)) } : {}),
		};
	}

	/** What one object or one customer had too much of. */
	private ownLimit(request: FastifyRequest, path: string, reply: FastifyReply): string | undefined {
		const object = request.method === 'GET' ? undefined : CHANGED.exec(path)?.[1];
		if (object !== undefined && this.perObject > 0) {
			const left = this.perObject - this.count(`object ${object}`);
			void reply.headers({
				'x-ratelimit-object-limit': String(this.perObject),
				'x-ratelimit-object-remaining': String(Math.max(0, left)),
			});
			return left < 0 ? 'Rate limit exceeded for this object' : undefined;
		}
		const [, owner, kind = ''] = request.method === 'POST' ? (CREATED.exec(path) ?? []) : [];
		const body = (request.body ?? {}) as Json;
		const customer = owner ?? body.customer;
		// Notes and drafts count although they are imported.
		const isExempt = body.importedAt !== undefined && !['notes', 'drafts'].includes(kind);
		if (this.perCustomer === 0 || kind === '' || typeof customer !== 'string' || isExempt)
			return undefined;
		return this.count(`customer ${customer} ${kind}`) > this.perCustomer
			? 'Rate limit exceeded for this customer'
			: undefined;
	}

	private count(key: string): number {
		const count = (this.counts.get(key) ?? 0) + 1;
		this.counts.set(key, count);
		return count;
	}
}
