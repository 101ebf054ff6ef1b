import { refusedEntry, refusedPositions } from '../core/fakeServer';
import { checkMany } from './schemas';
import { isNobody, kindOf, role, shapeOf, update } from './objects';
import {
	without,
	KINDS,
	kobjectKind,
	MACHINE_USER,
	relationships,
	type Json,
	type Kind,
} from './store';
import type { Ask, Handler, Route, Settings, State } from './state';

/** What became of one item of a job. */
export interface Result {
	_clientRef?: string;
	objectId?: string;
	status: 'created' | 'updated' | 'error';
	error?: string;
}

/** A bulk job. */
interface Job {
	id: string;
	kind: Kind;
	method: 'POST' | 'PUT' | 'DELETE';
	items: Json[];
	results: Result[];
	/** The objects of a job that names them by their IDs. */
	ids: string[];
	/** Milliseconds since the epoch. */
	acceptedAt: number;
}

const WORDS = { POST: 'create', PUT: 'update', DELETE: 'delete' } as const;

/** Routes of bulk requests and their jobs (kustomer 2.1, 2.2 and 2.6). */
export class Jobs {
	private readonly jobs = new Map<string, Job>();

	clear(): void {
		this.jobs.clear();
	}

	routes(on: Route, state: State): void {
		for (const kind of KINDS.filter(({ shape }) => shape !== undefined))
			this.bulkRoutes(on, state, `${kind.path}/bulk`, () => kind);
		this.bulkRoutes(on, state, '/v1/klasses/:klass/bulk', ({ params }) =>
			kobjectKind(params.klass ?? ''),
		);
		const read = role('bulk', 'read');
		on('GET', '/v1/bulk/:id', read, (ask) => {
			const job = this.jobs.get(ask.params.id ?? '');
			return job ? jobBody(job, state.settings) : unknownJob(ask);
		});
		on('GET', '/v1/bulk/:id/batches', read, (ask) => {
			const job = this.jobs.get(ask.params.id ?? '');
			return job ? batchesBody(job, state.settings, ask.query) : unknownJob(ask);
		});
	}

	private bulkRoutes(on: Route, state: State, path: string, kind: (ask: Ask) => Kind): void {
		const accept =
			(method: Job['method'], work: (ask: Ask, of: Kind) => Result[] | Json): Handler =>
			(ask) => {
				const of = kind(ask);
				const results = work(ask, of);
				if (!Array.isArray(results)) return results;
				const { ids } = ask.query;
				const job: Job = {
					id: state.store.freshId(),
					kind: of,
					method,
					items: (Array.isArray(ask.body) ? ask.body : []) as Json[],
					results,
					ids: ids === undefined ? [] : ids.split(','),
					acceptedAt: Date.now(),
				};
				this.jobs.set(job.id, job);
				ask.status(201);
				return jobBody(job, state.settings);
			};
		const object = path.startsWith('/v1/klasses/') ? 'kobject' : kindOf(typeAt(path)).role;
		on(
			'POST',
			path,
			role(object, 'create'),
			accept('POST', (ask, of) => creates(ask, state, of)),
		);
		on(
			'PUT',
			path,
			role(object, 'update'),
			accept('PUT', (ask, of) => updates(ask, state, of)),
		);
		if (object !== 'company')
			on(
				'DELETE',
				path,
				role(object, 'delete'),
				accept('DELETE', (ask, of) => {
					const fail = refusedPositions(ask.request);
					return (ask.query.ids ?? '').split(',').map((id, index): Result => {
						if (fail.has(index))
							return {
								objectId: id,
								status: 'error',
								error: String(
									refusedEntry(ask.request, index) ?? `${of.type} could not be deleted`,
								),
							};
						const row = state.store.get(of.type, id);
						if (row === undefined) return { objectId: id, status: 'error', error: 'not found' };
						state.store.remove(of, row);
						return { objectId: id, status: 'updated' };
					});
				}),
			);
	}
}

function typeAt(path: string): string {
	return KINDS.find((kind) => `${kind.path}/bulk` === path)?.type ?? '';
}

function unknownJob(ask: Ask): Json {
	return ask.refuse(404, 'not_found', 'Bulk operation not found');
}

function refOf({ _clientRef }: Json): { _clientRef?: string } {
	return _clientRef === undefined ? {} : { _clientRef: _clientRef as string };
}

function creates(ask: Ask, { store }: State, kind: Kind): Result[] | Json {
	const wrong = checkMany(shapeOf('create', kind), ask.body);
	if (wrong !== undefined) return ask.refuse(400, 'bad_request', wrong);
	const fail = refusedPositions(ask.request);
	return (ask.body as Json[]).map((item, index): Result => {
		const ref = refOf(item);
		const given = without(item, ['_clientRef']);
		// The wording is a guess.
		if (isNobody(given.customer)) return { ...ref, status: 'error', error: 'customer not found' };
		if (fail.has(index))
			return {
				...ref,
				status: 'error',
				error: String(refusedEntry(ask.request, index) ?? `${kind.type} could not be created`),
			};
		const row = store.add(kind, given);
		return row === undefined
			? { ...ref, status: 'error', error: 'duplicate detected' }
			: { ...ref, objectId: String(row.id), status: 'created' };
	});
}

function updates(ask: Ask, state: State, kind: Kind): Result[] | Json {
	const { ids } = ask.query;
	if (ids !== undefined)
		return ids.split(',').map((id) => changed(state, kind, id, ask.body as Json, {}));
	const wrong = checkMany(shapeOf('update', kind), ask.body);
	if (wrong !== undefined) return ask.refuse(400, 'bad_request', wrong);
	const fail = refusedPositions(ask.request);
	return (ask.body as Json[]).map((item, index) =>
		fail.has(index)
			? {
					...refOf(item),
					status: 'error' as const,
					error: String(refusedEntry(ask.request, index) ?? `${kind.type} could not be updated`),
				}
			: changed(state, kind, String(item.id), item, refOf(item)),
	);
}

function changed(state: State, kind: Kind, id: string, given: Json, ref: object): Result {
	const row = state.store.get(kind.type, id);
	if (row === undefined) return { ...ref, status: 'error', error: `${kind.type} not found` };
	const said = update(state, kind, row, given);
	if (said === 'stale') return { ...ref, status: 'error', error: 'rev does not match' };
	if (said === 'taken') return { ...ref, status: 'error', error: 'duplicate detected' };
	return { ...ref, objectId: id, status: 'updated' };
}

/** The bulk resource (kustomer 2.1 and 2.2). */
function jobBody(job: Job, { jobMillis, batchSize, roles }: Settings): Json {
	const elapsed = Date.now() - job.acceptedAt;
	const complete = elapsed >= jobMillis;
	const total = Math.ceil(job.results.length / batchSize);
	const user = { id: MACHINE_USER, userType: 'machine', roles: [...roles], orgName: 'sandbox' };
	return {
		data: {
			type: 'bulk',
			id: job.id,
			attributes: {
				ids: job.ids,
				context: `api.sobjects.${job.kind.path.split('/').at(-1) ?? ''}.bulk-${WORDS[job.method]}`,
				status: complete ? 'complete' : elapsed >= jobMillis / 2 ? 'running' : 'queued',
				v2: true,
				batches: { complete: complete ? total : 0, total, idsTotal: job.results.length },
				payload: {
					api: {
						data: job.items,
						path: job.kind.path,
						method: job.method,
						service: 'sobjects',
						user,
					},
				},
				createdAt: new Date(job.acceptedAt).toISOString(),
				updatedAt: new Date().toISOString(),
				completed: complete,
			},
			relationships: relationships(),
			links: { self: `/v1/bulk/${job.id}` },
		},
	};
}

/** One page of a job's batches (kustomer 2.2). */
function batchesBody(job: Job, settings: Settings, query: Record<string, string>): Json {
	const limit = Math.max(1, Math.min(Number(query.pageSize ?? 100), settings.batchesPerPage));
	const page = Math.max(1, Number(query.page ?? 1));
	const count = Math.ceil(job.results.length / settings.batchSize);
	const rows = Array.from({ length: count }, (_, index) => batchRow(job, index, settings)).slice(
		(page - 1) * limit,
		page * limit,
	);
	return { data: rows, meta: { page, pages: Math.ceil(count / limit), count, limit } };
}

function batchRow(job: Job, index: number, { jobMillis, batchSize }: Settings): Json {
	const complete = Date.now() - job.acceptedAt >= jobMillis;
	const results = complete ? job.results.slice(index * batchSize, (index + 1) * batchSize) : [];
	const refused = results.filter(({ status }) => status === 'error');
	const marked = job.items.length > 0 && job.items.every((item) => item._clientRef !== undefined);
	return {
		type: 'bulk_batch',
		id: `${index.toString(16).padStart(3, '0')}${job.id.slice(3)}`,
		attributes: {
			status: complete ? 'complete' : 'queued',
			completed: complete,
			successCount: results.length - refused.length,
			failureCount: refused.length,
			objectIds: results.flatMap(({ objectId, status }) =>
				status === 'error' ? [] : (objectId ?? []),
			),
			errors:
				job.ids.length === 0
					? []
					: refused.map(({ objectId, error }) => ({ id: objectId, data: { error } })),
			// Only where every item had a mark.
			...(marked ? { results } : {}),
			createdAt: new Date(job.acceptedAt).toISOString(),
			v2: true,
		},
		relationships: { bulk: { data: { type: 'bulk', id: job.id } } },
	};
}
