import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { refusedEntry, refusedPositions } from '../../core/fakeServer';
import type { ApiError } from '../records';
import { rowError } from '../state/check';
import type { State, Written } from '../state/state';
import type { Guard } from './guard';

type Json = Record<string, unknown>;
type Write = (record: Json) => Written;

/** Most records of a collection (salesforce-engagement 4.5). */
const MOST = 200;
/** Most changes of the type from one record to the next, plus one. */
const MOST_CHUNKS = 10;

const typeOf = (record: Json) => String((record.attributes as Json | undefined)?.type ?? '');
const idOf = (record: Json) => String(record.id ?? record.Id ?? '');

/** Collections of records (salesforce-engagement 4.5): 200 with one result each, in order, under HTTP 200. */
export function collectionRoutes(app: FastifyInstance, guard: Guard, state: State): void {
	const path = '/services/data/:version/composite/sobjects';
	const write =
		(operation: Write) =>
		async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> =>
			await Promise.resolve(
				guard(request, reply) ??
					written(
						request,
						reply,
						(request.body as { records?: Json[] } | null)?.records,
						operation,
					),
			);
	app.post(
		path,
		write((record) => state.insert(typeOf(record), record)),
	);
	app.patch(
		path,
		write((record) => state.update(typeOf(record), idOf(record), record)),
	);
	app.patch<{ Params: { object: string; field: string } }>(
		`${path}/:object/:field`,
		async (request, reply) =>
			await write((record) =>
				typeOf(record) === request.params.object
					? state.upsert(request.params.object, request.params.field, record)
					: { success: false, errors: [rowError('INVALID_TYPE', 'wrong type')] },
			)(request, reply),
	);
	app.delete<{ Querystring: { ids?: string; allOrNone?: string } }>(
		path,
		async (request, reply) =>
			await Promise.resolve(
				guard(request, reply) ??
					written(
						request,
						reply,
						(request.query.ids ?? '').split(',').map((id) => ({ id, attributes: { type: '-' } })),
						(record) => state.remove(idOf(record)),
					),
			),
	);
}

function written(
	request: FastifyRequest,
	reply: FastifyReply,
	records: Json[] | undefined,
	operation: Write,
): unknown {
	const wrong = wrongCollection(records);
	if (wrong) {
		void reply.code(400);
		return [wrong];
	}
	const refused = refusedPositions(request);
	return (records ?? []).map(
		(record, position) =>
			refusedEntry(request, position) ??
			(refused.has(position)
				? {
						success: false,
						errors: [
							rowError('FIELD_CUSTOM_VALIDATION_EXCEPTION', 'The record is not allowed', 'Name'),
						],
					}
				: operation(record)),
	);
}

function wrongCollection(records: Json[] | undefined): ApiError | undefined {
	if (!Array.isArray(records) || records.length === 0)
		return { errorCode: 'JSON_PARSER_ERROR', message: 'The records are missing' };
	if (records.length > MOST)
		return {
			errorCode: 'EXCEEDED_ID_LIMIT',
			message: `record limit reached. cannot submit more than ${MOST} records into this call`,
		};
	const chunks = records.filter(
		(record, index) => index === 0 || typeOf(record) !== typeOf(records[index - 1] ?? {}),
	).length;
	if (chunks > MOST_CHUNKS)
		return { errorCode: 'LIMIT_EXCEEDED', message: 'Cannot have more than 10 chunks' };
	const ids = records.map(idOf).filter((id) => id !== '');
	return new Set(ids).size === ids.length
		? undefined
		: { errorCode: 'INVALID_ARGUMENT', message: 'Duplicate id in the list' };
}
