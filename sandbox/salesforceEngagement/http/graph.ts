import type { FastifyInstance, FastifyRequest } from 'fastify';

import { refusedPositions } from '../../core/fakeServer';
import type { ApiError } from '../records';
import type { State, Written } from '../state/state';
import type { Guard } from './guard';

type Json = Record<string, unknown>;
interface Node {
	method: string;
	url: string;
	referenceId: string;
	body?: Json;
}

/** Limits of a payload (salesforce-engagement 4). */
const MOST_NODES = 500;
const MOST_GRAPHS = 75;
const MOST_FAILED = 14;

const RECORD = /^\/services\/data\/v\d+\.0\/sobjects\/(\w+)(?:\/([^/]+)(?:\/([^/]+))?)?$/;

/** Graphs: the records of each are written together or not at all (salesforce-engagement 4.4). */
export function graphRoutes(app: FastifyInstance, guard: Guard, state: State): void {
	app.post('/services/data/:version/composite/graph', async (request, reply) => {
		const refused = guard(request, reply);
		if (refused) return await Promise.resolve(refused);
		const { graphs } = (request.body ?? {}) as {
			graphs?: Array<{ graphId: string; compositeRequest: Node[] }>;
		};
		const wrong = wrongPayload(graphs);
		if (wrong) {
			void reply.code(400);
			return await Promise.resolve([wrong]);
		}
		let failed = 0;
		return await Promise.resolve({
			graphs: (graphs ?? []).map(({ graphId, compositeRequest }, position) => {
				const result =
					failed >= MOST_FAILED
						? halted(compositeRequest)
						: run(state, request, compositeRequest, position);
				if (!result.isSuccessful) failed += 1;
				return {
					graphId,
					isSuccessful: result.isSuccessful,
					graphResponse: { compositeResponse: result.responses },
				};
			}),
		});
	});
}

interface Outcome {
	isSuccessful: boolean;
	responses: Json[];
}

function run(state: State, request: FastifyRequest, nodes: Node[], position: number): Outcome {
	const ids = new Map<string, string>();
	const made: string[] = [];
	const responses: Json[] = [];
	for (const node of nodes) {
		const written = refusedPositions(request).has(position)
			? refusal('FIELD_CUSTOM_VALIDATION_EXCEPTION', 'The record is not allowed')
			: write(state, node, ids);
		if (!written.success) {
			for (const id of made) state.forget(id);
			const body = written.errors.map(({ statusCode, ...error }) => ({
				errorCode: statusCode,
				...error,
			}));
			return {
				isSuccessful: false,
				responses: nodes.map(({ referenceId }) =>
					referenceId === node.referenceId
						? { body, httpHeaders: {}, httpStatusCode: 400, referenceId }
						: stopped(referenceId),
				),
			};
		}
		made.push(written.id);
		ids.set(node.referenceId, written.id);
		responses.push({
			body: written,
			httpHeaders: {},
			httpStatusCode: 201,
			referenceId: node.referenceId,
		});
	}
	return { isSuccessful: true, responses };
}

function write(state: State, { method, url, body = {} }: Node, ids: Map<string, string>): Written {
	const [, object = '', key, value] = RECORD.exec(url) ?? [];
	const filled = Object.fromEntries(
		Object.entries(body).map(([name, given]) => [
			name,
			typeof given === 'string'
				? given.replace(/@\{(\w+)\.id\}/g, (_, reference: string) => ids.get(reference) ?? '')
				: given,
		]),
	);
	if (method === 'POST' && key === undefined) return state.insert(object, filled);
	if (method === 'PATCH' && key !== undefined && value === undefined)
		return state.update(object, key, filled);
	return refusal('INVALID_ARGUMENT', `${method} ${url} cannot be part of a graph`);
}

function refusal(statusCode: string, message: string): Written {
	return { success: false, errors: [{ statusCode, message, fields: [] }] };
}

function stopped(referenceId: string): Json {
	return {
		body: [
			{
				errorCode: 'PROCESSING_HALTED',
				message:
					'The transaction was rolled back since another operation in the same transaction failed.',
			},
		],
		httpHeaders: {},
		httpStatusCode: 400,
		referenceId,
	};
}

function halted(nodes: Node[]): Outcome {
	return { isSuccessful: false, responses: nodes.map(({ referenceId }) => stopped(referenceId)) };
}

function wrongPayload(
	graphs: Array<{ graphId: string; compositeRequest: Node[] }> | undefined,
): ApiError | undefined {
	const limit = (message: string) => ({ errorCode: 'LIMIT_EXCEEDED', message });
	if (!Array.isArray(graphs))
		return { errorCode: 'JSON_PARSER_ERROR', message: 'graphs is missing' };
	if (graphs.length > MOST_GRAPHS) return limit(`At most ${MOST_GRAPHS} graphs are allowed`);
	const nodes = graphs.flatMap(({ compositeRequest }) => compositeRequest);
	if (nodes.length > MOST_NODES) return limit(`At most ${MOST_NODES} nodes are allowed`);
	const bad = nodes.find(({ referenceId }) => !/^[A-Za-z][A-Za-z0-9_]*$/.test(referenceId));
	return bad && { errorCode: 'INVALID_ARGUMENT', message: `referenceId ${bad.referenceId}` };
}
