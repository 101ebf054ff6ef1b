import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { refusedPositions } from '../../core/fakeServer';
import type { Accounts } from './accounts';
import { Answer, NOTHING, Refused, type Handler, type Json, type Serve } from './wire';

/** What every request does before its own work. */
export interface Gate {
	accounts: Accounts;
	/** Counts the credits of a request (bigin 9). */
	charge(credits: number): void;
	/** Finishes what was due before this request, such as imports. */
	finishImports(): void;
	/** A reply as it is shown, from what it is. */
	shown(path: string, body: unknown): unknown;
}

/** Bodies that are not JSON objects count as empty; the routes name what is missing. */
function bodyOf(request: FastifyRequest): Json {
	const { body } = request;
	return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Json) : {};
}

async function run(
	gate: Gate,
	handler: Handler,
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<unknown> {
	const user = gate.accounts.userOf(request.method, request.headers.authorization);
	gate.finishImports();
	gate.charge(1);
	const made = handler({
		params: request.params as Record<string, string>,
		query: request.query as Record<string, string>,
		headers: request.headers as Record<string, string>,
		body: bodyOf(request),
		fail: refusedPositions(request),
		user,
		origin: `${request.protocol}://${request.host}`,
		reply,
		charge: (credits) => gate.charge(credits - 1),
	});
	const result = gate.shown(request.url.split('?')[0] ?? '', made);
	// When the token dies (bigin 1.3); an hour from now, because the sandbox does not count.
	void reply.header('x-accesstoken-reset', new Date(Date.now() + 3_600_000).toISOString());
	const isFile = reply.hasHeader('content-disposition');
	// JSON is called a file, too (bigin 18).
	if (!isFile && result !== NOTHING)
		void reply.header('content-disposition', 'attachment; filename=response.json');
	if (!(result instanceof Answer)) return result;
	void reply.code(result.status);
	return result.body === undefined ? await reply.send() : result.body;
}

/** Adds routes that need a token; refusals of whole requests leave them as errors. */
export function server(app: FastifyInstance, gate: Gate): Serve {
	app.setErrorHandler(
		async (error, _request, reply) =>
			await (error instanceof Refused
				? reply.code(error.status).send(error.body)
				: reply.send(error)),
	);
	return (method, url, handler) => {
		app.route({
			method,
			url,
			handler: async (request, reply) => await run(gate, handler, request, reply),
		});
	};
}

/** Reads bodies as Bigin does: forms of the accounts server, and JSON that may be missing. */
export function readBodies(app: FastifyInstance): void {
	app.addContentTypeParser(
		'application/x-www-form-urlencoded',
		{ parseAs: 'string' },
		(_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
	);
	const json = app.getDefaultJsonParser('error', 'error');
	app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
		if (body === '') done(null, undefined);
		else void json(request, String(body), done);
	});
	app.setNotFoundHandler(async (_request, reply) => {
		void reply.code(404);
		return await Promise.resolve({
			code: 'INVALID_URL_PATTERN',
			details: {},
			message: 'Please check if the URL trying to access is a correct one',
			status: 'error',
		});
	});
}
