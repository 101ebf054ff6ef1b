import { randomBytes } from 'crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';

import { consentPage } from '../../core/consent';
import { Refused, type Json, type Person } from './wire';

/** What the accounts server knows of its one client. */
export interface Client {
	clientId: string;
	clientSecret: string;
	refreshToken: string;
	firstToken: string;
	apiDomain: string;
}

/** Zoho's accounts server: codes, tokens and whose they are (bigin 1). */
export class Accounts {
	private readonly tokens = new Map<string, Person>();

	constructor(
		private readonly client: Client,
		private readonly owner: Person,
	) {}

	reset(): void {
		this.tokens.clear();
		this.tokens.set(this.client.firstToken, this.owner);
	}

	expire(): void {
		this.tokens.clear();
	}

	/** A new token of this user. */
	issue(person: Person): string {
		const token = `1000.${randomBytes(16).toString('hex')}`;
		this.tokens.set(token, person);
		return token;
	}

	/** Whose token a request has (bigin 11.3). */
	userOf(method: string, authorization = ''): Person {
		// The documented prefix. n8n's own credential test can only send Bearer (bigin 1.3, marked as memory).
		const prefix =
			method === 'GET' ? /^(?:Zoho-oauthtoken|Bearer) (.+)$/ : /^Zoho-oauthtoken (.+)$/;
		const match = prefix.exec(authorization);
		if (!match) throw new Refused(401, 'AUTHENTICATION_FAILURE', {}, 'Authentication failed');
		const person = this.tokens.get(match[1] ?? '');
		if (!person) throw new Refused(401, 'INVALID_TOKEN', {}, 'invalid oauth token');
		return person;
	}

	routes(app: FastifyInstance): void {
		app.get('/oauth/v2/auth', async (request, reply) => {
			const query = request.query as Record<string, string>;
			return await reply
				.type('text/html')
				.send(consentPage('Zoho Bigin', query, '1000.sandbox-code'));
		});
		app.post('/oauth/v2/token', async (request) => await Promise.resolve(this.token(request)));
	}

	private token(request: FastifyRequest): Json {
		const given = { ...(request.query as Json), ...((request.body ?? {}) as Json) };
		// Refusals of the token endpoint come with HTTP 200 (bigin 1.2).
		if (given.client_id !== this.client.clientId) return { error: 'invalid_client' };
		if (given.client_secret !== this.client.clientSecret) return { error: 'invalid_client_secret' };
		const byCode = given.grant_type === 'authorization_code' && given.code === '1000.sandbox-code';
		// Any account may be connected: its token is the sandbox's, with an ending of its own.
		const byRefresh =
			given.grant_type === 'refresh_token' &&
			String(given.refresh_token).startsWith(this.client.refreshToken);
		if (!byCode && !byRefresh) return { error: 'invalid_code' };
		return {
			access_token: this.issue(this.owner),
			...(byCode ? { refresh_token: this.client.refreshToken } : {}),
			api_domain: this.client.apiDomain || `http://${request.host}`,
			token_type: 'Bearer',
			expires_in: 3600,
		};
	}
}
