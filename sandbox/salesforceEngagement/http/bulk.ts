import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { csvRecords, csvRow } from '../../../nodes/shared/formats/csv';
import { refusedPositions } from '../../core/fakeServer';
import { parseSoql } from '../query/parse';
import { runQuery } from '../query/run';
import { fieldOf, schemaOf } from '../state/schemas';
import type { State, Written } from '../state/state';
import { NEWEST_VERSION, type Guard } from './guard';

type Json = Record<string, unknown>;

interface Job {
	id: string;
	kind: 'ingest' | 'query';
	state: string;
	body: Json;
	csv: string;
	/** Positions of rows that a fault refuses. */
	refused: ReadonlySet<number>;
	looks: number;
	results: Array<{ row: Record<string, string>; written: Written }>;
}

/** Rows of a page of results, far fewer than Salesforce gives out, and pages that are listed at once. */
const PAGE = 1_000;
const PAGES_LISTED = 5;

/** What a row says that a fault refuses. */
const REFUSED: Written = {
	success: false,
	errors: [
		{ statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'refused by a rule', fields: [] },
	],
};

/** Jobs of Bulk API 2.0 (salesforce-engagement 4.6). */
export class Bulk {
	/** Looks at a job until it is over. */
	looks = 1;
	/** Jobs of a page of their list. */
	jobsPerPage = 1_000;
	/** Rows that a job does not come to. */
	unprocessed = 0;
	private jobs = new Map<string, Job>();
	private next = 1;

	constructor(private readonly state: State) {}

	reset(): void {
		this.looks = 1;
		this.unprocessed = 0;
		this.jobsPerPage = 1_000;
		this.jobs.clear();
	}

	/** All jobs: what they were told, and how many rows they have worked off. */
	all(): Json[] {
		return [...this.jobs.values()].map((job) => ({
			...this.shown(job),
			hasData: job.csv !== '',
			rowsDone: job.results.length,
		}));
	}

	/** Puts a job in place that others have made. Returns its ID. */
	put(body: Json, { csv = '', state = 'Open' } = {}): string {
		return Object.assign(this.add('ingest', body), { csv, state }).id;
	}

	private add(kind: Job['kind'], body: Json): Job {
		const job: Job = {
			id: `750${String(this.next++).padStart(12, '0')}AAA`,
			kind,
			state: kind === 'query' ? 'UploadComplete' : 'Open',
			body,
			csv: '',
			refused: new Set(),
			looks: 0,
			results: [],
		};
		this.jobs.set(job.id, job);
		return job;
	}

	routes(app: FastifyInstance, guard: Guard): void {
		app.addContentTypeParser('text/csv', { parseAs: 'string' }, (_request, body, done) =>
			done(null, body),
		);
		const base = '/services/data/:version/jobs/:kind';
		app.post<{ Params: { kind: 'ingest' | 'query' }; Body: Json }>(base, async (request, reply) => {
			const refused = guard(request, reply);
			if (refused) return await Promise.resolve(refused);
			const { kind } = request.params;
			const wrong = this.wrongJob(kind, request.body);
			if (wrong !== undefined) return await Promise.resolve(bad(reply, wrong));
			return await Promise.resolve(this.shown(this.add(kind, request.body)));
		});
		app.get<{ Params: { kind: string }; Querystring: Json }>(base, async (request, reply) => {
			const refused = guard(request, reply);
			if (refused) return await Promise.resolve(refused);
			return await Promise.resolve(this.list(request.params.kind, request.query));
		});
		const ofJob = (
			method: 'GET' | 'PUT' | 'PATCH' | 'DELETE',
			path: string,
			answer: (job: Job, request: FastifyRequest, reply: FastifyReply) => unknown,
		) =>
			app.route<{ Params: { id: string } }>({
				method,
				url: `${base}/:id${path}`,
				handler: async (request, reply) => {
					const refused = guard(request, reply);
					if (refused) return await Promise.resolve(refused);
					const job = this.jobs.get(request.params.id);
					return await Promise.resolve(
						job ? answer(job, request, reply) : bad(reply, 'no such job', 404),
					);
				},
			});
		ofJob('DELETE', '', (job, _request, reply) => {
			if (job.state === 'Open' || job.state === 'UploadComplete')
				return bad(reply, 'The job is not over');
			this.jobs.delete(job.id);
			void reply.code(204);
			return '';
		});
		ofJob('GET', '/resultPages', (job, { query }, reply) =>
			this.resultPages(job, query as Json, reply),
		);
		ofJob('PUT', '/batches', (job, request, reply) => {
			if (job.state !== 'Open' || job.csv !== '') return bad(reply, 'The job takes no data');
			job.csv = String(request.body);
			job.refused = refusedPositions(request);
			void reply.code(201);
			return '';
		});
		ofJob('PATCH', '', (job, { body }, reply) => {
			const wanted = String((body as Json).state);
			if (job.state !== 'Open' && !(wanted === 'Aborted' && job.state === 'UploadComplete'))
				return bad(reply, `A job of state ${job.state} cannot become ${wanted}`);
			job.state = wanted;
			if (job.state === 'UploadComplete') this.run(job);
			return this.shown(job);
		});
		ofJob('GET', '', (job) => {
			job.looks += 1;
			if (job.state === 'UploadComplete' && job.looks > this.looks) job.state = 'JobComplete';
			return this.shown(job);
		});
		const results = (path: string, wanted: (written: Written) => boolean) =>
			ofJob('GET', `/${path}/`, (job, _request, reply) => {
				void reply.type('text/csv');
				return this.csvOf(
					job,
					job.results.filter(({ written }) => wanted(written)),
				);
			});
		results('successfulResults', ({ success }) => success);
		results('failedResults', ({ success }) => !success);
		ofJob('GET', '/unprocessedrecords/', (job, _request, reply) => {
			void reply.type('text/csv');
			const all = [...csvRecords(job.csv)];
			const [first] = all;
			return [
				csvRow(Object.keys(first ?? {})),
				...all.slice(all.length - this.unprocessed).map((row) => csvRow(Object.values(row))),
			].join('');
		});
		ofJob('GET', '/results', (job, request, reply) => {
			const rows = this.rowsOf(job);
			const query = request.query as Json;
			const start = Number(query.locator ?? 0);
			const end = start + Math.min(Number(query.maxRecords ?? PAGE), PAGE);
			void reply
				.header('Sforce-Locator', end < rows.length ? String(end) : 'null')
				.type('text/csv');
			const columns = Object.keys(rows[0] ?? {}).filter((name) => name !== 'attributes');
			return [
				csvRow(columns),
				...rows
					.slice(start, end)
					.map((row) => csvRow(columns.map((name) => String(row[name] ?? '')))),
			].join('');
		});
	}

	/** Jobs of a kind, the newest first. */
	private list(kind: string, query: Json): Json {
		const all = [...this.jobs.values()].filter((job) => job.kind === kind).reverse();
		const start = Number(query.queryLocator ?? 0);
		const end = start + this.jobsPerPage;
		const more = end < all.length;
		return {
			done: !more,
			records: all.slice(start, end).map((job) => this.shown(job)),
			nextRecordsUrl: more
				? `/services/data/v${NEWEST_VERSION}.0/jobs/${kind}?queryLocator=${end}`
				: null,
		};
	}

	/** Up to five addresses of result pages in a reply (salesforce-engagement 14). */
	private resultPages(job: Job, query: Json, reply: FastifyReply): unknown {
		if (job.state !== 'JobComplete') return bad(reply, 'The job is not complete');
		const rows = this.rowsOf(job).length;
		const first = Number(query.pageLocator ?? 0);
		const starts = Array.from({ length: Math.ceil(rows / PAGE) }, (_, page) => page * PAGE);
		const path = `/services/data/v${NEWEST_VERSION}.0/jobs/query/${job.id}`;
		const done = first + PAGES_LISTED >= starts.length;
		return {
			resultPages: starts
				.slice(first, first + PAGES_LISTED)
				.map((start) => ({ resultUrl: `${path}/results?locator=${start}` })),
			nextRecordUrl: done ? null : `${path}/resultPages?pageLocator=${first + PAGES_LISTED}`,
			done,
		};
	}

	private rowsOf({ body }: Job): ReturnType<typeof runQuery> {
		return runQuery(this.state, parseSoql(String(body.query)), body.operation === 'queryAll');
	}

	private wrongJob(kind: string, { object, operation, query }: Json): string | undefined {
		if (kind === 'query') {
			try {
				runQuery(this.state, parseSoql(String(query)), false);
				return undefined;
			} catch (error) {
				return (error as Error).message;
			}
		}
		if (!schemaOf(String(object))) return `Unable to find object: ${String(object)}`;
		return ['insert', 'update', 'upsert', 'delete'].includes(String(operation))
			? undefined
			: 'operation is not supported';
	}

	private run(job: Job): void {
		const { object, operation, externalIdFieldName } = job.body;
		const schema = schemaOf(String(object));
		const rows = [...csvRecords(job.csv)];
		for (const [position, row] of rows.slice(0, rows.length - this.unprocessed).entries()) {
			const values: Json = {};
			for (const [name, cell] of Object.entries(row)) {
				if (cell === '' || name === 'Id') continue;
				const [relation = '', field] = name.split('.');
				const type = schema && fieldOf(schema, name)?.type;
				if (field !== undefined) values[relation] = { [field]: cell };
				else if (cell === '#N/A') values[name] = null;
				else if (type === 'double') values[name] = Number(cell);
				else if (type === 'boolean') values[name] = cell === 'true';
				else values[name] = cell;
			}
			const id = row.Id ?? '';
			job.results.push({
				row,
				written: job.refused.has(position)
					? REFUSED
					: operation === 'insert'
						? this.state.insert(String(object), values)
						: operation === 'update'
							? this.state.update(String(object), id, values)
							: operation === 'delete'
								? this.state.remove(id)
								: this.state.upsert(String(object), String(externalIdFieldName), values),
			});
		}
		// Results come in an order of their own.
		job.results.reverse();
	}

	private shown(job: Job): Json {
		const shown = { ...job.body, id: job.id, state: job.state };
		if (job.kind === 'ingest') return { ...shown, numberRecordsProcessed: job.results.length };
		return job.state === 'JobComplete'
			? { ...shown, numberRecordsProcessed: this.rowsOf(job).length }
			: shown;
	}

	private csvOf(job: Job, rows: Job['results']): string {
		const columns = Object.keys([...csvRecords(job.csv)][0] ?? {});
		const failed = rows.some(({ written }) => !written.success);
		return [
			csvRow(['sf__Id', failed ? 'sf__Error' : 'sf__Created', ...columns]),
			...rows.map(({ row, written }) =>
				csvRow([
					written.success ? written.id : (row.Id ?? ''),
					written.success
						? String(written.created ?? job.body.operation === 'insert')
						: written.errors
								.map(
									({ statusCode, message, fields }) =>
										`${statusCode}:${message}:${fields.join(' ')} --`,
								)
								.join(';'),
					...columns.map((column) => row[column] ?? ''),
				]),
			),
		].join('');
	}
}

function bad(reply: FastifyReply, message: string, status = 400): unknown {
	void reply.code(status);
	return [{ errorCode: status === 404 ? 'NOT_FOUND' : 'INVALIDJOB', message }];
}
