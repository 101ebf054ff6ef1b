import type { FastifyInstance, FastifyReply } from 'fastify';

import type { State, Written } from '../state/state';
import type { Guard } from './guard';

type Json = Record<string, unknown>;
type Params = { object: string; id: string };

/** Single records (salesforce-engagement 2.5), as n8n's own node writes them. */
export function singleRoutes(app: FastifyInstance, guard: Guard, state: State): void {
	const path = '/services/data/:version/sobjects/:object';
	app.post<{ Params: Params; Body: Json }>(
		path,
		async (request, reply) =>
			await Promise.resolve(
				guard(request, reply) ??
					answered(reply, 201, state.insert(request.params.object, request.body)),
			),
	);
	app.patch<{ Params: Params; Body: Json }>(
		`${path}/:id`,
		async (request, reply) =>
			await Promise.resolve(
				guard(request, reply) ??
					answered(
						reply,
						204,
						state.update(request.params.object, request.params.id, request.body),
					),
			),
	);
	app.delete<{ Params: Params }>(
		`${path}/:id`,
		async (request, reply) =>
			await Promise.resolve(
				guard(request, reply) ?? answered(reply, 204, state.remove(request.params.id)),
			),
	);
}

function answered(reply: FastifyReply, status: number, written: Written): unknown {
	if (written.success) {
		void reply.code(status);
		return status === 204 ? '' : { id: written.id, success: true, errors: [] };
	}
	void reply.code(400);
	return written.errors.map(({ statusCode, ...error }) => ({ errorCode: statusCode, ...error }));
}
