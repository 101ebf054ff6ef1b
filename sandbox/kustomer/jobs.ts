type Json = Record<string, unknown>;

/** What became of one item of a job. */
export interface Result {
	_clientRef?: string;
	objectId?: string;
	status: 'created' | 'error';
	error?: string;
}

/** A bulk job, as the stand-in keeps it. */
export interface Job {
	id: string;
	items: Json[];
	results: Result[];
	/** Milliseconds since the epoch. */
	acceptedAt: number;
}

/** How jobs are worked off and shown. */
export interface JobSettings {
	/** Milliseconds from the acceptance of a job to its end; queued in the first half, running in the second. */
	jobMillis: number;
	/** Items of one batch of a job. */
	batchSize: number;
	/** Most batches on one page, whatever the request asks for. */
	batchesPerPage: number;
	/** Roles of the key (kustomer 1.3). */
	roles: ReadonlySet<string>;
}

const ORG = '5a0000000000000000000001';
const MACHINE_USER = '5a0000000000000000000002';

/** The bulk resource (kustomer 2.1 and 2.2). */
export function jobBody(job: Job, { jobMillis, batchSize, roles }: JobSettings): Json {
	const elapsed = Date.now() - job.acceptedAt;
	const complete = elapsed >= jobMillis;
	const total = Math.ceil(job.items.length / batchSize);
	const user = { id: MACHINE_USER, userType: 'machine', roles: [...roles], orgName: 'sandbox' };
	return {
		data: {
			type: 'bulk',
			id: job.id,
			attributes: {
				ids: [],
				context: 'api.sobjects.conversations.bulk-create',
				status: complete ? 'complete' : elapsed >= jobMillis / 2 ? 'running' : 'queued',
				v2: true,
				batches: { complete: complete ? total : 0, total, idsTotal: job.items.length },
				payload: {
					api: {
						data: job.items,
						path: '/v1/conversations',
						method: 'POST',
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
export function batchesBody(job: Job, settings: JobSettings, query: Record<string, string>): Json {
	const limit = Math.max(1, Math.min(Number(query.pageSize ?? 100), settings.batchesPerPage));
	const page = Math.max(1, Number(query.page ?? 1));
	const count = Math.ceil(job.results.length / settings.batchSize);
	const rows = Array.from({ length: count }, (_, index) => batchRow(job, index, settings)).slice(
		(page - 1) * limit,
		page * limit,
	);
	return { data: rows, meta: { page, pages: Math.ceil(count / limit), count, limit } };
}

function batchRow(job: Job, index: number, { jobMillis, batchSize }: JobSettings): Json {
	const complete = Date.now() - job.acceptedAt >= jobMillis;
	const results = complete ? job.results.slice(index * batchSize, (index + 1) * batchSize) : [];
	const marked = job.items.every((item) => item._clientRef !== undefined);
	return {
		type: 'bulk_batch',
		id: `${index.toString(16).padStart(3, '0')}${job.id.slice(3)}`,
		attributes: {
			status: complete ? 'complete' : 'queued',
			completed: complete,
			successCount: results.filter(({ status }) => status === 'created').length,
			failureCount: results.filter(({ status }) => status === 'error').length,
			objectIds: results.flatMap(({ objectId }) => objectId ?? []),
			errors: [],
			// Only where every item had a mark.
			...(marked ? { results } : {}),
			createdAt: new Date(job.acceptedAt).toISOString(),
			v2: true,
		},
		relationships: { bulk: { data: { type: 'bulk', id: job.id } } },
	};
}

/** Organization and author, as replies show them. */
export function relationships(): Json {
	return {
		org: { links: { self: `/v1/orgs/${ORG}` }, data: { type: 'org', id: ORG } },
		createdBy: {
			links: { self: `/v1/users/${MACHINE_USER}` },
			data: { type: 'user', id: MACHINE_USER },
		},
	};
}
