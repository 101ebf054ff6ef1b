import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { VendorFakeServer } from '../core/fakeServer';
import { actionRoutes } from './actions';
import { draftRoutes, sendDue } from './drafts';
import { fileRoutes, lastPart } from './files';
import { Flows } from './flows';
import { Hooks } from './hooks';
import { Jobs, type Result } from './jobs';
import { Limits } from './limits';
import { SignIn } from './oauth';
import { objectRoutes } from './objects';
import { furnish, orgRoutes } from './org';
import { peopleRoutes } from './people';
import { searchRoutes } from './search';
import { KINDS, refusal, Store, type Json } from './store';
import { talkRoutes } from './talk';
import { askOf, type Route, type Settings, type State } from './state';

/** Objects whose roles a key has in the sandbox. */
const OBJECTS =
	'conversation customer company message note kobject klass tag user team routing_queue shortcut brand sla satisfaction workflow workflow_call metadata event draft attachment customer_merge message_redaction conversation_forward bulk search apps'.split(
		' ',
	);
const ALL_ROLES = [
	...OBJECTS.flatMap((object) =>
		['create', 'read', 'update', 'delete'].map((action) => `org.permission.${object}.${action}`),
	),
	'org.hooks',
];

const settings = (): Settings => ({
	jobMillis: 30,
	batchSize: 100,
	batchesPerPage: 100,
	roles: new Set(ALL_ROLES),
	sorts: true,
	searchLag: 0,
	searchPages: 100,
	searchPageSize: 500,
	unlinksCompany: true,
});

/** Kustomer, with one organization, one API key and one app that a person can connect. */
export class KustomerFakeServer implements VendorFakeServer, Settings, State {
	readonly name = 'Kustomer';
	readonly credentialKinds = { kustomerOAuth2Api: 'OAuth2' };
	readonly apiKey = 'sandbox.kustomer.api.key';
	readonly signIn = new SignIn();
	roles = settings().roles;
	jobMillis = settings().jobMillis;
	batchSize = settings().batchSize;
	batchesPerPage = settings().batchesPerPage;
	sorts = settings().sorts;
	searchLag = settings().searchLag;
	searchPages = settings().searchPages;
	searchPageSize = settings().searchPageSize;
	unlinksCompany = settings().unlinksCompany;
	readonly limits = new Limits();
	tellsTime = true;
	/** True where the key belongs to another region (kustomer 1.2). */
	wrongRegion = false;
	readonly store = new Store();
	readonly files = new Map<string, Buffer>();
	/** Outbound webhooks. */
	readonly webhooks = new Hooks();
	/** Workflows that call an address. */
	readonly flows = new Flows(this);

	private keyValid = true;
	private readonly jobs = new Jobs();

	constructor() {
		furnish(this);
	}

	get settings(): Settings {
		return this;
	}

	get clockAhead(): number {
		return this.store.clockAhead;
	}

	set clockAhead(millis: number) {
		this.store.clockAhead = millis;
	}

	reset(): void {
		Object.assign(this, settings());
		this.limits.reset();
		this.clockAhead = 0;
		this.tellsTime = true;
		this.wrongRegion = false;
		this.keyValid = true;
		this.signIn.reset();
		this.store.clear();
		this.files.clear();
		this.jobs.clear();
		this.webhooks.reset();
		this.flows.log.length = 0;
		furnish(this);
	}

	expireTokens(): void {
		this.keyValid = false;
		this.signIn.expire();
	}

	stored(): Record<string, unknown[]> {
		return Object.fromEntries([
			...KINDS.map(
				({ type, path }) => [path.split('/').at(-1) ?? type, this.store.rows(type)] as const,
			),
			['orders', this.store.rows('kobject.order')] as const,
			['hooks', this.store.rows('hook')] as const,
		]);
	}

	credentials(url: string): Record<string, Json> {
		return {
			kustomerApi: { apiKey: this.apiKey, connectBy: 'custom', host: url },
			kustomerOAuth2Api: this.signIn.credential(url),
		};
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
			headers: this.limits.headers(0),
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

	url({ request }: { request: FastifyRequest }): string {
		return `http://${request.headers.host ?? ''}`;
	}

	routes(app: FastifyInstance): void {
		const on: Route = (method, url, roles, handle) =>
			app.route({
				method,
				url,
				handler: async (request, reply) => {
					sendDue(this);
					const answer = this.refused(request, reply, roles) ?? handle(askOf(request, reply));
					return await (answer === undefined ? reply.send() : Promise.resolve(answer));
				},
			});
		this.signIn.routes(app);
		this.webhooks.routes(app, (request, reply) => this.refused(request, reply, []));
		this.jobs.routes(on, this);
		objectRoutes(on, this);
		talkRoutes(on, this);
		draftRoutes(on, this);
		actionRoutes(on, this);
		searchRoutes(on, this);
		fileRoutes(on, this);
		orgRoutes(on, this, this.apiKey);
		peopleRoutes(on, this);
		this.flows.routes(on);
		this.presigned(app);
		app.setErrorHandler(
			async (error: { statusCode?: number; message: string }, _request, reply) =>
				await reply.code(error.statusCode ?? 500).send(refusal('bad_request', error.message)),
		);
	}

	/** Addresses that are signed, so that the key may not be sent there (kustomer 4.4). */
	private presigned(app: FastifyInstance): void {
		app.addContentTypeParser(
			['multipart/form-data', 'application/octet-stream', 'text/plain'],
			{ parseAs: 'buffer' },
			(_request, body, done) => done(null, body),
		);
		app.route<{ Params: { id: string } }>({
			method: ['GET', 'POST', 'PUT'],
			url: '/presigned/:id',
			handler: async (request, reply) => {
				if (request.headers.authorization !== undefined)
					return await reply.code(400).send('Only one auth mechanism allowed');
				const { id } = request.params;
				if (request.method === 'GET')
					return await reply
						.type('application/octet-stream')
						.send(this.files.get(id) ?? Buffer.alloc(0));
				const body = request.body as Buffer;
				const bytes = request.method === 'POST' ? lastPart(body) : body;
				if (bytes?.length !== this.store.get('attachment', id)?.contentLength)
					return await reply.code(400).send('EntityTooLarge');
				this.files.set(id, bytes as Buffer);
				return await reply.code(204).send();
			},
		});
	}

	/** The refusal of a request for its key, its role or the rate limit. */
	private refused(
		request: FastifyRequest,
		reply: FastifyReply,
		roles: readonly string[],
	): Json | undefined {
		const { refuse } = askOf(request, reply);
		const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
		const byKey = token === this.apiKey;
		if (byKey ? !this.keyValid : !this.signIn.knows(token))
			return refuse(401, 'unauthorized', 'Invalid API token');
		// The wording is a guess; kustomer 1.2 says only that both pods are named.
		if (this.wrongRegion)
			return refuse(
				401,
				'unauthorized',
				'API token belongs to pod prod2 but the request is handled by pod prod1',
			);
		const has = (role: string) =>
			this.roles.has(role) && (byKey || this.signIn.grantsRole(token, role));
		if (roles.length > 0 && !roles.some(has))
			return refuse(401, 'unauthorized', `Missing role: ${roles[0] ?? ''}`);
		return this.limits.refused(request, reply);
	}
}
