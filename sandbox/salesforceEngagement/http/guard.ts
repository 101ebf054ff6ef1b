import type { FastifyReply, FastifyRequest } from 'fastify';

import type { ApiError } from '../records';

/** Newest API version of the org; an unknown one is answered with 404 (salesforce-engagement 14). */
export const NEWEST_VERSION = 67;

/** Refuses a request for its token or its version. */
export type Guard = (request: FastifyRequest, reply: FastifyReply) => ApiError[] | undefined;

/** Calls that the org allows (salesforce-engagement 7); each answer tells how many are used in the day. */
export class Allowance {
	perDay = Infinity;
	/** Of the Connect API, for one user of one app. */
	perHour = Infinity;
	day = 0;
	hour = 0;

	reset(): void {
		Object.assign(this, { perDay: Infinity, perHour: Infinity, day: 0, hour: 0 });
	}

	/** Counts a request, and refuses it where nothing is left. */
	count(path: string, reply: FastifyReply): ApiError[] | undefined {
		const connect = path.includes('/connect/');
		if (this.perDay !== Infinity)
			void reply.header(
				'Sforce-Limit-Info',
				`api-usage=${Math.min(this.day + 1, this.perDay)}/${this.perDay}`,
			);
		if (this.day >= this.perDay) {
			void reply.code(403);
			return [{ message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' }];
		}
		if (connect && this.hour >= this.perHour) {
			void reply.code(503);
			return [
				{
					message:
						"You have reached the Connect API's hourly request limit for this user and application. Please try again later.",
					errorCode: 'REQUEST_LIMIT_EXCEEDED',
				},
			];
		}
		this.day += 1;
		if (connect) this.hour += 1;
		return undefined;
	}
}

/** Makes the check of all requests. */
export function guardOf(isToken: (token: string) => boolean, allowance: Allowance): Guard {
	return (request, reply) => {
		void reply.header('x-sfdc-request-id', request.id);
		const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
		if (token === undefined || !isToken(token)) {
			void reply.code(401);
			return [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }];
		}
		const { version: given = '' } = request.params as { version?: string };
		const version = Number(/^v(\d+)\.0$/.exec(given)?.[1] ?? 0);
		if (version >= 55 && version <= NEWEST_VERSION)
			return allowance.count(request.url.split('?')[0] ?? '', reply);
		void reply.code(404);
		return [{ message: 'The requested resource does not exist', errorCode: 'NOT_FOUND' }];
	};
}
