import type { IDataObject } from 'n8n-workflow';

import { CsvDefect, csvRecords } from '../../../shared/formats/csv';
import { failed, found, type Failure } from '../../../shared/base/errors';
import type { Result } from '../../../shared/base/result';
import { defineOperation } from '../../../shared/form/defineOperation';
import { FILTERS } from '../../../shared/form/operation';
import type { Session } from '../../../shared/http/session';
import { at, textOf } from '../../../shared/base/values';
import { VENDOR } from '../../replies';
import {
	BULK,
	downloadResult,
	isComplete,
	jobPath,
	madeJob,
	timeLimit,
	waitForJob,
} from '../../bulk/jobs';
import { queryFields, queryOf, withZone, type Asked } from './query';

/** Run: a whole export, page by page, with its rows as items (bigin 10.1). */
export const runExport = defineOperation({
	name: 'Run',
	value: 'run',
	action: 'Run bulk read',
	description:
		'Export all records of a module that meet the conditions and return them as items, with every value as text; for more than a few thousand records. Costs 50 API credits per 200,000 records.',
	input: 'form',
	reads: true,
	fields: queryFields,
	optionalFields: FILTERS,
	options: [timeLimit.field],
	limits: { records: 1 },
	returns: { id: 'string' },
	finish: (record, _settings, timezone) => withZone(record, timezone),
	async send(session, { records, options }) {
		const [asked] = records;
		const rows: IDataObject[] = [];
		const begins = new Set<string>();
		for (let page = 1; ; page++) {
			const { length } = rows;
			const exported = await exportPage(session, asked, page, timeLimit.of(options), rows);
			// An export changes no record, whatever happened to the job.
			if (!exported.ok) return [failed({ ...exported.failure, executed: 'no' })];
			if (!exported.value.more) return [found(rows)];
			// Each part costs 50 credits (bigin 9), so stop after the first one without progress.
			const begin = JSON.stringify(rows[length]);
			if (rows.length === length || begins.has(begin)) return [failed(endless(page, length))];
			begins.add(begin);
		}
	},
});

/** Exports one page and appends its records to `rows`. */
async function exportPage(
	session: Session,
	asked: Asked,
	page: number,
	limit: number,
	rows: IDataObject[],
): Promise<Result<{ more: boolean }>> {
	const query = await queryOf(session, asked, page);
	if (!query.ok) return query;
	const made = madeJob(
		await session.call({
			method: 'POST',
			path: `${BULK}/read`,
			body: { query: query.value, file_type: 'csv' },
		}),
	);
	if (!made.ok) return made;
	const { id } = made.value;
	const job = await waitForJob(session, 'read', id, limit);
	if (!job.ok) return job;
	if (!isComplete(job.value)) return { ok: false, failure: notExported(id, job.value) };
	// The result of an empty page holds only a header, or does not exist at all.
	if (at(job.value, 'result', 'count') !== 0) {
		const file = await downloadResult(session, { path: `${jobPath('read', id)}/result` });
		if (!file.ok) return file;
		const failure = addRows(file.value.bytes.toString(), rows);
		if (failure) return { ok: false, failure: { ...failure, traceId: id } };
	}
	return { ok: true, value: { more: at(job.value, 'result', 'more_records') === true } };
}

function endless(page: number, count: number): Failure {
	return {
		message: `The export does not end: part ${page} held no new record, but ${VENDOR} promises more than the ${count} received`,
		description:
			'No further part was requested, because each costs 50 API credits. Try again later, or narrow the conditions.',
		executed: 'no',
	};
}

function addRows(csv: string, rows: IDataObject[]): Failure | undefined {
	try {
		// The export calls "Id" what every other call names "id".
		for (const record of csvRecords(csv, { rename: (column) => (column === 'Id' ? 'id' : column) }))
			rows.push(record);
		return undefined;
	} catch (defect) {
		const what = defect instanceof CsvDefect ? defect.message : String(defect);
		return {
			message: `The result that ${VENDOR} sent could not be read as CSV: ${what}`,
			description: "Get the file with 'Download Result' and check it.",
			executed: 'no',
		};
	}
}

function notExported(id: string, job: IDataObject): Failure {
	const state = textOf(job.state) ?? 'unknown';
	const reason = textOf(at(job, 'result', 'error_message')) ?? textOf(at(job, 'result', 'message'));
	return {
		message: `${VENDOR} did not complete bulk job ${id}${reason === undefined ? '' : `: ${reason}`}`,
		description: `Check the fields and conditions, and try again later. (${state})`,
		code: state,
		traceId: id,
		executed: 'no',
	};
}
