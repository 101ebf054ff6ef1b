import type { FastifyInstance } from 'fastify';

import { refusedPositions, type VendorFakeServer } from '../core/fakeServer';
import { Apps, type Rules } from './apps';
import { Callbacks } from './callbacks';
import { fileCalls, fileHost } from './files';
import { OBJECT_CALLS } from './objectCalls';
import { OFFICE_CALLS } from './officeCalls';
import { RECORD_CALLS } from './records';
import { STATE_CALLS } from './recordStates';
import { businessRefusal, refusal, type Json } from './replies';
import { Tenant } from './tenant';

const OBJECT = 'CustomerServiceSessionObj';

function usualRules(): Pick<Rules, 'limit' | 'tokenLimit' | 'tokenLife' | 'quota' | 'throttled'> {
	return {
		limit: { calls: 100, millis: 20_000 },
		tokenLimit: { calls: 10, millis: 60_000 },
		tokenLife: { ends: 7_200_000, renews: 6_600_000 },
		quota: Infinity,
		throttled: 0,
	};
}

/** ShareCRM with one tenant. Every reply has the status 200; errorCode tells (sharecrm 0.1). */
export class ShareCrmFakeServer implements VendorFakeServer, Rules {
	readonly name = 'ShareCRM';
	readonly appId = 'FSAID_sandbox';
	readonly appSecret = 'sandbox-app-secret';
	readonly permanentCode = 'sandbox-permanent-code';
	readonly enterprise = 'sandbox01';

	limit = usualRules().limit;
	tokenLimit = usualRules().tokenLimit;
	tokenLife = usualRules().tokenLife;
	quota = Infinity;
	throttled = 0;

	readonly tenant = new Tenant();
	/** The event callback that the tenant has set up. */
	callbacks = new Callbacks();
	private readonly apps = new Apps(this);
	private address = '';

	/** One clock makes the time stamps and the Date of replies. */
	get clockAhead(): number {
		return this.tenant.clockAhead;
	}

	reset(): void {
		Object.assign(this, usualRules());
		this.apps.reset();
		this.tenant.reset();
		this.callbacks = new Callbacks();
	}

	expireTokens(): void {
		this.apps.expireTokens();
	}

	stored(): Record<string, unknown[]> {
		const rows = { [OBJECT]: [], ...this.tenant.rows() };
		const sessions: Json[] = rows[OBJECT];
		return {
			...rows,
			details: this.tenant.details,
			'not voided': sessions.filter((row) => row.life_status !== 'invalid'),
		};
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
		app.post('/oauth2.0/token', async (request) => await this.apps.token(request));
		for (const [end, call] of Object.entries({ ...RECORD_CALLS, ...STATE_CALLS }))
			for (const custom of [false, true])
				app.post(
					`/cgi/crm/${custom ? 'custom/' : ''}v2/data/${end}`,
					async (request) =>
						await Promise.resolve(this.apps.refused(request) ?? call(this.tenant, request, custom)),
				);
		const calls = { ...OBJECT_CALLS, ...OFFICE_CALLS, ...fileCalls(() => this.address) };
		for (const [path, call] of Object.entries(calls))
			app.post(path, async (request) => {
				this.address = `http://${request.headers.host ?? ''}`;
				// A call changes all of its records or none, so one that is refused refuses all.
				const partial = refusedPositions(request).size > 0;
				return await Promise.resolve(
					this.apps.refused(request) ??
						(partial ? businessRefusal('the data is not accepted') : call(this.tenant, request)),
				);
			});
		fileHost(app, this.tenant);
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
}
