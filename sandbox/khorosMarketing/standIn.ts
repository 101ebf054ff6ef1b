import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { refusedPositions, type VendorStandIn } from '../core/standIn';
import { CASE_FIELDS, checkCase, checkHeaders, CUSTOMER_FIELDS, type Refusal } from './cases';

type Json = Record<string, unknown>;

/** Path before the operations; the registered address may have one (khoros-marketing 1). */
const PREFIX = '/crm/v1';

/** A CRM that implements the case operations of the Custom CRM API. */
export class KhorosMarketingStandIn implements VendorStandIn {
	readonly name = 'Khoros Marketing';
	/** Header that carries the secret; Khoros's own name for it is not documented (khoros-marketing 3). */
	headerName = 'authorization';
	/** The complete value of the header. */
	headerValue = 'Bearer sandbox-khoros';

	private readonly cases = new Map<string, Json>();
	private nextId = 301;
	private open = true;

	reset(): void {
		this.cases.clear();
		this.nextId = 301;
		this.open = true;
		this.headerName = 'authorization';
	}

	/** The key is de-authenticated (khoros-marketing 5.6). */
	expireTokens(): void {
		this.open = false;
	}

	stored(): Record<string, unknown[]> {
		return { case: [...this.cases.values()] };
	}

	credentials(url: string): Record<string, Json> {
		return {
			khorosMarketingCrmApi: {
				baseUrl: `${url}${PREFIX}`,
				headerName: this.headerName,
				secret: this.headerValue,
			},
		};
	}

	errorBody(status: number, code?: string): unknown {
		if (status === 401) return {};
		return {
			error: code ?? (status >= 500 ? 'unexpected' : 'bad_request'),
			message:
				status >= 500 ? 'Unexpected condition in the CRM.' : 'The request cannot be handled.',
		};
	}

	/** Guess: no limit is documented (khoros-marketing 8.0), so this is HTTP's own way. */
	throttle(): { status: number; body: unknown; headers: Record<string, string> } {
		return {
			status: 429,
			body: { error: 'too_many_requests', message: 'Too many requests.' },
			headers: { 'retry-after': '0' },
		};
	}

	deform(kind: 'wrongLength' | 'withoutStatus' | 'reordered', body: unknown): unknown {
		if (kind === 'wrongLength') return [];
		if (kind === 'withoutStatus') return { ...(body as Json), id: undefined };
		return undefined;
	}

	routes(app: FastifyInstance): void {
		app.post(
			`${PREFIX}/case`,
			async (request, reply) =>
				await Promise.resolve(this.refused(request, reply) ?? this.createCase(request, reply)),
		);
		app.get<{ Params: { id: string } }>(
			`${PREFIX}/case/:id`,
			async (request, reply) =>
				await Promise.resolve(
					this.refused(request, reply) ?? this.lookupCase(request.params.id, reply),
				),
		);
		app.get<{ Params: { type: string } }>(
			`${PREFIX}/meta/object/:type`,
			async (request, reply) =>
				await Promise.resolve(this.refused(request, reply) ?? metadata(request.params.type, reply)),
		);
	}

	private refused(request: FastifyRequest, reply: FastifyReply): Json | undefined {
		// No body is documented for 401 (khoros-marketing 5.6).
		if (!this.open || request.headers[this.headerName] !== this.headerValue)
			return refuse(reply, { status: 401, body: {} });
		const wrong = checkHeaders(request.headers);
		return wrong && refuse(reply, wrong);
	}

	private createCase(request: FastifyRequest, reply: FastifyReply): Json {
		if (refusedPositions(request).has(0)) {
			return refuse(reply, {
				status: 422,
				body: {
					error: 'validation_failed',
					message: 'This title is taken.',
					fields: [{ name: 'title', errorMessage: 'Taken' }],
				},
			});
		}
		const given = request.body;
		// The schema of the page says customId, its examples customerId (khoros-marketing 6.1).
		const body = isJson(given)
			? { ...given, customerId: given.customerId ?? given.customId }
			: given;
		const wrong = checkCase(body);
		if (wrong) return refuse(reply, wrong);
		const stored = this.caseOf(body as Json, request);
		this.cases.set(String(stored.id), stored);
		void reply.code(201);
		return stored;
	}

	private caseOf(body: Json, request: FastifyRequest): Json {
		const number = this.nextId++;
		const now = new Date().toISOString();
		const interactions = (body.interactions ?? []) as Json[];
		return {
			id: `case_${number}`,
			number: String(number).padStart(5, '0'),
			customerId: body.customerId,
			title: body.title,
			// The answer needs a description, and the request has none (khoros-marketing 4.1).
			description: interactions[0]?.body ?? body.title,
			url: `http://${request.host}/cases/${number}`,
			lastUpdated: now,
			created: now,
			status: 'open',
			interactions,
			...Object.fromEntries(
				CASE_FIELDS.filter(({ name }) => body[name] !== undefined).map(({ name }) => [
					name,
					body[name],
				]),
			),
		};
	}

	private lookupCase(id: string, reply: FastifyReply): Json {
		// The page names no status for an unknown id; khoros-marketing 4.2 advises 404.
		return (
			this.cases.get(id) ??
			refuse(reply, { status: 404, body: { error: 'not_found', message: 'No case has this id.' } })
		);
	}
}

function metadata(type: string, reply: FastifyReply): Json {
	if (type === 'case') return { name: 'case', fields: CASE_FIELDS };
	if (type === 'customer') return { name: 'customer', fields: CUSTOMER_FIELDS };
	return refuse(reply, {
		status: 404,
		body: { error: 'not_found', message: 'This type is not supported.' },
	});
}

function isJson(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(
	reply: FastifyReply,
	{ status, body }: Refusal | { status: number; body: Json },
): Json {
	void reply.code(status);
	return { ...body };
}
