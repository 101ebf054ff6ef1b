import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { sleep } from 'n8n-workflow';

import { Faults, type ArmedFault, type Fault } from './faults';

/** A request as it arrived. */
export interface SeenRequest {
	method: string;
	/** Path without the query. */
	path: string;
	query: Record<string, unknown>;
	headers: Record<string, string | string[] | undefined>;
	body: unknown;
	/** Milliseconds since the epoch. */
	at: number;
}

/** What a vendor's fake server adds to the common server. */
export interface VendorFakeServer {
	/** Name of the vendor, for messages. */
	name: string;
	/** Adds the vendor's routes. */
	routes(app: FastifyInstance): void;
	/** Forgets everything that was stored. */
	reset(): void;
	/** Makes all tokens invalid that were handed out so far. */
	expireTokens(): void;
	/** The vendor's error body for a status, and how it says "too many calls". */
	errorBody(status: number, code?: string): unknown;
	throttle(): { status: number; body: unknown; headers?: Record<string, string> };
	/** Changes a good reply into a malformed one of the vendor's shape; undefined where the kind does not apply. */
	deform?(kind: 'wrongLength' | 'withoutStatus' | 'reordered', body: unknown): unknown;
	/** What tells a credential type from the vendor's others, in the name of its credential. */
	credentialKinds?: Record<string, string>;
	/** A working credential for this fake server, by credential type, decrypted. */
	credentials(url: string): Record<string, Record<string, unknown>>;
	/** How far the vendor's clock is ahead of this one, in milliseconds; none if absent. */
	clockAhead?: number;
	/** False where replies have no Date header. */
	tellsTime?: boolean;
	/** Everything stored, by kind of record. */
	stored(): Record<string, unknown[]>;
}

declare module 'fastify' {
	interface FastifyRequest {
		faults: Fault[];
	}
}

/** A running fake server. */
export class FakeServer<V extends VendorFakeServer = VendorFakeServer> {
	readonly faults = new Faults();
	readonly requests: SeenRequest[] = [];
	url = '';
	/** Milliseconds that every request takes, before it is handled. */
	latency = 0;
	/** False where requests are not to be kept, for long runs. */
	journal = true;
	/** Requests so far, also where they are not kept. */
	count = 0;

	private readonly app: FastifyInstance;

	/** @param page makes the page that a browser gets at this server's address; none if absent */
	constructor(
		readonly vendor: V,
		private readonly page?: (fakeServer: FakeServer) => string,
	) {
		this.app = fastify({
			bodyLimit: 20 * 1024 * 1024,
			forceCloseConnections: true,
			// A hundred IDs in one path.
			routerOptions: { maxParamLength: 10_000 },
		});
		this.app.decorateRequest('faults', null as unknown as Fault[]);
		this.app.addHook('preHandler', async (request, reply) => await this.before(request, reply));
		this.app.addHook(
			'onSend',
			async (request, reply, payload) => await this.after(request, reply, payload),
		);
		this.controlRoutes();
		vendor.routes(this.app);
	}

	/** Starts to listen on loopback; port 0 takes any free one. */
	async start(port = 0): Promise<string> {
		this.url = await this.app.listen({ port, host: '127.0.0.1' });
		return this.url;
	}

	async stop(): Promise<void> {
		await this.app.close();
	}

	/** Forgets requests, faults and records. */
	reset(): void {
		this.requests.length = 0;
		this.count = 0;
		this.faults.clear();
		this.latency = 0;
		this.vendor.reset();
	}

	/** Requests to paths that hold this text. */
	seen(path: string): SeenRequest[] {
		return this.requests.filter((request) => request.path.includes(path));
	}

	private controlRoutes(): void {
		const { page } = this;
		if (page)
			this.app.get('/', async (_request, reply) => await reply.type('text/html').send(page(this)));
		this.app.get('/__sandbox/requests', async () => await Promise.resolve(this.requests));
		this.app.get('/__sandbox/stored', async () => await Promise.resolve(this.vendor.stored()));
		this.app.post('/__sandbox/reset', async () => {
			this.reset();
			return await Promise.resolve({ done: true });
		});
		this.app.post<{ Body: { latency?: number; journal?: boolean } }>(
			'/__sandbox/settings',
			async ({ body }) => {
				this.latency = body.latency ?? this.latency;
				this.journal = body.journal ?? this.journal;
				return await Promise.resolve({ latency: this.latency, journal: this.journal });
			},
		);
		this.app.post<{ Body: ArmedFault[] }>('/__sandbox/faults', async ({ body }) => {
			this.faults.arm(...body);
			return await Promise.resolve({ armed: body.length });
		});
	}

	private async before(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
		const path = request.url.split('?')[0] ?? '';
		request.faults = [];
		if (path.startsWith('/__sandbox') || (path === '/' && this.page)) return undefined;
		this.count += 1;
		if (this.journal) {
			this.requests.push({
				method: request.method,
				path,
				query: request.query as Record<string, unknown>,
				headers: request.headers,
				body: request.body,
				at: Date.now(),
			});
		}
		request.faults = this.faults.take(path, request.method);
		if (this.latency > 0) await sleep(this.latency);
		for (const fault of request.faults) {
			switch (fault.kind) {
				case 'latency':
					await sleep(fault.millis);
					break;
				case 'expireTokens':
					this.vendor.expireTokens();
					break;
				case 'dropBefore':
					request.raw.socket.destroy();
					return reply.hijack();
				case 'throttle': {
					const { status, body, headers } = this.vendor.throttle();
					return await reply
						.code(status)
						.headers(headers ?? {})
						.send(body);
				}
				case 'unreadable':
					if (!holdsText(request.body, fault.text)) break;
					return await reply.code(400).send(this.vendor.errorBody(400));
				case 'status':
					return await reply
						.code(fault.status)
						.headers(fault.headers ?? {})
						.send(fault.body ?? this.vendor.errorBody(fault.status, fault.code));
			}
		}
		return undefined;
	}

	private async after(
		request: FastifyRequest,
		reply: FastifyReply,
		payload: unknown,
	): Promise<unknown> {
		const { clockAhead, tellsTime } = this.vendor;
		if (tellsTime === false) reply.raw.sendDate = false;
		if (clockAhead !== undefined && clockAhead !== 0)
			void reply.header('date', new Date(Date.now() + clockAhead).toUTCString());
		for (const fault of request.faults ?? []) {
			if (fault.kind === 'slowReply') await sleep(fault.millis);
			if (fault.kind === 'dropAfter') {
				request.raw.socket.destroy();
				return '';
			}
			if (fault.kind === 'malformed') return this.malform(fault.body, reply, String(payload ?? ''));
		}
		return payload;
	}

	private malform(
		kind: Extract<Fault, { kind: 'malformed' }>['body'],
		reply: FastifyReply,
		payload: string,
	): string {
		switch (kind) {
			case 'html':
				void reply.header('content-type', 'text/html');
				return '<!DOCTYPE html><html><body><h1>Maintenance</h1></body></html>';
			case 'empty':
				return '';
			case 'truncated':
				return payload.slice(0, Math.floor(payload.length / 2));
			default:
				// Replies without content and files have no shape to change.
				if (!String(reply.getHeader('content-type')).includes('json')) return payload;
				return JSON.stringify(
					this.vendor.deform?.(kind, JSON.parse(payload)) ?? JSON.parse(payload),
				);
		}
	}
}

function holdsText(value: unknown, text: string): boolean {
	if (typeof value === 'string') return value.includes(text);
	return (
		typeof value === 'object' &&
		value !== null &&
		Object.values(value).some((inner) => holdsText(inner, text))
	);
}

/** The vendor's entry for a record that a request is told to refuse, where the fault brings one. */
export function refusedEntry(request: FastifyRequest, position: number): unknown {
	return request.faults
		.flatMap((fault) =>
			fault.kind === 'partial' && fault.positions.includes(position) ? [fault.entry] : [],
		)
		.find((entry) => entry !== undefined);
}

/** The positions of records that a request is told to refuse. */
export function refusedPositions(request: FastifyRequest): Set<number> {
	return new Set(
		request.faults.flatMap((fault) => (fault.kind === 'partial' ? fault.positions : [])),
	);
}
