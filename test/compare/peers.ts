/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import path from 'node:path';

import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ICredentialType, IHttpRequestOptions, INodeType } from 'n8n-workflow';

import type { VendorFakeServer } from '../../sandbox/core/fakeServer';
import type { Loaded } from '../harness/nodeTypes';

const ZENDESK = 'https://sandbox.zendesk.com';

/** What one vendor answers to one record. */
interface Answer {
	status: number;
	body: unknown;
}

/** A vendor of n8n's own nodes, with the one endpoint that the comparison calls. */
export class PeerFakeServer implements VendorFakeServer {
	private readonly records: unknown[] = [];

	constructor(
		readonly name: string,
		private readonly endpoint: string,
		/** The name of a record that is good, and the answers to a good and a bad one. */
		private readonly speak: {
			nameOf(body: unknown): string | undefined;
			stored(id: number): Answer;
			refused(): Answer;
			error(status: number): unknown;
		},
	) {}

	routes(app: FastifyInstance): void {
		app.post(
			this.endpoint,
			async (request, reply) => await Promise.resolve(this.create(request.body, reply)),
		);
	}

	private create(body: unknown, reply: FastifyReply): unknown {
		const name = this.speak.nameOf(body);
		const answer =
			name === undefined ? this.speak.refused() : this.speak.stored(this.records.push({ name }));
		void reply.code(answer.status);
		return answer.body;
	}

	reset(): void {
		this.records.length = 0;
	}

	expireTokens(): void {}

	errorBody(status: number): unknown {
		return this.speak.error(status);
	}

	throttle(): Answer {
		return { status: 429, body: this.speak.error(429) };
	}

	credentials(): Record<string, Record<string, unknown>> {
		return {};
	}

	stored(): Record<string, unknown[]> {
		return { records: this.records };
	}
}

/** Zoho CRM: its create takes up to 100 records; n8n's node sends one. */
export function zohoCrm(): PeerFakeServer {
	return new PeerFakeServer('Zoho CRM', '/crm/v2/leads', {
		nameOf(body) {
			const [record] = (body as { data: Array<{ Last_Name: string; Email: string }> }).data;
			return record?.Email.includes('@') ? record.Last_Name : undefined;
		},
		stored: (id) => ({
			status: 201,
			body: {
				data: [
					{
						code: 'SUCCESS',
						details: { id: String(id) },
						message: 'record added',
						status: 'success',
					},
				],
			},
		}),
		refused: () => ({
			status: 202,
			body: {
				data: [
					{
						code: 'INVALID_DATA',
						details: { api_name: 'Email' },
						message: 'invalid data',
						status: 'error',
					},
				],
			},
		}),
		error: (status) => ({
			code: status === 429 ? 'TOO_MANY_REQUESTS' : 'INTERNAL_ERROR',
			details: {},
			message: status === 429 ? 'too many requests' : 'internal error',
			status: 'error',
		}),
	});
}

export function zendesk(): PeerFakeServer {
	return new PeerFakeServer('Zendesk', '/api/v2/tickets.json', {
		nameOf(body) {
			const { ticket } = body as { ticket: { comment: { body: string }; subject: string } };
			return ticket.comment.body === '' ? undefined : ticket.subject;
		},
		stored: (id) => ({ status: 201, body: { ticket: { id } } }),
		refused: () => ({
			status: 422,
			body: {
				error: 'RecordInvalid',
				description: 'Record validation errors',
				details: { base: [{ description: 'Description: cannot be blank' }] },
			},
		}),
		error: (status) => ({
			error: status === 429 ? 'TooManyRequests' : 'InternalError',
			description:
				status === 429 ? 'Number of allowed API requests per minute exceeded' : 'internal error',
		}),
	});
}

type Constructors = Record<string, new () => INodeType & ICredentialType>;

/**
 * n8n's own nodes, from the n8n that the start command brings along.
 * @param modules its folder of packages
 * @param zendeskUrl where Zendesk's requests go: its node knows no other host than zendesk.com
 */
export function builtInNodes(modules: string, zendeskUrl: string): Loaded {
	const make = (file: string, name: string) => {
		const Type = jest.requireActual<Constructors>(
			path.join(modules, 'n8n-nodes-base', 'dist', file),
		)[name];
		if (!Type) throw new Error(`${file} has no ${name}`);
		return new Type();
	};
	const zendeskApi: ICredentialType = make('credentials/ZendeskApi.credentials.js', 'ZendeskApi');
	const sign = zendeskApi.authenticate;
	if (typeof sign !== 'function') throw new Error('the Zendesk credential signs in another way');
	zendeskApi.authenticate = async (credential, request) => {
		const signed = (await sign.call(zendeskApi, credential, request)) as IHttpRequestOptions & {
			uri: string;
		};
		return { ...signed, uri: signed.uri.replace(ZENDESK, zendeskUrl) };
	};
	const nodes: Record<string, INodeType> = {
		zohoCrm: make('nodes/Zoho/ZohoCrm.node.js', 'ZohoCrm'),
		zendesk: make('nodes/Zendesk/Zendesk.node.js', 'Zendesk'),
	};
	const credentials: Record<string, ICredentialType> = {
		zendeskApi,
		zohoOAuth2Api: make('credentials/ZohoOAuth2Api.credentials.js', 'ZohoOAuth2Api'),
	};
	const found = <T>(of: Record<string, T>, name: string) => {
		const type = of[name];
		if (!type) throw new Error(`${name} is not loaded`);
		return { type };
	};
	return {
		getNode: (name) => found(nodes, name),
		getCredential: (name) => found(credentials, name),
	};
}
