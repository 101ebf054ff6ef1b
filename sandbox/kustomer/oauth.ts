import { createHash, randomBytes } from 'node:crypto';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

type Json = Record<string, unknown>;

/** The person who signs in. */
export const PERSON = '5e01'.padEnd(24, '0');

/** A consent that waits for its token. */
interface Grant {
	redirect: string;
	challenge: string;
	scope: string;
}

const DAY = 86_400;

/** The sign-in of an organization: authorization code with PKCE S256 and refresh tokens (kustomer 1.4). */
export class SignIn {
	readonly clientId = 'sandbox-app';
	readonly clientSecret = 'sandbox-app-secret';
	/** Tokens that a fresh credential holds. */
	readonly firstToken = 'sandbox-person-token';
	readonly firstRefresh = 'sandbox-person-refresh';
	/** True where a refresh token is good for one use, and its reply brings the next one: no page says which it is. */
	rotates = true;

	/** Scopes of each access token; undefined stands for all. */
	private readonly tokens = new Map<string, ReadonlySet<string> | undefined>();
	private readonly grants = new Map<string, Grant>();
	private refresh: { token: string; scopes?: ReadonlySet<string> } | undefined;

	constructor() {
		this.reset();
	}

	reset(): void {
		this.tokens.clear();
		this.grants.clear();
		this.tokens.set(this.firstToken, undefined);
		this.refresh = { token: this.firstRefresh };
		this.rotates = true;
	}

	/** Ends all access tokens, as after a day. */
	expire(): void {
		this.tokens.clear();
	}

	/** Takes the consent back: no token works any more, and none can be had without a new sign-in. */
	revoke(): void {
		this.expire();
		this.refresh = undefined;
	}

	knows(token: string): boolean {
		return this.tokens.has(token);
	}

	/** Whether a role is among the scopes of a token. */
	grantsRole(token: string, role: string): boolean {
		return this.tokens.has(token) && (this.tokens.get(token)?.has(role) ?? true);
	}

	credential(url: string): Json {
		return {
			connectBy: 'custom',
			host: url,
			signInHost: url,
			clientId: this.clientId,
			clientSecret: this.clientSecret,
			oauthTokenData: {
				access_token: this.firstToken,
				refresh_token: this.firstRefresh,
				token_type: 'Bearer',
				expires_in: DAY,
			},
		};
	}

	routes(app: FastifyInstance): void {
		app.addContentTypeParser(
			'application/x-www-form-urlencoded',
			{ parseAs: 'string' },
			(_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
		);
		app.get('/oauth/authorize', async (request, reply) =>
			Promise.resolve(this.consent(request.query as Record<string, string>, reply)),
		);
		app.post('/oauth/authorize', async (request, reply) => {
			const asked = request.query as Record<string, string>;
			const wrong = this.unfit(asked);
			if (wrong !== undefined) return await reply.code(400).type('text/plain').send(wrong);
			const allowed = (request.body as Json | undefined)?.decision === 'allow';
			return await reply.redirect(this.decided(asked, allowed));
		});
		app.post('/oauth/token', async (request, reply) => Promise.resolve(this.token(request, reply)));
	}

	/** The page that asks the person; nothing is granted by opening it. */
	private consent(asked: Record<string, string>, reply: FastifyReply): FastifyReply {
		const wrong = this.unfit(asked);
		if (wrong !== undefined) return reply.code(400).type('text/plain').send(wrong);
		const scopes = (asked.scope ?? '').split(' ').map((scope) => `<li>${escaped(scope)}</li>`);
		return reply
			.type('text/html')
			.send(
				`<!doctype html><html lang="en"><title>Kustomer sandbox</title><h1>Allow n8n to act as Ava Bell?</h1><ul>${scopes.join('')}</ul><form method="post"><button name="decision" value="allow">Allow</button> <button name="decision" value="deny">Deny</button></form></html>`,
			);
	}

	/** What is wrong with a request to sign in; it is told to the person, as its redirect cannot be trusted. */
	private unfit(asked: Record<string, string>): string | undefined {
		if (asked.client_id !== this.clientId) return 'unknown client_id';
		if (asked.response_type !== 'code') return 'response_type must be code';
		if (!/^https?:\/\/[^\s/]+\//.test(asked.redirect_uri ?? '')) return 'unknown redirect_uri';
		if (asked.code_challenge_method !== 'S256') return 'code_challenge_method must be S256';
		return /^[\w-]{43}$/.test(asked.code_challenge ?? '') ? undefined : 'code_challenge is missing';
	}

	private decided(asked: Record<string, string>, allowed: boolean): string {
		const address = new URL(asked.redirect_uri ?? '');
		if (allowed) {
			const code = randomBytes(12).toString('hex');
			this.grants.set(code, {
				redirect: asked.redirect_uri ?? '',
				challenge: asked.code_challenge ?? '',
				scope: asked.scope ?? '',
			});
			address.searchParams.set('code', code);
		} else address.searchParams.set('error', 'access_denied');
		if (asked.state !== undefined) address.searchParams.set('state', asked.state);
		return address.href;
	}

	private token(request: FastifyRequest, reply: FastifyReply): Json {
		const given = (request.body ?? {}) as Record<string, string | undefined>;
		const refuse = (error: string, text: string) => {
			void reply.code(400);
			return { error, error_description: text };
		};
		if (given.client_id !== this.clientId || given.client_secret !== this.clientSecret)
			return refuse('invalid_client', 'unknown client or wrong secret');
		switch (given.grant_type) {
			case 'authorization_code': {
				const grant = this.grants.get(given.code ?? '');
				// A code is good for one try.
				this.grants.delete(given.code ?? '');
				if (grant === undefined || grant.redirect !== given.redirect_uri)
					return refuse('invalid_grant', 'unknown code or another redirect_uri');
				const hash = createHash('sha256')
					.update(given.code_verifier ?? '')
					.digest('base64url');
				if (hash !== grant.challenge) return refuse('invalid_grant', 'wrong code_verifier');
				const scopes = new Set(grant.scope.split(' '));
				// Without this scope there is no refresh token (kustomer 1.4).
				this.refresh = scopes.has('offline_access') ? { token: secret(), scopes } : undefined;
				return this.granted(scopes, this.refresh?.token);
			}
			case 'refresh_token': {
				if (this.refresh === undefined || given.refresh_token !== this.refresh.token)
					return refuse('invalid_grant', 'unknown refresh token');
				if (!this.rotates) return this.granted(this.refresh.scopes);
				this.refresh = { ...this.refresh, token: secret() };
				return this.granted(this.refresh.scopes, this.refresh.token);
			}
			default:
				return refuse('unsupported_grant_type', 'grant type not supported');
		}
	}

	private granted(scopes: ReadonlySet<string> | undefined, refreshToken?: string): Json {
		const token = secret();
		this.tokens.set(token, scopes);
		return {
			access_token: token,
			token_type: 'Bearer',
			expires_in: DAY,
			...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
			...(scopes === undefined ? {} : { scope: [...scopes].join(' ') }),
		};
	}
}

function secret(): string {
	return randomBytes(24).toString('hex');
}

function escaped(text: string): string {
	return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
