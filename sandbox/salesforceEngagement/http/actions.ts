import type { FastifyInstance } from 'fastify';

import type { Guard } from './guard';

type Json = Record<string, unknown>;

/**
 * One flow, which greets by name, as an action that can be run (salesforce-engagement 16).
 * @param greeted takes each name that was greeted
 */
export function actionRoutes(app: FastifyInstance, guard: Guard, greeted: string[]): void {
	app.get<{ Params: { '*': string } }>(
		'/services/data/:version/actions/*',
		async (request, reply) => {
			const refused = guard(request, reply);
			if (refused) return await Promise.resolve(refused);
			const flows = request.params['*'] === 'custom/flow';
			return await Promise.resolve({
				actions: flows ? [{ label: 'Greet', name: 'Greet', type: 'FLOW', url: '' }] : [],
			});
		},
	);
	app.post<{ Body: { inputs: Json[] } }>(
		'/services/data/:version/actions/custom/flow/Greet',
		async (request, reply) => {
			const refused = guard(request, reply);
			if (refused) return await Promise.resolve(refused);
			for (const { name } of request.body.inputs) if (typeof name === 'string') greeted.push(name);
			const results = request.body.inputs.map(({ name }) => ({
				actionName: 'Greet',
				errors:
					typeof name === 'string'
						? null
						: [
								{
									statusCode: 'INVALID_API_INPUT',
									message: 'Missing required input: name',
									fields: [],
								},
							],
				isSuccess: typeof name === 'string',
				outputValues: typeof name === 'string' ? { greeting: `Hello ${name}` } : null,
			}));
			if (results.some(({ isSuccess }) => !isSuccess)) void reply.code(400);
			return await Promise.resolve(results);
		},
	);
}
