import { randomUUID } from 'node:crypto';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { KhorosCaller } from './caller';
import type { Json } from './store';

type Params = Record<string, string>;
type Handler = (request: FastifyRequest<{ Params: Params }>, reply: FastifyReply) => unknown;

const STATUSES = ['ACTIVE', 'DISABLED', 'PAUSED'];

/** Khoros' own API: registrations and events (khoros-marketing 7, 8). What it answers is not documented, so this is its envelope. */
export class KhorosApi {
	/** What a user has taken from Profile Settings. */
	readonly granted = 'sandbox-khoros-token-7c41';
	readonly crms = new Map<string, Json>();
	readonly subscriptions = new Map<string, Json>();
	/** Events by subscription. */
	readonly events = new Map<string, Json[]>();
	/** How often each event is sent. */
	copies = 1;
	/** Statuses of the replies to events; 0 where none came. */
	readonly delivered: number[] = [];
	private nextCrm = 9_007_199_254_740_993n;

	clear(): void {
		this.crms.clear();
		this.subscriptions.clear();
		this.events.clear();
		this.delivered.length = 0;
		this.copies = 1;
	}

	/** Lets something happen: each subscription to it gets an event, to be polled or by a request. Resolves when all are delivered. */
	async raise(eventName: string, data: Json): Promise<void> {
		const deliveries: Array<Promise<void>> = [];
		for (const [uuid, subscription] of this.subscriptions) {
			if (subscription.eventName !== eventName || subscription.status !== 'ACTIVE') continue;
			const event = {
				companyId: 90210,
				eventName,
				createdDate: dateText(Date.now()),
				eventUuid: randomUUID(),
				type: 'hydrated',
				subscriptionUuid: uuid,
				data,
			};
			if (typeof subscription.notificationUri === 'string')
				deliveries.push(this.deliver(subscription.notificationUri, subscription, event));
			else this.events.set(uuid, [...(this.events.get(uuid) ?? []), event]);
		}
		await Promise.all(deliveries);
	}

	private async deliver(url: string, { bearerToken }: Json, event: Json): Promise<void> {
		for (let copy = 0; copy < this.copies; copy++) {
			try {
				const { status } = await fetch(url, {
					method: 'POST',
					headers: {
						'content-type': 'application/json',
						...(bearerToken === undefined
							? {}
							: { authorization: `Bearer ${String(bearerToken)}` }),
					},
					body: JSON.stringify(event),
				});
				this.delivered.push(status);
			} catch {
				this.delivered.push(0);
			}
		}
	}

	/** Khoros as the caller of a CRM that is registered. */
	caller(crmId: string): KhorosCaller {
		const { instanceUrl, authHeaderValue } = this.crms.get(crmId) ?? {};
		return new KhorosCaller(this, {
			instanceUrl: String(instanceUrl),
			authHeaderValue: String(authHeaderValue),
		});
	}

	/** Registers a CRM, as an administrator does by the API. Returns its number. */
	register(crm: { name: string; instanceUrl: string; authHeaderValue: string }): string {
		const id = String(this.nextCrm++);
		this.crms.set(id, { id, ...crm });
		return id;
	}

	routes(app: FastifyInstance): void {
		const route = (
			method: 'DELETE' | 'GET' | 'PATCH' | 'POST' | 'PUT',
			url: string,
			handle: Handler,
		) =>
			app.route<{ Params: Params }>({
				method,
				url: `/v2${url}`,
				handler: async (request, reply) =>
					await reply.send(
						request.headers.authorization === `Bearer ${this.granted}`
							? handle(request, reply)
							: refuse(reply, 401, 'unauthorized', 'The access token is not valid.'),
					),
			});
		route('GET', '/me', () => good({ id: 1, companyId: 90210 }));
		route('POST', '/crm/admin/custom', ({ body }, reply) =>
			this.saveCrm(String(this.nextCrm++), body, reply),
		);
		route('PATCH', '/crm/admin/custom/:id', ({ body, params: { id = '' } }, reply) =>
			this.crms.has(id) ? this.saveCrm(id, body, reply) : unknown(reply),
		);
		route('POST', '/events/subscription', ({ body }) => {
			const uuid = randomUUID();
			const made = { ...(body as Json), uuid, companyId: 90210, status: 'ACTIVE' };
			this.subscriptions.set(uuid, made);
			return good(made);
		});
		route('GET', '/events/subscription', ({ query }) => {
			const { pageNumber, pageSize } = query as Record<string, string>;
			const all = [...this.subscriptions.values()];
			return good(page(all, Number(pageNumber) * Number(pageSize), Number(pageSize)));
		});
		route('GET', '/events/subscription/:id', ({ params: { id = '' } }, reply) => {
			const found = this.subscriptions.get(id);
			return found ? good(found) : unknown(reply);
		});
		route('PUT', '/events/subscription/:id/:status', ({ params: { id = '', status } }, reply) => {
			const found = this.subscriptions.get(id);
			if (!found) return unknown(reply);
			if (!STATUSES.includes(status ?? ''))
				return refuse(reply, 422, 'status', 'This status does not exist.');
			return good(Object.assign(found, { status }));
		});
		route('DELETE', '/events/subscription/:id', ({ params: { id = '' } }, reply) =>
			this.subscriptions.delete(id) ? good({}) : unknown(reply),
		);
		route('GET', '/events/data/:id', ({ params: { id = '' }, query }, reply) => {
			if (!this.subscriptions.has(id)) return unknown(reply);
			const { offset = '0', limit = '0' } = query as Record<string, string>;
			return good(page(this.events.get(id) ?? [], Number(offset), Number(limit)));
		});
	}

	private saveCrm(id: string, body: unknown, reply: FastifyReply): unknown {
		const { name, instanceUrl, authHeaderValue } = (body ?? {}) as Json;
		if (!name || !instanceUrl || !authHeaderValue)
			return refuse(
				reply,
				400,
				'bad_request',
				'name, instanceUrl and authHeaderValue are required.',
			);
		const crm = { id, name, instanceUrl, authHeaderValue };
		this.crms.set(id, crm);
		return good(crm);
	}
}

/** Such as "Wed Apr 12 09:01:11 CDT 2017" (khoros-marketing 8.2). */
function dateText(moment: number): string {
	const [day = '', date, month, year, time] = new Date(moment - 5 * 3_600_000)
		.toUTCString()
		.split(' ');
	return `${day.replace(',', '')} ${month} ${date} ${time} CDT ${year}`;
}

function page(all: Json[], from: number, size: number): Json[] {
	return all.slice(from, from + size);
}

function good(data: unknown): Json {
	return { data, status: { succeeded: true } };
}

function unknown(reply: FastifyReply): Json {
	return refuse(reply, 404, 'not_found', 'There is nothing with this id.');
}

function refuse(reply: FastifyReply, status: number, code: string, message: string): Json {
	void reply.code(status);
	return { status: { succeeded: false, error: { code, message } } };
}
