import { randomBytes } from 'crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { refusedPositions, type VendorStandIn } from '../core/standIn';
import { checkRecord, MODULES, type Refusal } from './records';

type Json = Record<string, unknown>;

/** Most records of one insert (contract 3). */
const MAX_RECORDS = 100;

/** Zoho Bigin and its accounts server, with one account and one user. */
export class BiginStandIn implements VendorStandIn {
	readonly name = 'Zoho Bigin';
	readonly clientId = '1000.SANDBOXCLIENT';
	readonly clientSecret = 'sandbox-client-secret';
	readonly refreshToken = 'sandbox-refresh';
	/** The access token that a fresh credential holds. */
	readonly firstToken = 'sandbox-access';
	/** Domain that token replies name; the stand-in's own address if empty. */
	apiDomain = '';

	private readonly tokens = new Set<string>([this.firstToken]);
	private readonly records = new Map<string, Json[]>();
	/** Id of the contact with an email, because it is unique among contacts by default (contract 4.4). */
	private readonly emails = new Map<string, string>();
	private nextId = 2034020000000644000n;

	reset(): void {
		this.records.clear();
		this.emails.clear();
		this.tokens.clear();
		this.tokens.add(this.firstToken);
		this.apiDomain = '';
	}

	expireTokens(): void {
		this.tokens.clear();
	}

	stored(): Record<string, unknown[]> {
		return Object.fromEntries(this.records);
	}

	credentials(url: string): Record<string, Json> {
		return {
			biginOAuth2Api: {
				dataCenter: 'custom',
				accountsServer: url,
				apiDomain: url,
				clientId: this.clientId,
				clientSecret: this.clientSecret,
				oauthTokenData: { access_token: this.firstToken, refresh_token: this.refreshToken, api_domain: url, token_type: 'Bearer', expires_in: 3600 },
			},
		};
	}

	errorBody(status: number, code?: string): unknown {
		return { code: code ?? (status >= 500 ? 'INTERNAL_ERROR' : 'INVALID_DATA'), details: {}, message: status >= 500 ? 'Internal server error' : 'invalid data', status: 'error' };
	}

	throttle(): { status: number; body: unknown } {
		return { status: 429, body: { code: 'TOO_MANY_REQUESTS', details: {}, message: 'Too many requests fired in concurrent', status: 'error' } };
	}

	deform(kind: 'wrongLength' | 'withoutStatus' | 'reordered', body: unknown): unknown {
		const data = (body as { data?: Json[] }).data;
		if (!Array.isArray(data)) return body;
		if (kind === 'wrongLength') return { data: data.slice(1) };
		if (kind === 'withoutStatus') return { data: data.map(({ details }) => ({ details })) };
		return body;
	}

	routes(app: FastifyInstance): void {
		app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
			done(null, Object.fromEntries(new URLSearchParams(String(body)))),
		);
		app.get('/oauth/v2/auth', async (request, reply) => await this.authorize(request, reply));
		app.post('/oauth/v2/token', async (request) => await Promise.resolve(this.token(request)));
		app.get('/bigin/v2/users', async (request, reply) => {
			const refused = this.unauthorized(request, reply);
			return await Promise.resolve(refused ?? { users: [{ id: '2034020000000457001', full_name: 'Sandbox User', email: 'user@sandbox.example', status: 'active' }], info: { page: 1, per_page: 200, count: 1, more_records: false } });
		});
		app.post<{ Params: { module: string } }>('/bigin/v2/:module', async (request, reply) => await Promise.resolve(this.insert(request, reply)));
	}

	private async authorize(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
		const { redirect_uri: redirect, state = '' } = request.query as Record<string, string>;
		return await reply.redirect(`${redirect}?code=1000.sandbox-code&state=${encodeURIComponent(state)}`);
	}

	private token(request: FastifyRequest): Json {
		const given = { ...(request.query as Json), ...((request.body ?? {}) as Json) };
		// Refusals of the token endpoint come with HTTP 200 (contract 1.2).
		if (given.client_id !== this.clientId) return { error: 'invalid_client' };
		if (given.client_secret !== this.clientSecret) return { error: 'invalid_client_secret' };
		const byCode = given.grant_type === 'authorization_code' && given.code === '1000.sandbox-code';
		const byRefresh = given.grant_type === 'refresh_token' && given.refresh_token === this.refreshToken;
		if (!byCode && !byRefresh) return { error: 'invalid_code' };
		const token = `1000.${randomBytes(16).toString('hex')}`;
		this.tokens.add(token);
		return { access_token: token, ...(byCode ? { refresh_token: this.refreshToken } : {}), api_domain: this.apiDomain || `http://${request.host}`, token_type: 'Bearer', expires_in: 3600 };
	}

	private unauthorized(request: FastifyRequest, reply: FastifyReply): Json | undefined {
		// The documented prefix. n8n's own credential test can only send Bearer (contract 1.3, marked as memory).
		const prefix = request.method === 'GET' ? /^(?:Zoho-oauthtoken|Bearer) (.+)$/ : /^Zoho-oauthtoken (.+)$/;
		const match = prefix.exec(request.headers.authorization ?? '');
		if (match?.[1] !== undefined && this.tokens.has(match[1])) return undefined;
		void reply.code(401);
		return match ? { code: 'INVALID_TOKEN', details: {}, message: 'invalid oauth token', status: 'error' } : { code: 'AUTHENTICATION_FAILURE', details: {}, message: 'Authentication failed', status: 'error' };
	}

	private insert(request: FastifyRequest<{ Params: { module: string } }>, reply: FastifyReply): Json {
		const refused = this.unauthorized(request, reply);
		if (refused) return refused;
		const { module } = request.params;
		if (!MODULES.has(module)) return refuse(reply, 400, { code: 'INVALID_MODULE', details: { resource_path_index: 0 }, message: 'the module name given seems to be invalid', status: 'error' });
		const data = (request.body as Json | undefined)?.data;
		if (data === undefined) return refuse(reply, 400, { code: 'MANDATORY_NOT_FOUND', details: { api_name: 'data' }, message: 'required field not found', status: 'error' });
		if (!Array.isArray(data)) return refuse(reply, 400, { code: 'INVALID_DATA', details: { expected_data_type: 'jsonarray', api_name: 'data' }, message: 'invalid data', status: 'error' });
		if (data.length > MAX_RECORDS) return refuse(reply, 400, { code: 'LIMIT_EXCEEDED', details: { limit: MAX_RECORDS }, message: 'more than 100 records', status: 'error' });
		const fail = refusedPositions(request);
		const entries = data.map((record: unknown, index) => (fail.has(index) ? refusal({ code: 'INVALID_DATA', details: { api_name: 'Email', expected_data_type: 'email' }, message: 'invalid data' }) : this.insertOne(module, record, index)));
		void reply.code(entries.some((entry) => entry.status === 'error') ? 202 : 201);
		return { data: entries };
	}

	private insertOne(module: string, record: unknown, index: number): Json {
		const wrong = checkRecord(module, record, index) ?? this.duplicate(module, record as Json);
		if (wrong) return refusal(wrong);
		const id = String(this.nextId++);
		this.store(module, { ...(record as Json), id });
		const user = { name: 'Sandbox User', id: '2034020000000457001' };
		const now = new Date().toISOString().replace(/\.\d+Z$/, '+00:00');
		return { code: 'SUCCESS', details: { Modified_Time: now, Modified_By: user, Created_Time: now, id, Created_By: user }, message: 'record added', status: 'success' };
	}

	private store(module: string, record: Json & { id: string }): void {
		const records = this.records.get(module) ?? [];
		this.records.set(module, records);
		records.push(record);
		if (module === 'Contacts' && typeof record.Email === 'string') this.emails.set(record.Email.toLowerCase(), record.id);
	}

	private duplicate(module: string, record: Json): Refusal | undefined {
		if (module !== 'Contacts' || typeof record.Email !== 'string') return undefined;
		const id = this.emails.get(record.Email.toLowerCase());
		return id === undefined ? undefined : { code: 'DUPLICATE_DATA', details: { api_name: 'Email', id }, message: 'duplicate data' };
	}
}

function refuse(reply: FastifyReply, status: number, body: Json): Json {
	void reply.code(status);
	return body;
}

function refusal(wrong: Refusal): Json {
	return { ...wrong, status: 'error' };
}
