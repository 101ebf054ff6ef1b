import type { FastifyReply, FastifyRequest } from 'fastify';

import type { ApiError } from '../records';

/** Newest API version of the org; an unknown one is answered with 404 (salesforce-engagement 14). */
export const NEWEST_VERSION = 67;

/** Refuses a request for its token or its version. */
export type Guard = (request: FastifyRequest, reply: FastifyReply) => ApiError[] | undefined;

/** Makes the check of all requests. */
export function guardOf(isToken: (token: string) => boolean): Guard {
	return (request, reply) => {
		const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
		if (token === undefined || !isToken(token)) {
			void reply.code(401);
			return [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }];
		}
		const { version: given = '' } = request.params as { version?: string };
		const version = Number(/^v(\d+)\.0$/.exec(given)?.[1] ?? 0);
		if (version >= 55 && version <= NEWEST_VERSION) return undefined;
		void reply.code(404);
		return [{ message: 'The requested resource does not exist', errorCode: 'NOT_FOUND' }];
	};
}
