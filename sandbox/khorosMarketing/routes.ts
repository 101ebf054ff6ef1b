import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { refusedPositions } from '../core/fakeServer';
import { checkCase, checkCaseChange, checkCustomer, checkHeaders, type Refusal } from './check';
import { CASE_FIELDS, CUSTOMER_FIELDS } from './declared';
import type { CrmStore, Json } from './store';

type Params = Record<string, string>;
type Handler = (request: FastifyRequest<{ Params: Params }>, reply: FastifyReply) => unknown;

const NOT_FOUND = (what: string): Refusal => ({
	status: 404,
	body: { error: 'not_found', message: `${what} has this id.` },
});

/**
 * The ten operations of the Custom CRM API (khoros-marketing 1).
 * @param prefix path before the operations
 * @param isOpen whether a request has the secret
 */
export function crmRoutes(
	app: FastifyInstance,
	prefix: string,
	store: CrmStore,
	isOpen: (request: FastifyRequest) => boolean,
): void {
	const route = (method: 'GET' | 'PATCH' | 'POST', path: string, handle: Handler) =>
		app.route<{ Params: Params }>({
			method,
			url: `${prefix}${path}`,
			async handler(request, reply) {
				// No body is documented for 401 (khoros-marketing 5.6).
				if (!isOpen(request)) return await reply.code(401).send({});
				const wrong = checkHeaders(request.headers) ?? refusedByFault(request);
				return await reply.send(wrong ? refuse(reply, wrong) : handle(request, reply));
			},
		});
	/** Changes or reads a stored record, or refuses an id that is not there. */
	const known =
		(
			records: Map<string, Json>,
			what: string,
			handle: (stored: Json, request: FastifyRequest, reply: FastifyReply) => unknown,
		): Handler =>
		(request, reply) => {
			const stored = records.get(request.params.id ?? '');
			return stored ? handle(stored, request, reply) : refuse(reply, NOT_FOUND(`No ${what}`));
		};

	route('POST', '/case', (request, reply) => {
		const body = caseOf(request.body);
		const wrong = checkCase(body);
		if (wrong) return refuse(reply, wrong);
		void reply.code(201);
		return store.addCase(body as Json, request.host);
	});
	route(
		'GET',
		'/case/:id',
		known(store.cases, 'case', (stored) => stored),
	);
	route(
		'PATCH',
		'/case/:id',
		known(store.cases, 'case', (stored, request, reply) => {
			const body = caseOf(request.body);
			const wrong = checkCaseChange(body);
			return wrong ? refuse(reply, wrong) : store.changeCase(stored, body as Json);
		}),
	);
	route('POST', '/customers', (request, reply) => {
		const found = store.search((request.body ?? {}) as Json);
		// Nothing found has no body (khoros-marketing 4.4).
		if (found.length > 0) return found;
		void reply.code(204);
		return undefined;
	});
	route('POST', '/customer/bestmatch', ({ body }) => store.bestMatches((body ?? {}) as Json));
	route('POST', '/customer', (request, reply) => {
		const wrong = checkCustomer(request.body);
		if (wrong) return refuse(reply, wrong);
		void reply.code(201);
		return store.addCustomer(request.body as Json, request.host);
	});
	route(
		'GET',
		'/customer/:id',
		known(store.customers, 'customer', (stored) => stored),
	);
	route(
		'PATCH',
		'/customer/:id',
		known(store.customers, 'customer', (stored, request, reply) => {
			const wrong = checkCustomer(request.body);
			if (wrong) return refuse(reply, wrong);
			void reply.code(201);
			return store.changeCustomer(stored, request.body as Json);
		}),
	);
	route(
		'GET',
		'/customer/:id/cases',
		known(store.customers, 'customer', ({ id }) => store.casesOf(String(id))),
	);
	route('GET', '/meta/object/:type', ({ params: { type } }, reply) => {
		const fields = { case: CASE_FIELDS, customer: CUSTOMER_FIELDS }[type ?? ''];
		return fields
			? { name: type, fields }
			: refuse(reply, {
					status: 404,
					body: { error: 'not_found', message: 'This type is not supported.' },
				});
	});
}

/** The schema of the page says customId, its examples customerId (khoros-marketing 6.1). */
function caseOf(given: unknown): unknown {
	return isJson(given) ? { ...given, customerId: given.customerId ?? given.customId } : given;
}

function refusedByFault(request: FastifyRequest): Refusal | undefined {
	if (!refusedPositions(request).has(0)) return undefined;
	return {
		status: 422,
		body: {
			error: 'validation_failed',
			message: 'This title is taken.',
			fields: [{ name: 'title', errorMessage: 'Taken' }],
		},
	};
}

function isJson(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(reply: FastifyReply, { status, body }: Refusal): Json {
	void reply.code(status);
	return { ...body };
}
