import type { FastifyInstance } from 'fastify';

import type { VendorFakeServer } from '../core/fakeServer';
import { Exports } from './bulk/exports';
import { Imports } from './bulk/imports';
import { Accounts } from './http/accounts';
import { readBodies, server } from './http/server';
import { readUploads } from './http/uploads';
import { NOTHING, type Json } from './http/wire';
import { metaRoutes } from './meta/routes';
import { Attachments } from './related/attachments';
import { Files } from './related/files';
import { noteRoutes } from './related/notes';
import { peopleRoutes, personOf, SANDBOX_USER } from './related/people';
import { relatedRoutes } from './related/related';
import { taggingRoutes } from './related/tagging';
import { tagRoutes } from './related/tags';
import { coqlRoutes } from './query/coqlRoutes';
import { searchRoutes } from './query/searchRoutes';
import { deleteRoutes } from './records/deleteRoutes';
import { listRoutes } from './records/listRoutes';
import { writeRoutes } from './records/writeRoutes';
import type { Settings } from './state/settings';
import { AccountState } from './state/accountState';

/** Zoho Bigin and its accounts server, with one account and three users. */
export class BiginFakeServer implements VendorFakeServer, Settings {
	readonly name = 'Zoho Bigin';
	readonly clientId = '1000.SANDBOXCLIENT';
	readonly clientSecret = 'sandbox-client-secret';
	readonly refreshToken = 'sandbox-refresh';
	/** The access token that a fresh credential holds. */
	readonly firstToken = 'sandbox-access';
	/** Domain that token replies name; the fake server's own address if empty. */
	apiDomain = '';

	clock = () => new Date();
	indexLag = 0;
	listLag = false;
	pageTokenFrom = 2000;
	bulkMillis = 50;
	bulkReadPage = 200_000;
	endless = false;
	timeless = new Set<string>();
	refused = new Set<string>();
	/** Credits that all requests have cost so far (bigin 9). */
	credits = 0;

	private readonly accounts = new Accounts(this, SANDBOX_USER);
	/** What the account holds. */
	readonly state = new AccountState(this);
	private readonly attachments = new Attachments(this.state);
	/** Files for the fields of records. */
	readonly files = new Files();
	private readonly exports = new Exports(this.state);
	private readonly imports = new Imports(this.state);

	/** The first pages of lists, by path. */
	private readonly firstPages = new Map<string, Json>();

	constructor() {
		this.accounts.reset();
	}

	get clockAhead(): number {
		return this.clock().getTime() - Date.now();
	}

	/** Forgets records and tokens; settings stay as they are. */
	reset(): void {
		for (const part of [
			this.state,
			this.attachments,
			this.files,
			this.exports,
			this.imports,
			this.accounts,
		])
			part.reset();
		this.apiDomain = '';
		this.credits = 0;
		this.endless = false;
		this.timeless.clear();
		this.refused.clear();
		this.firstPages.clear();
	}

	expireTokens(): void {
		this.accounts.expire();
	}

	/** A token of another user, so that tests can write in his name. */
	tokenOf(userId: string): string {
		return this.accounts.issue(personOf(userId) ?? SANDBOX_USER);
	}

	stored(): Record<string, unknown[]> {
		this.imports.finishImports();
		const attachments = this.attachments.stored();
		return {
			...this.state.stored(),
			...(attachments.length > 0 ? { Attachments: attachments } : {}),
		};
	}

	credentials(url: string): Record<string, Json> {
		return {
			biginOAuth2Api: {
				dataCenter: 'custom',
				accountsServer: url,
				apiDomain: url,
				clientId: this.clientId,
				clientSecret: this.clientSecret,
				oauthTokenData: {
					access_token: this.firstToken,
					refresh_token: this.refreshToken,
					api_domain: url,
					token_type: 'Bearer',
					expires_in: 3600,
				},
			},
		};
	}

	errorBody(status: number, code?: string): unknown {
		return {
			code: code ?? (status >= 500 ? 'INTERNAL_ERROR' : 'INVALID_DATA'),
			details: {},
			message: status >= 500 ? 'Internal server error' : 'invalid data',
			status: 'error',
		};
	}

	throttle(): { status: number; body: unknown } {
		return {
			status: 429,
			body: {
				code: 'TOO_MANY_REQUESTS',
				details: {},
				message: 'Too many requests fired in concurrent',
				status: 'error',
			},
		};
	}

	deform(kind: 'wrongLength' | 'withoutStatus' | 'reordered', body: unknown): unknown {
		const data = (body as { data?: Json[] }).data;
		if (!Array.isArray(data)) return body;
		if (kind === 'wrongLength') return { ...(body as Json), data: data.slice(1) };
		if (kind === 'withoutStatus')
			return { ...(body as Json), data: data.map(({ details }) => ({ details })) };
		return body;
	}

	private shownPage(path: string, body: unknown): unknown {
		if (!this.endless) return body;
		const { info } = body as { info?: Json };
		// A page past the end is empty.
		if (info?.more_records === undefined)
			return body === NOTHING ? (this.firstPages.get(path) ?? body) : body;
		const first = this.firstPages.get(path) ?? {
			...(body as Json),
			info: { ...info, more_records: true, next_page_token: null },
		};
		this.firstPages.set(path, first);
		return first;
	}

	routes(app: FastifyInstance): void {
		readBodies(app);
		readUploads(app);
		this.accounts.routes(app);
		const serve = server(app, {
			accounts: this.accounts,
			charge: (credits) => {
				this.credits += credits;
			},
			finishImports: () => this.imports.finishImports(),
			shown: (path, body) => this.shownPage(path, body),
		});
		peopleRoutes(serve);
		metaRoutes(serve);
		for (const add of [
			writeRoutes,
			listRoutes,
			deleteRoutes,
			searchRoutes,
			coqlRoutes,
			noteRoutes,
			tagRoutes,
			taggingRoutes,
			relatedRoutes,
		])
			add(serve, this.state);
		for (const part of [this.attachments, this.files, this.exports, this.imports])
			part.routes(serve);
	}
}
