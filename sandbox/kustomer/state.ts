import type { FastifyReply, FastifyRequest } from 'fastify';

import { refusal, Store, type Json } from './store';

/** A request that passed the checks of key, role and limits. */
export interface Ask {
	request: FastifyRequest;
	params: Record<string, string>;
	query: Record<string, string>;
	body: unknown;
	/** Sets the status of the reply. */
	status(code: number): void;
	/** Refuses the request. */
	refuse(code: number, name: string, message: string): Json;
}

/** Answers a request. */
export type Handler = (ask: Ask) => unknown;

/** Adds a route; any of the roles is enough, none is needed where none is given (kustomer 1.3). */
export type Route = (
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
	path: string,
	roles: readonly string[],
	handle: Handler,
) => void;

/** How the fake server behaves; a test may change each. */
export interface Settings {
	/** Milliseconds from the acceptance of a job to its end; queued in the first half, running in the second. */
	jobMillis: number;
	/** Items of one batch of a job. */
	batchSize: number;
	/** Most batches on one page, whatever the request asks for. */
	batchesPerPage: number;
	/** Roles of the key (kustomer 1.3). */
	roles: Set<string>;
	/** False where lists and searches come in the order in which records were stored, whatever they are asked for. */
	sorts: boolean;
	/** Milliseconds after a write in which the search does not show the object (kustomer 3.6). */
	searchLag: number;
	/** Most pages and rows of a page of a search (kustomer 3.6). */
	searchPages: number;
	searchPageSize: number;
	/** True where an update of a customer without `company` takes it from its company (kustomer 3.3). */
	unlinksCompany: boolean;
}

/** What the routes share. */
export interface State {
	store: Store;
	settings: Settings;
	/** Bodies of uploaded files, by the ID of their attachment. */
	files: Map<string, Buffer>;
	/** Address of the fake server, for links to files. */
	url(ask: Ask): string;
}

/** What a route is given. */
export function askOf(request: FastifyRequest, reply: FastifyReply): Ask {
	return {
		request,
		params: request.params as Record<string, string>,
		query: request.query as Record<string, string>,
		body: request.body,
		status: (code) => void reply.code(code),
		refuse(code, name, message) {
			void reply.code(code);
			return refusal(name, message);
		},
	};
}

/** Nothing, as the reply to a deletion. */
export function nothing(ask: Ask): undefined {
	ask.status(204);
	return undefined;
}
