import { randomUUID } from 'node:crypto';

import { answerSchemas, isRefusalBody } from './answers';
import type { DeclaredField } from './declared';
import type { KhorosApi } from './khorosApi';
import type { Json } from './store';

/** The operations of the Custom CRM API: how each is asked, and what it answers (khoros-marketing 1). */
const OPERATIONS = {
	createCase: ['POST', '/case', 'case'],
	lookupCase: ['GET', '/case/:id', 'case'],
	updateCase: ['PATCH', '/case/:id', 'case'],
	searchCustomers: ['POST', '/customers', 'customers'],
	bestmatchCustomers: ['POST', '/customer/bestmatch', 'customers'],
	createCustomer: ['POST', '/customer', 'customer'],
	findCustomer: ['GET', '/customer/:id', 'customer'],
	updateCustomer: ['PATCH', '/customer/:id', 'customer'],
	findCases: ['GET', '/customer/:id/cases', 'cases'],
} as const;

export type Operation = keyof typeof OPERATIONS;

/** A CRM as Khoros knows it. */
export interface Crm {
	instanceUrl: string;
	authHeaderValue: string;
}

/** Who acts in Khoros, and where. */
export interface Agent {
	email: string;
	initiative: string;
}

/** What came back, and what Khoros makes of it: an answer, a refusal that the agent reads, or a failed call. */
export interface Reply {
	operation: string;
	result: 'answered' | 'refused' | 'failed';
	status: number;
	body?: unknown;
	/** Why the call failed. */
	why?: string;
}

const AGENT: Agent = { email: 'ana@brand.example', initiative: '4711' };
/** Statuses that the agent reads the message of. */
const READ = [400, 404, 422];

/** Khoros, where it asks a CRM. A call that fails becomes an event (khoros-marketing 8.2). */
export class KhorosCaller {
	/** How long Khoros waits, in milliseconds. A guess: no limit is documented (khoros-marketing 8.0). */
	timeout = 30_000;
	private schemas = answerSchemas({ case: [], customer: [] });

	constructor(
		private readonly api: KhorosApi,
		private readonly crm: Crm,
	) {}

	/** Asks for the structure of both objects, whose fields later answers are compared with (khoros-marketing 4.10). */
	async learn(): Promise<Record<'case' | 'customer', readonly DeclaredField[]>> {
		const fields = async (type: string): Promise<DeclaredField[]> => {
			const { body } = await this.call('getMetadata', 'GET', `/meta/object/${type}`);
			return (body as { fields?: DeclaredField[] } | undefined)?.fields ?? [];
		};
		const declared = { case: await fields('case'), customer: await fields('customer') };
		this.schemas = answerSchemas(declared);
		return declared;
	}

	/** Asks for one operation. */
	async ask(
		operation: Operation,
		{ id = '', body }: { id?: string; body?: Json } = {},
		agent = AGENT,
		as: string = operation,
	): Promise<Reply> {
		const [method, path, answers] = OPERATIONS[operation];
		const fits = (given: unknown) => {
			const validate = this.schemas[answers];
			if (validate(given)) return undefined;
			const [error] = validate.errors ?? [];
			return `${error?.instancePath ?? ''} ${error?.message ?? 'is wrong'}`.trim();
		};
		const mayBeEmpty = operation === 'searchCustomers';
		return await this.call(as, method, path.replace(':id', encodeURIComponent(id)), {
			body,
			agent,
			fits,
			mayBeEmpty,
		});
	}

	/** What Khoros does where an agent opens a customer: reads it, then its cases (khoros-marketing 8.0). */
	async hydrate(customerId: string, agent = AGENT): Promise<Reply[]> {
		const customer = await this.ask(
			'findCustomer',
			{ id: customerId },
			agent,
			'searchCustomerById',
		);
		if (customer.result !== 'answered') return [customer];
		const name = 'searchCustomerById-hydrateCases';
		return [customer, await this.ask('findCases', { id: customerId }, agent, name)];
	}

	private async call(
		operation: string,
		method: string,
		path: string,
		more: {
			body?: Json;
			agent?: Agent;
			fits?: (body: unknown) => string | undefined;
			mayBeEmpty?: boolean;
		} = {},
	): Promise<Reply> {
		const { body, agent = AGENT, fits, mayBeEmpty = false } = more;
		const requestUri = `${this.crm.instanceUrl}${path}`;
		const headers = {
			authorization: this.crm.authHeaderValue,
			'content-type': 'application/json',
			'x-sf-user-email': agent.email,
			'x-sf-initiative': agent.initiative,
			'x-sf-company-id': '90210',
		};
		let status = 0;
		let responseHeaders: Json = {};
		const failed = async (why: string): Promise<Reply> => {
			await this.api.raise('error-custom-crm', {
				operation,
				trackingId: `crm-gateway-${randomUUID()}`,
				spredfastErrorMessage: why,
				externalCall: {
					requestMethod: method,
					requestUri,
					requestHeaders: listed(headers),
					requestQueryParameters: {},
					...(body === undefined ? {} : { requestBody: JSON.stringify(body) }),
					responseHeaders,
					responseCode: status,
				},
			});
			return { operation, result: 'failed', status, why };
		};
		try {
			const reply = await fetch(requestUri, {
				method,
				headers,
				body: body === undefined ? undefined : JSON.stringify(body),
				redirect: 'manual',
				signal: AbortSignal.timeout(this.timeout),
			});
			status = reply.status;
			responseHeaders = listed(Object.fromEntries(reply.headers));
			const text = await reply.text();
			if (status === 204 && mayBeEmpty && text === '')
				return { operation, result: 'answered', status, body: [] };
			const given = JSON.parse(text) as unknown;
			if (READ.includes(status) && isRefusalBody(given))
				return { operation, result: 'refused', status, body: given };
			if (status < 200 || status >= 300) return await failed(`Unexpected status ${status}`);
			const flaw = fits?.(given);
			return flaw === undefined
				? { operation, result: 'answered', status, body: given }
				: await failed(`Unexpected answer: ${flaw}`);
		} catch (error) {
			const { name, message } = error as Error;
			return await failed(
				error instanceof SyntaxError
					? `Could not deserialize the answer: ${message}`
					: name === 'TimeoutError'
						? 'The CRM did not answer in time'
						: `The CRM could not be reached: ${message}`,
			);
		}
	}
}

function listed(headers: Record<string, string>): Json {
	return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
}
