import { generateKeyPairSync } from 'crypto';
import type { FastifyInstance } from 'fastify';

import type { VendorFakeServer } from '../core/fakeServer';
import { actionRoutes } from './http/actions';
import { Bulk } from './http/bulk';
import { collectionRoutes } from './http/collections';
import { Connect, type Result } from './http/connect';
import { describeRoutes } from './http/describe';
import { fileRoutes } from './http/files';
import { graphRoutes } from './http/graph';
import { Allowance, guardOf } from './http/guard';
import { approvalRoutes, Approvals } from './http/approvals';
import { compositeRoutes } from './http/composite';
import { singleRoutes } from './http/single';
import { soapRoutes } from './http/soap';
import { Login } from './http/oauth';
import { Queries } from './query/routes';
import { State } from './state/state';

type Json = Record<string, unknown>;

/** A Salesforce org with engagement, its login server, one user and one app. */
export class SalesforceEngagementFakeServer implements VendorFakeServer {
	readonly name = 'Salesforce Engagement';
	readonly credentialKinds = {
		salesforceEngagementClientCredentialsOAuth2Api: 'client credentials',
		salesforceEngagementJwtApi: 'JWT',
	};
	readonly state = new State();
	readonly login = new Login();
	readonly connect = new Connect(this.state);
	readonly queries = new Queries(this.state);
	readonly bulk = new Bulk(this.state);
	readonly allowance = new Allowance();
	readonly approvals = new Approvals(this.state);
	/** Names that the flow has greeted. */
	readonly greeted: string[] = [];
	readonly clientId = this.login.clientId;
	readonly clientSecret = this.login.clientSecret;
	readonly refreshToken = this.login.firstRefresh;
	/** The access token that a fresh OAuth2 credential holds. */
	readonly firstToken = this.login.firstToken;
	tellsTime = true;
	private privateKey: string | undefined;

	/** How far the org's clock is ahead of this one, in milliseconds. */
	get clockAhead(): number {
		return this.state.clockAhead;
	}

	set clockAhead(millis: number) {
		this.state.clockAhead = millis;
	}

	get bodyStatus(): number {
		return this.connect.bodyStatus;
	}

	set bodyStatus(code: number) {
		this.connect.bodyStatus = code;
	}

	get stopAfter(): number {
		return this.connect.stopAfter;
	}

	set stopAfter(count: number) {
		this.connect.stopAfter = count;
	}

	reset(): void {
		this.state.reset();
		this.login.reset();
		this.connect.reset();
		this.queries.reset();
		this.bulk.reset();
		this.allowance.reset();
		this.approvals.reset();
		this.greeted.length = 0;
		this.tellsTime = true;
	}

	expireTokens(): void {
		this.login.expire();
	}

	stored(): Record<string, unknown[]> {
		return {
			...Object.fromEntries(
				Object.entries(this.state.stored()).map(([object, rows]) => [
					object,
					rows.map((row) => this.connect.shown(row)),
				]),
			),
			BulkJob: this.bulk.all(),
			// The records whose approval has begun.
			ProcessInstance: [...this.approvals.states].map(([id, state]) => ({ id, state })),
		};
	}

	credentials(url: string): Record<string, Json> {
		const app = { myDomain: url, clientId: this.clientId, clientSecret: this.clientSecret };
		return {
			salesforceEngagementOAuth2Api: {
				// First, because the form asks for the domain only then.
				environment: 'myDomain',
				...app,
				oauthTokenData: {
					access_token: this.firstToken,
					refresh_token: this.refreshToken,
					instance_url: url,
					token_type: 'Bearer',
					scope: 'api refresh_token',
					issued_at: '1767225600000',
				},
			},
			salesforceEngagementClientCredentialsOAuth2Api: app,
			salesforceEngagementJwtApi: {
				myDomain: url,
				clientId: this.clientId,
				username: this.login.username,
				privateKey: this.key(),
			},
		};
	}

	/** The private key of the app's certificate, made once. */
	private key(): string {
		if (this.privateKey === undefined) {
			const { publicKey, privateKey } = generateKeyPairSync('rsa', {
				modulusLength: 2048,
				publicKeyEncoding: { type: 'spki', format: 'pem' },
				privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
			});
			// In one line, as a form takes it.
			this.privateKey = privateKey.replace(/\n/g, '\\n');
			this.login.publicKey = publicKey;
		}
		return this.privateKey;
	}

	errorBody(status: number, code?: string): unknown {
		return [
			{
				message: status >= 500 ? 'An unexpected situation' : 'The request was not understood',
				errorCode: code ?? (status >= 500 ? 'UNKNOWN_EXCEPTION' : 'INVALID_ARGUMENT'),
			},
		];
	}

	throttle(): { status: number; body: unknown } {
		return {
			status: 403,
			body: [
				{
					message: 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.',
					errorCode: 'REQUEST_LIMIT_EXCEEDED',
				},
			],
		};
	}

	deform(kind: 'wrongLength' | 'withoutStatus' | 'reordered', body: unknown): unknown {
		if (Array.isArray(body)) return deformedList(kind, body as Json[]);
		const { results, graphs } = body as { results?: Result[]; graphs?: Json[] };
		if (graphs) return { graphs: deformedList(kind, graphs) };
		if (kind === 'wrongLength')
			return results ? { hasErrors: false, results: [...results, ...results] } : {};
		if (kind === 'withoutStatus')
			return results
				? { hasErrors: false, results: results.map(({ result }) => ({ result })) }
				: {};
		return body;
	}

	routes(app: FastifyInstance): void {
		const guard = guardOf((token) => this.login.knows(token), this.allowance);
		this.login.routes(app);
		describeRoutes(app, guard, this.state);
		this.queries.routes(app, guard);
		collectionRoutes(app, guard, this.state);
		graphRoutes(app, guard, this.state);
		this.connect.routes(app, guard);
		this.bulk.routes(app, guard);
		actionRoutes(app, guard, this.greeted);
		fileRoutes(app, guard, this.state);
		singleRoutes(app, guard, this.state);
		compositeRoutes(app, guard, this.queries);
		approvalRoutes(app, guard, this.approvals);
		soapRoutes(app, (token) => this.login.knows(token), this.state);
	}
}

/** Results of records or graphs, deformed. */
function deformedList(kind: 'wrongLength' | 'withoutStatus' | 'reordered', list: Json[]): Json[] {
	if (kind === 'wrongLength') return [...list, ...list];
	if (kind === 'reordered') return [...list].reverse();
	return list.map((entry) =>
		Object.fromEntries(
			Object.entries(entry).filter(([key]) => key !== 'success' && key !== 'isSuccessful'),
		),
	);
}
