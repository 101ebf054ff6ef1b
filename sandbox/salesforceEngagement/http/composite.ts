import type { FastifyInstance, FastifyReply } from 'fastify';

import type { Queries } from '../query/routes';
import type { Guard } from './guard';

type Json = Record<string, unknown>;

/** Composite requests, as far as they read: queries that are too long for an address (salesforce-engagement 4.3). */
export function compositeRoutes(app: FastifyInstance, guard: Guard, queries: Queries): void {
	app.post<{ Body: { compositeRequest?: Json[] } }>(
		'/services/data/:version/composite',
		async (request, reply) => {
			const refused = guard(request, reply);
			if (refused) return await Promise.resolve(refused);
			const { compositeRequest = [] } = request.body;
			return await Promise.resolve({
				compositeResponse: compositeRequest.map(({ url, referenceId }) => {
					const { pathname, searchParams } = new URL(String(url), 'http://localhost');
					const [, , , version = '', path = ''] = pathname.split('/');
					let httpStatusCode = 200;
					// A subrequest has a status of its own.
					const own = { code: (status: number) => (httpStatusCode = status) };
					const body = queries.query(
						searchParams.get('q') ?? '',
						path === 'queryAll',
						version,
						path,
						own as unknown as FastifyReply,
					);
					return { body, httpHeaders: {}, httpStatusCode, referenceId };
				}),
			});
		},
	);
}
