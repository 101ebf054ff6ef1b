import { randomBytes } from 'crypto';
import type { FastifyRequest } from 'fastify';
import { sleep } from 'n8n-workflow';

import { ACCEPTED, refusal, trace, type Json } from './replies';
import { checkToken } from './schemas';
import { CallWindow } from './window';

interface App {
	tokens: Map<string, { issued: number }>;
	calls: CallWindow;
	/** Token requests under way. */
	busy: number;
}

/** What a tenant's apps and calls may do; tests change it. */
export interface Rules {
	appId: string;
	appSecret: string;
	permanentCode: string;
	enterprise: string;
	/** Calls that a path takes in any window of so many milliseconds (sharecrm 11.2). */
	limit: { calls: number; millis: number };
	/** Token calls that an app may make in any window of so many milliseconds (sharecrm 2.2). */
	tokenLimit: { calls: number; millis: number };
	/** Milliseconds that a token lives, and after which a new one is handed out beside it (sharecrm 2.2). */
	tokenLife: { ends: number; renews: number };
	/** Calls that the tenant has left today (sharecrm 11.2). */
	quota: number;
	/** Calls that were refused because they were too many. */
	throttled: number;
}

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** The apps of a tenant, their tokens, and the limits on their calls. */
export class Apps {
	private apps = new Map<string, App>();
	private paths = new Map<string, CallWindow>();
	private traces = new Set<string>();

	constructor(private readonly rules: Rules) {}

	reset(): void {
		this.paths = new Map();
		this.traces = new Set();
	}

	expireTokens(): void {
		for (const app of this.apps.values()) app.tokens.clear();
	}

	async token(request: FastifyRequest): Promise<Json> {
		const { rules } = this;
		const untraced = this.untraced(request);
		if (untraced) return untraced;
		const missing = checkToken(request.body);
		if (missing !== undefined)
			return {
				...refusal(10006, `appSecret is missing or illegal: ${missing}`),
				error: 'invalid_request',
			};
		const { appId, appSecret, permanentCode } = request.body as Record<string, string>;
		// Any app of the tenant may ask: its id is the sandbox's, with an ending of its own.
		if (appId === undefined || !appId.startsWith(rules.appId))
			return refusal(11001, 'appId is illegal');
		if (appSecret !== rules.appSecret)
			return {
				...refusal(10006, 'appSecret is missing or illegal'),
				errorDescription: 'app_secret',
				error: 'invalid_client',
				error_description: 'app_secret',
			};
		if (permanentCode !== rules.permanentCode) return refusal(20015, 'permanentCode is wrong');
		const app = this.app(appId);
		if (app.busy > 0 || !app.calls.take(rules.tokenLimit.calls, rules.tokenLimit.millis)) {
			rules.throttled += 1;
			return refusal(14001, 'interface call limit exceeded');
		}
		app.busy += 1;
		// Long enough for a second request to arrive meanwhile.
		await sleep(20);
		app.busy -= 1;
		return this.handOut(app, appId);
	}

	/** Why a call is refused before anybody looks at what it wants. */
	refused(request: FastifyRequest): Json | undefined {
		return (
			this.throttledPath(request) ??
			this.unauthorized(request) ??
			this.untraced(request) ??
			this.overQuota()
		);
	}

	private handOut(app: App, appId: string): Json {
		const { tokenLife, enterprise } = this.rules;
		const now = Date.now();
		const current = [...app.tokens].find(([, { issued }]) => now - issued < tokenLife.renews);
		const [accessToken, { issued }] = current ?? [
			randomBytes(16).toString('hex').toUpperCase(),
			{ issued: now },
		];
		app.tokens.set(accessToken, { issued });
		return {
			accessToken,
			ea: enterprise,
			expiresIn: Math.floor((tokenLife.ends - (now - issued)) / 1000),
			openUserId: 'FSCID_SANDBOX',
			appId,
			...ACCEPTED,
			traceId: trace(),
		};
	}

	private app(appId: string): App {
		const known = this.apps.get(appId);
		if (known) return known;
		const app: App = { tokens: new Map(), calls: new CallWindow(), busy: 0 };
		this.apps.set(appId, app);
		return app;
	}

	private throttledPath(request: FastifyRequest): Json | undefined {
		const { limit } = this.rules;
		const path = request.url.split('?')[0] ?? '';
		const calls = this.paths.get(path) ?? new CallWindow();
		this.paths.set(path, calls);
		if (calls.take(limit.calls, limit.millis)) return undefined;
		this.rules.throttled += 1;
		return refusal(30004, 'call frequency exceeded');
	}

	private unauthorized(request: FastifyRequest): Json | undefined {
		const { authorization, 'x-fs-ea': ea, 'x-fs-userid': user } = request.headers;
		if (authorization === undefined) return refusal(20017, 'corpAccessToken is mandatory');
		const token = /^Bearer (\S+)$/.exec(authorization)?.[1] ?? '';
		const issued = [...this.apps.values()]
			.map((app) => app.tokens.get(token)?.issued)
			.find((time) => time !== undefined);
		if (
			issued === undefined ||
			Date.now() - issued >= this.rules.tokenLife.ends ||
			ea !== this.rules.enterprise
		) {
			return refusal(20016, 'corpId, corpAccessToken or authorization is wrong');
		}
		// Employees 1000 to 1999 work here.
		return /^1\d{3}$/.test(String(user)) ? undefined : refusal(30027, 'employee does not exist');
	}

	/** Stricter than the vendor may be, so that a repeated or missing trace id shows up (sharecrm 14, row 10). */
	private untraced(request: FastifyRequest): Json | undefined {
		const id = String((request.query as Json).thirdTraceId);
		if (!UUID_V4.test(id)) return refusal(32000, 'thirdTraceId must be a UUID v4');
		if (this.traces.has(id)) return refusal(32000, 'thirdTraceId was used before');
		this.traces.add(id);
		return undefined;
	}

	private overQuota(): Json | undefined {
		if (this.rules.quota <= 0) return refusal(30002, 'the calls of this day are used up');
		this.rules.quota -= 1;
		return undefined;
	}
}
