import { randomBytes } from 'crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sleep } from 'n8n-workflow';

import { refusedPositions, type VendorStandIn } from '../core/standIn';
import { checkCreate, checkToken } from './records';
import { CallWindow } from './window';

type Json = Record<string, unknown>;

interface App {
	tokens: Map<string, { issued: number }>;
	calls: CallWindow;
	/** Token requests under way. */
	busy: number;
}

const OBJECT = 'CustomerServiceSessionObj';
const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** ShareCRM with one tenant. Every reply has the status 200; errorCode tells (sharecrm 0.1). */
export class ShareCrmStandIn implements VendorStandIn {
	readonly name = 'ShareCRM';
	readonly appId = 'FSAID_sandbox';
	readonly appSecret = 'sandbox-app-secret';
	readonly permanentCode = 'sandbox-permanent-code';
	readonly enterprise = 'sandbox01';

	/** Calls that a path takes in any window of so many milliseconds (sharecrm 11.2). */
	limit = { calls: 100, millis: 20_000 };
	/** Token calls that an app may make in any window of so many milliseconds (sharecrm 2.2). */
	tokenLimit = { calls: 10, millis: 60_000 };
	/** Milliseconds that a token lives, and after which a new one is handed out beside it (sharecrm 2.2). */
	tokenLife = { ends: 7_200_000, renews: 6_600_000 };
	/** Calls that were refused because they were too many. */
	throttled = 0;

	private apps = new Map<string, App>();
	private paths = new Map<string, CallWindow>();
	private traces = new Set<string>();
	private records: Json[] = [];
	private details: Json[] = [];
	private nextId = 0x68fan * 2n ** 80n;

	reset(): void {
		this.limit = { calls: 100, millis: 20_000 };
		this.tokenLimit = { calls: 10, millis: 60_000 };
		this.tokenLife = { ends: 7_200_000, renews: 6_600_000 };
		this.throttled = 0;
		this.paths = new Map();
		this.traces = new Set();
		this.records = [];
		this.details = [];
	}

	expireTokens(): void {
		for (const app of this.apps.values()) app.tokens.clear();
	}

	stored(): Record<string, unknown[]> {
		return { [OBJECT]: this.records, details: this.details };
	}

	credentials(url: string): Record<string, Json> {
		return {
			shareCrmApi: {
				cloud: 'custom',
				host: url,
				appId: this.appId,
				appSecret: this.appSecret,
				permanentCode: this.permanentCode,
				operatorEmployeeId: '1000',
			},
		};
	}

	/** The vendor's codes for what a status would say elsewhere. */
	errorBody(status: number, code?: string): unknown {
		return refusal(
			code === undefined ? (status >= 500 ? 50009 : status === 401 ? 20016 : 32000) : Number(code),
			status >= 500 ? 'service fault' : 'request refused',
		);
	}

	throttle(): { status: number; body: unknown } {
		return { status: 200, body: refusal(30004, 'call frequency exceeded') };
	}

	deform(kind: 'wrongLength' | 'withoutStatus' | 'reordered', body: unknown): unknown {
		if (kind !== 'withoutStatus') return body;
		const rest = { ...(body as Json) };
		delete rest.errorCode;
		return rest;
	}

	routes(app: FastifyInstance): void {
		app.post('/oauth2.0/token', async (request) => await this.token(request));
		app.post(
			'/cgi/crm/v2/data/create',
			async (request) => await Promise.resolve(this.create(request)),
		);
		app.setNotFoundHandler(
			async (request) =>
				await Promise.resolve(
					refusal(
						10006,
						`the request uri=[${request.url.split('?')[0]}],apiName=[null] is not exists`,
					),
				),
		);
		app.setErrorHandler(async (error, _request, reply) => {
			void reply.code(200);
			return await Promise.resolve(
				refusal(12004, error instanceof Error ? error.message : 'bad body'),
			);
		});
	}

	private async token(request: FastifyRequest): Promise<Json> {
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
		if (appId === undefined || !appId.startsWith(this.appId))
			return refusal(11001, 'appId is illegal');
		if (appSecret !== this.appSecret)
			return {
				...refusal(10006, 'appSecret is missing or illegal'),
				errorDescription: 'app_secret',
				error: 'invalid_client',
				error_description: 'app_secret',
			};
		if (permanentCode !== this.permanentCode) return refusal(20015, 'permanentCode is wrong');
		const app = this.app(appId);
		if (app.busy > 0 || !app.calls.take(this.tokenLimit.calls, this.tokenLimit.millis)) {
			this.throttled += 1;
			return refusal(14001, 'interface call limit exceeded');
		}
		app.busy += 1;
		// Long enough for a second request to arrive meanwhile.
		await sleep(20);
		app.busy -= 1;
		return this.handOut(app, appId);
	}

	private handOut(app: App, appId: string): Json {
		const now = Date.now();
		const current = [...app.tokens].find(([, { issued }]) => now - issued < this.tokenLife.renews);
		const [accessToken, { issued }] = current ?? [
			randomBytes(16).toString('hex').toUpperCase(),
			{ issued: now },
		];
		app.tokens.set(accessToken, { issued });
		return {
			accessToken,
			ea: this.enterprise,
			expiresIn: Math.floor((this.tokenLife.ends - (now - issued)) / 1000),
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

	private create(request: FastifyRequest): Json {
		const refused =
			this.throttledPath(request) ?? this.unauthorized(request) ?? this.untraced(request);
		if (refused) return refused;
		const wrong = checkCreate(request.body);
		if (wrong !== undefined) return refusal(32000, `parameter is illegal: ${wrong}`);
		// A code of a validation rule; the page lists none for it.
		if (refusedPositions(request).has(0))
			return {
				...refusal(201112008, 'the validation rule was not met'),
				errorDescription: 'validation',
			};
		return this.store(request.body as Json);
	}

	private throttledPath(request: FastifyRequest): Json | undefined {
		const path = request.url.split('?')[0] ?? '';
		const calls = this.paths.get(path) ?? new CallWindow();
		this.paths.set(path, calls);
		if (calls.take(this.limit.calls, this.limit.millis)) return undefined;
		this.throttled += 1;
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
			Date.now() - issued >= this.tokenLife.ends ||
			ea !== this.enterprise
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

	private store(body: Json): Json {
		const { object_data: record, details } = body.data as {
			object_data: Json;
			details?: Record<string, Json[]>;
		};
		const dataId = this.newId();
		this.records.push({
			...record,
			_id: dataId,
			create_time:
				body.hasSpecifyTime === true && record.create_time !== undefined
					? record.create_time
					: Date.now(),
			created_by:
				body.hasSpecifyCreatedBy === true && record.created_by !== undefined
					? record.created_by
					: ['1000'],
		});
		const ids: Record<string, string[]> = {};
		for (const [apiName, rows] of Object.entries(details ?? {})) {
			ids[apiName] = rows.map((row) => {
				const id = this.newId();
				this.details.push({ ...row, _id: id, dataObjectApiName: apiName, master: dataId });
				return id;
			});
		}
		// The name of the key for detail ids is not documented (sharecrm 14, row 13).
		return {
			traceId: trace(),
			errorDescription: 'success',
			dataId,
			errorMessage: 'OK',
			errorCode: 0,
			...(body.includeDetailIds === true && details ? { detailIds: ids } : {}),
		};
	}

	private newId(): string {
		return (this.nextId++).toString(16);
	}
}

const ACCEPTED = { errorCode: 0, errorMessage: 'success' };

function refusal(errorCode: number, errorMessage: string): Json {
	return { traceId: trace(), errorCode, errorMessage };
}

let traces = 0;

function trace(): string {
	return `E-O.sandbox01.1000-${++traces}`;
}
