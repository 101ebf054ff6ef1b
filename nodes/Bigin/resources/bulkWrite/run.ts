import type { IDataObject } from 'n8n-workflow';

import { CsvDefect } from '../../../shared/formats/csv';
import { failed, InputError, type Failure, type Outcome } from '../../../shared/base/errors';
import { readDatesAs, type Values } from '../../../shared/form/fields';
import { defineOperation } from '../../../shared/form/defineOperation';
import type { Session } from '../../../shared/http/session';
import { at, isEmpty, textOf } from '../../../shared/base/values';
import { zipOf } from '../../../shared/formats/zip';
import { VENDOR } from '../../replies';
import { importedFields } from './importedFields';
import { timeLimit, waitForJob } from '../../bulk/jobs';
import { ARCHIVE_BYTES, COLUMNS, ROWS, startImport, uploadArchive } from './job';
import { findBy, ignoreEmpty, importModule, matchOn, writeMode } from './mode';
import { resultOf } from './result';
import { rowOutcomes } from './results';
import { cellOf, checkRow, csvOf, tableOf, withDays } from './table';

/** Maximum bytes of a batch as JSON. As CSV it is smaller, unless its records have very different keys. */
const BATCH_BYTES = 20 * 1024 * 1024;

const REQUIRED = [importModule, writeMode, matchOn] as const;
const OPTIONAL = [ignoreEmpty, timeLimit.field, readDatesAs] as const;

/** The records of an import, with its options. */
interface Import {
	records: readonly IDataObject[];
	options: Values<[...typeof REQUIRED, ...typeof OPTIONAL]>;
}

/** Run: an import from input items to their results (bigin 10.2). */
export const runImport = defineOperation({
	name: 'Run',
	value: 'run',
	action: 'Run bulk write',
	description:
		'Import items as contacts, companies, pipeline records or products, up to 25,000 per job, and return the result of each. A job of any size costs 500 API credits; for fewer than 5,000 records, Create or Update of the module costs less.',
	fields: [],
	accountFields: importedFields,
	requiredOptions: REQUIRED,
	options: OPTIONAL,
	limits: { records: ROWS, bytes: BATCH_BYTES },
	names: ['First_Name', 'Last_Name', 'Account_Name', 'Deal_Name', 'Product_Name'],
	returns: { id: 'string', status: 'string', jobId: 'string' },
	finish(record: IDataObject, options, timezone) {
		const key = findBy(options);
		if (key !== undefined && isEmpty(record[key]))
			throw new InputError(
				`'${key}' is missing, but Bigin finds the record by it`,
				key,
				"Map this field, or choose another one as 'Match On Name or ID'.",
			);
		return withDays(checkRow(record), options.module, { timezone, options });
	},
	identity(record: IDataObject, options) {
		const key = findBy(options);
		return key === undefined ? [] : [cellOf(record[key]).toLowerCase()];
	},
	send: importBatch,
});

async function importBatch(session: Session, batch: Import): Promise<Outcome[]> {
	const { options } = batch;
	const incomplete = incompleteRecords(batch);
	if (incomplete.some((failure) => failure !== undefined))
		return await withoutThose(session, batch, incomplete);
	const all = (failure: Failure) => batch.records.map(() => failed(failure));
	const table = tableOf(batch.records);
	if (table.columns.length > COLUMNS)
		return all({
			message: `The items of this job have ${table.columns.length} different keys, and at most ${COLUMNS} are allowed`,
			description: "Leave out keys, or lower 'Batch Size'.",
			executed: 'no',
			input: true,
		});
	const archive = zipOf({
		name: `${options.module}.csv`,
		bytes: Buffer.from(csvOf(table)),
	});
	if (archive.length > ARCHIVE_BYTES)
		return all({
			message: `The items of this job have ${archive.length} bytes, and Bigin takes at most ${ARCHIVE_BYTES}`,
			description: "Lower 'Batch Size'.",
			splittable: true,
			executed: 'no',
		});
	const uploaded = await uploadArchive(session, `${options.module}.zip`, archive);
	if (!uploaded.ok) return all({ ...uploaded.failure, executed: 'no' });
	if (session.cancelled())
		return all({
			message: 'The execution was cancelled before the import was started',
			executed: 'no',
		});
	const started = await startImport(session, uploaded.value.file_id, {
		module: options.module,
		mode: options.writeMode,
		findBy: findBy(options),
		ignoreEmpty: options.ignoreEmpty !== false,
		columns: table.columns,
	});
	if (!started.ok) return all(ofTheColumns(started.failure, table.columns));
	const { id } = started.value;
	const job = await waitForJob(session, 'write', id, timeLimit.of(options));
	if (!job.ok) return all(job.failure);
	const file = await resultOf(session, job.value);
	if (!file.ok)
		return all(
			textOf(at(job.value, 'result', 'download_url')) === undefined
				? notImported(id, job.value)
				: unread(id, file.failure),
		);
	try {
		return rowOutcomes(file.value.bytes.toString(), table, id);
	} catch (defect) {
		return all(
			unread(id, {
				message: defect instanceof CsvDefect ? defect.message : String(defect),
				executed: 'unknown',
			}),
		);
	}
}

/**
 * A refused job concerns the columns, which all records share, so splitting the batch is pointless. The message names the
 * key if Bigin does.
 */
function ofTheColumns(failure: Failure, columns: readonly string[]): Failure {
	const { field, message } = failure;
	const named =
		field !== undefined && columns.some((column) => column === field || column === `${field}.id`);
	return {
		...failure,
		message: named ? `${message} (key '${field}')` : message,
		splittable: undefined,
	};
}

/** A cell that is empty only because its item lacks the key must not clear a field, so such items are refused. */
function incompleteRecords({ records, options }: Import): Array<Failure | undefined> {
	if (options.writeMode === 'insert' || options.ignoreEmpty !== false) return [];
	const keys = [...new Set(records.flatMap((record) => Object.keys(record)))];
	return records.map((record) => {
		const missing = keys.find((key) => record[key] === undefined);
		if (missing === undefined) return undefined;
		return {
			message: `'${missing}' is missing here, but other items have it, and an empty value would clear it in Bigin`,
			description: "Give all items the same keys, or switch on 'Ignore Empty Values'.",
			field: missing,
			executed: 'no',
			input: true,
		};
	});
}

async function withoutThose(
	session: Session,
	{ records, options }: Import,
	failures: ReadonlyArray<Failure | undefined>,
): Promise<Outcome[]> {
	const good = records.filter((_, index) => failures[index] === undefined);
	const sent = good.length === 0 ? [] : await importBatch(session, { records: good, options });
	let next = 0;
	return failures.map((failure) =>
		failure === undefined
			? (sent[next++] ??
				failed({ message: 'No result came back for this record', executed: 'unknown' }))
			: failed(failure),
	);
}

/** The failure for a job that ended without a result. Its counts decide whether its records may be sent again. */
function notImported(id: string, job: IDataObject): Failure {
	const file = at(job, 'resource', 0, 'file');
	const untouched = [at(file, 'added_count'), at(file, 'updated_count')].every(
		(count) => count === 0,
	);
	const state = textOf(job.status) ?? textOf(job.state);
	const reason =
		textOf(at(job, 'resource', 0, 'message')) ??
		textOf(at(job, 'result', 'error_message')) ??
		textOf(job.message);
	return {
		message: `${VENDOR} did not complete bulk job ${id}${reason === undefined ? '' : `: ${reason}`}`,
		description: untouched
			? 'No record was written. Check the keys of the items and send them again.'
			: 'Check in the import history of Bigin which records were written before you send them again.',
		code: state,
		traceId: id,
		executed: untouched ? 'no' : 'unknown',
	};
}

function unread(id: string, { message, description, ...rest }: Failure): Failure {
	return {
		...rest,
		message: `Bulk job ${id} is done, but its result could not be read: ${message}`,
		description:
			`Use 'Download Result' of Bulk Write with the job ID ${id} before you send the items again. ${description ?? ''}`.trim(),
		traceId: id,
		executed: 'unknown',
	};
}
