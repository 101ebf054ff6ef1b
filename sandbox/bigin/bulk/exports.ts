import { disposition } from '../http/uploads';
import {
	Answer,
	goodEntry,
	Refused,
	type Call,
	type Json,
	type Person,
	type Serve,
} from '../http/wire';
import { FIELDS } from '../meta/fieldList';
import { viewsOf } from '../meta/views';
import { columnOf, type Column } from '../query/column';
import type { Test } from '../query/condition';
import { MODULES } from '../records/check';
import type { AccountState } from '../state/accountState';
import { cellOf } from './cells';
import { zipped } from './csv';
import { exportTest } from './exportCriteria';
import { stateOf } from './jobs';

const CREDITS = 50;
/** Downloads of one minute (bigin 10.1). */
const DOWNLOADS = 10;
const MINUTE = 60_000;
const PATH = '/bigin/bulk/v2/read';

interface Job {
	id: string;
	query: Json;
	module: string;
	page: number;
	columns: Column[];
	fits: Test;
	started: number;
	made: { created_by: Json; created_time: string };
	result?: { rows: string[][]; more: boolean };
}

/** Exports (bigin 10.1). What they hold is what there is when they are first seen to be complete. */
export class Exports {
	private readonly jobs = new Map<string, Job>();
	private downloads: number[] = [];

	constructor(private readonly state: AccountState) {}

	reset(): void {
		this.jobs.clear();
		this.downloads = [];
	}

	routes(serve: Serve): void {
		serve('POST', PATH, (call) => this.start(call));
		serve('GET', `${PATH}/:job`, (call) => ({ data: [this.shown(this.job(call))], info: {} }));
		serve('GET', `${PATH}/:job/result`, (call) => this.download(call));
	}

	private start(call: Call): Answer {
		call.charge(CREDITS);
		const { query, file_type: fileType = 'csv' } = call.body;
		if (fileType !== 'csv')
			throw new Refused(400, fileType === 'ics' ? 'NOT_SUPPORTED' : 'INVALID_DATA', {
				api_name: 'file_type',
			});
		if (typeof query !== 'object' || query === null)
			throw new Refused(400, 'MANDATORY_NOT_FOUND', { api_name: 'query' });
		const job = this.jobOf(query as Json, call.user);
		this.jobs.set(job.id, job);
		const details = { id: job.id, operation: 'read', state: 'ADDED', ...job.made };
		return new Answer(201, {
			data: [{ ...goodEntry('Added successfully.', details), code: 'ADDED_SUCCESSFULLY' }],
			info: {},
		});
	}

	private jobOf(query: Json, user: Person): Job {
		const given = query.module;
		const module = String(
			typeof given === 'object' && given !== null ? (given as Json).api_name : given,
		);
		if (!MODULES.has(module))
			throw new Refused(400, 'INVALID_MODULE', { api_name: 'module', parent_api_name: 'query' });
		const { fields, page = 1, criteria, cvid } = query;
		if (!Number.isInteger(page) || Number(page) < 1)
			throw new Refused(400, 'INVALID_DATA', { api_name: 'page', expected_data_type: 'integer' });
		if (fields !== undefined && !Array.isArray(fields))
			throw new Refused(400, 'INVALID_DATA', {
				api_name: 'fields',
				expected_data_type: 'jsonarray',
			});
		const names =
			(fields as unknown[] | undefined)?.map(String) ??
			(FIELDS[module] ?? []).map(({ name }) => name);
		const view = viewsOf(module).find(({ id }) => id === cvid);
		if (cvid !== undefined && !view)
			throw new Refused(400, 'INVALID_DATA', { api_name: 'cvid', parent_api_name: 'query' });
		const wanted = criteria ? exportTest(this.state, module, criteria as Json) : undefined;
		return {
			id: this.state.newId(),
			query: { ...query, module, page },
			module,
			page: Number(page),
			columns: names
				.filter((name) => name.toLowerCase() !== 'id')
				.map((name) => this.column(module, name)),
			fits: (row) => (view?.shows(row) ?? true) && (wanted?.(row) ?? true),
			started: this.state.millis(),
			made: { created_by: { id: user.id, name: user.name }, created_time: this.state.now() },
		};
	}

	private column(module: string, name: string): Column {
		const column = columnOf(this.state, module, name);
		if (!column)
			throw new Refused(400, 'INVALID_DATA', { api_name: name, parent_api_name: 'fields' });
		return column;
	}

	private job(call: Call): Job {
		const job = this.jobs.get(call.params.job ?? '');
		if (!job)
			throw new Refused(
				400,
				'INVALID_DATA',
				{ id: call.params.job },
				'the job id given seems to be invalid',
			);
		return job;
	}

	private shown(job: Job): Json {
		const state = stateOf(job.started, this.state);
		const shown = {
			id: job.id,
			operation: 'read',
			state,
			query: job.query,
			...job.made,
			file_type: 'csv',
		};
		if (state !== 'COMPLETED') return shown;
		const { rows, more } = this.resultOf(job);
		return {
			...shown,
			result: {
				page: job.page,
				count: rows.length,
				per_page: this.state.settings.bulkReadPage,
				download_url: `${PATH}/${job.id}/result`,
				more_records: more,
			},
		};
	}

	private resultOf(job: Job): NonNullable<Job['result']> {
		if (!job.result) {
			const size = this.state.settings.bulkReadPage;
			const { endless } = this.state.settings;
			const from = endless ? 0 : (job.page - 1) * size;
			const rows = this.state.table(job.module).sortedBy('id').filter(job.fits);
			job.result = {
				rows: rows
					.slice(from, from + size)
					.map((row) => [
						row.id,
						...job.columns.map((column) => cellOf(column.kind, column.read(row))),
					]),
				more: endless || from + size < rows.length,
			};
		}
		return job.result;
	}

	private download(call: Call): Buffer {
		const job = this.job(call);
		if (stateOf(job.started, this.state) !== 'COMPLETED')
			throw new Refused(400, 'INVALID_DATA', { id: job.id }, 'the job is not completed yet');
		const now = this.state.millis();
		this.downloads = this.downloads.filter((at) => at > now - MINUTE);
		if (this.downloads.length >= DOWNLOADS)
			throw new Refused(429, 'TOO_MANY_REQUESTS', {}, 'Too many downloads');
		this.downloads.push(now);
		void call.reply
			.type('application/zip')
			.header('content-disposition', disposition(`${job.id}.zip`));
		return zipped(`${job.id}.csv`, [
			['Id', ...job.columns.map(({ path }) => path)],
			...this.resultOf(job).rows,
		]);
	}
}
