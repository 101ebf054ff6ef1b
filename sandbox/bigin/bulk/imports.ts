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
import { checkable, Writer, type Outcome } from '../records/writer';
import type { AccountState } from '../state/accountState';
import { readZip, zipped } from './csv';
import { ImportFiles, type ImportFile } from './importFiles';
import { stateOf } from './jobs';
import { mappingsOf, recordOf, type Mapping } from './mapping';

const CREDITS = 500;
const MAX_ROWS = 25_000;
const MAX_COLUMNS = 200;
/** Modules that can be imported (bigin 10.2). */
const IMPORTABLE = new Set(['Contacts', 'Accounts', 'Pipelines', 'Products']);
const PATH = '/bigin/bulk/v2/write';

type Operation = 'insert' | 'update' | 'upsert';

interface Job {
	id: string;
	operation: Operation;
	module: string;
	findBy: string;
	ignoreEmpty: boolean;
	mappings: Mapping[];
	file: ImportFile;
	rows: string[][];
	user: Person;
	resource: Json;
	started: number;
	createdTime: string;
	/** Outcome of each row; absent until the job is done. */
	outcomes?: Outcome[];
}

/** Imports (bigin 10.2). Rows go the same way as the records of requests. */
export class Imports {
	private readonly jobs = new Map<string, Job>();
	private readonly files: ImportFiles;
	private readonly writer: Writer;

	constructor(private readonly state: AccountState) {
		this.files = new ImportFiles(state);
		this.writer = new Writer(state);
	}

	reset(): void {
		this.jobs.clear();
		this.files.reset();
	}

	/** Does what is due by the clock. */
	finishImports(): void {
		for (const job of this.jobs.values()) {
			if (!job.outcomes && stateOf(job.started, this.state) === 'COMPLETED')
				job.outcomes = job.rows.slice(1).map((row, index) => this.write(job, row, index));
		}
	}

	routes(serve: Serve): void {
		this.files.routes(serve);
		serve('POST', PATH, (call) => this.start(call));
		serve('GET', `${PATH}/:job`, (call) => this.shown(this.job(call), call.origin));
		serve('GET', `${PATH}/:job/:file`, (call) => {
			const job = this.job(call);
			if (!job.outcomes || call.params.file !== `${job.id}.zip`)
				throw new Refused(400, 'INVALID_DATA', { id: job.id });
			void call.reply
				.type('application/zip')
				.header('content-disposition', disposition(`${job.id}.zip`));
			return zipped(job.file.name, [
				[...(job.rows[0] ?? []), 'STATUS', 'RECORD_ID', 'ERRORS'],
				...job.rows.slice(1).map((row, index) => [...row, ...verdict(job.outcomes?.[index])]),
			]);
		});
	}

	private start(call: Call): Answer {
		call.charge(CREDITS);
		const { operation, resource } = call.body;
		if (operation !== 'insert' && operation !== 'update' && operation !== 'upsert')
			throw new Refused(400, operation === undefined ? 'MANDATORY_NOT_FOUND' : 'INVALID_DATA', {
				api_name: 'operation',
			});
		if (!Array.isArray(resource) || resource.length !== 1)
			throw new Refused(400, resource === undefined ? 'MANDATORY_NOT_FOUND' : 'INVALID_DATA', {
				api_name: 'resource',
			});
		const job = this.jobOf(operation, (resource[0] ?? {}) as Json, call);
		this.jobs.set(job.id, job);
		return new Answer(
			201,
			goodEntry('success', {
				id: job.id,
				created_by: { id: call.user.id, name: call.user.name },
				created_time: job.createdTime,
			}),
		);
	}

	private jobOf(operation: Operation, resource: Json, call: Call): Job {
		const given = resource.module;
		const module = String(
			typeof given === 'object' && given !== null ? (given as Json).api_name : given,
		);
		if (!IMPORTABLE.has(module))
			throw new Refused(
				400,
				'NOT_SUPPORTED',
				{ api_name: 'module', parent_api_name: 'resource' },
				'the module is not supported',
			);
		const file = this.files.get(resource.file_id);
		if (!file)
			throw new Refused(400, 'INVALID_DATA', { api_name: 'file_id', parent_api_name: 'resource' });
		const { rows } = readZip(file.bytes);
		const header = rows[0] ?? [];
		if (rows.length - 1 > MAX_ROWS)
			throw new Refused(400, 'LIMIT_EXCEEDED', { limit: MAX_ROWS }, 'more than 25000 rows');
		if (header.length > MAX_COLUMNS)
			throw new Refused(400, 'LIMIT_EXCEEDED', { limit: MAX_COLUMNS }, 'more than 200 columns');
		const mappings = mappingsOf(module, resource.field_mappings, header);
		return {
			id: this.state.newId(),
			operation,
			module,
			findBy: findByOf(operation, resource, module, mappings),
			mappings,
			file,
			rows,
			user: call.user,
			resource,
			ignoreEmpty:
				operation === 'insert' || (resource.ignore_empty ?? call.body.ignore_empty) === true,
			started: this.state.millis(),
			createdTime: this.state.now(),
		};
	}

	private write(
		{ operation, module, findBy, mappings, ignoreEmpty, user }: Job,
		row: readonly string[],
		index: number,
	): Outcome {
		const record = recordOf(this.state, mappings, row, ignoreEmpty);
		if (operation === 'insert') return this.writer.insert(module, record, index, user);
		if (operation === 'upsert') return this.writer.upsert(module, record, index, user, [findBy]);
		return this.writer.update(
			module,
			this.writer.find(module, record, [findBy])?.id ?? String(record[findBy] ?? ''),
			record,
			index,
			user,
		);
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

	private shown(job: Job, origin: string): Json {
		const { outcomes } = job;
		const count = (action: Outcome['action']) =>
			outcomes?.filter((outcome) => outcome.action === action).length ?? 0;
		const status = outcomes ? 'COMPLETED' : stateOf(job.started, this.state);
		const file = {
			status,
			name: job.file.name,
			added_count: count('insert'),
			updated_count: count('update'),
			skipped_count: count(undefined),
			total_count: outcomes?.length ?? 0,
		};
		return {
			id: job.id,
			status,
			operation: job.operation,
			character_encoding: 'UTF-8',
			resource: [{ ...job.resource, file }],
			created_by: { id: job.user.id, name: job.user.name },
			created_time: job.createdTime,
			...(outcomes ? { result: { download_url: `${origin}${PATH}/${job.id}/${job.id}.zip` } } : {}),
		};
	}
}

/** The field that finds records to change; it has to be among the columns (bigin 10.2). */
function findByOf(
	operation: Operation,
	resource: Json,
	module: string,
	mappings: readonly Mapping[],
): string {
	if (operation === 'insert') return '';
	const name = resource.find_by;
	if (name === undefined)
		throw new Refused(400, 'MANDATORY_NOT_FOUND', {
			api_name: 'find_by',
			parent_api_name: 'resource',
		});
	const known =
		[...checkable(module), 'id'].includes(String(name)) &&
		mappings.some(({ spec }) => spec.name === name);
	if (!known)
		throw new Refused(400, 'INVALID_DATA', { api_name: 'find_by', parent_api_name: 'resource' });
	return String(name);
}

/** What the result says of a row. */
function verdict(outcome: Outcome | undefined): string[] {
	if (!outcome?.refusal)
		return [outcome?.action === 'update' ? 'UPDATED' : 'ADDED', outcome?.id ?? '', ''];
	const { code, details } = outcome.refusal;
	return [
		'SKIPPED',
		'',
		[code, details.api_name ?? ('id' in details ? 'id' : '')].filter(Boolean).join(':'),
	];
}
