import { createHash, createVerify, randomBytes } from 'crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { consentPage } from '../../core/consent';

type Json = Record<string, unknown>;

const JWT_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** The login server of the org: the grants of salesforce-engagement 3.2; refusals come with 400. */
export class Login {
	readonly clientId = '3MVG9.sandboxclient';
	readonly clientSecret = 'sandbox-client-secret';
	readonly username = 'integration@sandbox.example';
	/** The access token that a fresh OAuth2 credential holds. */
	readonly firstToken = '00Dsandbox!access';
	readonly firstRefresh = 'sandbox-refresh';
	/** The public key of the app's certificate, as PEM. */
	publicKey = '';
	/** True where a refresh token is good for one use, and its reply brings the next one (salesforce-engagement 14). */
	rotates = false;
	/** True where a new token ends the ones before it. Salesforce keeps them; token servers of other vendors do not. */
	newestOnly = false;

	private readonly tokens = new Set<string>([this.firstToken]);
	private refreshToken = this.firstRefresh;
	/** The challenge of the sign-in under way, as PKCE wants it (salesforce-engagement 14). */
	private challenge: string | undefined;

	reset(): void {
		this.tokens.clear();
		this.tokens.add(this.firstToken);
		this.refreshToken = this.firstRefresh;
		this.rotates = false;
		this.newestOnly = false;
		this.challenge = undefined;
	}

	expire(): void {
		this.tokens.clear();
	}

	knows(token: string): boolean {
		return this.tokens.has(token);
	}

	routes(app: FastifyInstance): void {
		app.addContentTypeParser(
			'application/x-www-form-urlencoded',
			{ parseAs: 'string' },
			(_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
		);
		app.get('/services/oauth2/authorize', async (request, reply) => {
			const query = request.query as Record<string, string>;
			this.challenge = query.code_challenge;
			return await reply
				.type('text/html')
				.send(consentPage('Salesforce Engagement', query, 'sandbox-code'));
		});
		app.post(
			'/services/oauth2/token',
			async (request, reply) => await Promise.resolve(this.token(request, reply)),
		);
		app.get('/services/oauth2/userinfo', async (request, reply) => {
			const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
			if (this.knows(token))
				return await Promise.resolve({
					user_id: '005000000000001AAA',
					organization_id: '00D000000000001AAA',
					preferred_username: this.username,
				});
			return await reply.code(403).type('text/plain').send('Bad_OAuth_Token');
		});
	}

	private token(request: FastifyRequest, reply: FastifyReply): Json {
		const given = (request.body ?? {}) as Record<string, string | undefined>;
		const refusal = this.refusal(given);
		if (refusal) {
			void reply.code(400);
			return { error: refusal[0], error_description: refusal[1] };
		}
		const byRefresh = given.grant_type === 'refresh_token';
		if (byRefresh && this.rotates) this.refreshToken = `refresh-${randomBytes(8).toString('hex')}`;
		const token = `00Dsandbox!${randomBytes(24).toString('hex')}`;
		if (this.newestOnly) this.tokens.clear();
		this.tokens.add(token);
		const url = `http://${request.host}`;
		return {
			access_token: token,
			...(given.grant_type === 'authorization_code' || (byRefresh && this.rotates)
				? { refresh_token: this.refreshToken }
				: {}),
			signature: 'sandbox',
			scope: 'api',
			instance_url: url,
			id: `${url}/id/00D000000000001AAA/005000000000001AAA`,
			token_type: 'Bearer',
			issued_at: String(Date.now()),
		};
	}

	private refusal(given: Record<string, string | undefined>): [string, string] | undefined {
		if (given.grant_type === JWT_GRANT) return this.wrongAssertion(given.assertion ?? '');
		if (given.client_id !== this.clientId)
			return ['invalid_client_id', 'client identifier invalid'];
		if (given.client_secret !== this.clientSecret)
			return ['invalid_client', 'invalid client credentials'];
		switch (given.grant_type) {
			case 'client_credentials':
				return undefined;
			case 'refresh_token':
				return given.refresh_token === this.refreshToken
					? undefined
					: ['invalid_grant', 'expired access/refresh token'];
			case 'authorization_code': {
				if (given.code !== 'sandbox-code') return ['invalid_grant', 'invalid authorization code'];
				const verifier = createHash('sha256')
					.update(given.code_verifier ?? '')
					.digest('base64url');
				return this.challenge === undefined || this.challenge === verifier
					? undefined
					: ['invalid_grant', 'invalid code verifier'];
			}
			default:
				return ['unsupported_grant_type', 'grant type not supported'];
		}
	}

	/** Checks a signed assertion (salesforce-engagement 3.2). */
	private wrongAssertion(assertion: string): [string, string] | undefined {
		const [head = '', claims = '', signature = ''] = assertion.split('.');
		const verified = createVerify('RSA-SHA256')
			.update(`${head}.${claims}`)
			.verify(this.publicKey, signature, 'base64url');
		if (!verified) return ['invalid_grant', 'invalid assertion'];
		const { iss, sub, aud, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Json;
		if (iss !== this.clientId) return ['invalid_client_id', 'client identifier invalid'];
		if (sub !== this.username) return ['invalid_grant', "user hasn't approved this consumer"];
		if (typeof aud !== 'string') return ['invalid_grant', 'audience is invalid'];
		const left = Number(exp) - Date.now() / 1000;
		return left > 0 && left <= 300 ? undefined : ['invalid_grant', 'assertion has expired'];
	}
}
