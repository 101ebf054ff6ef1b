import type { IDataObject } from 'n8n-workflow';

import { failed, type Failure, type Outcome } from '../../shared/base/errors';
import { csvRecords, type CsvDefect } from '../../shared/formats/csv';
import { textOf } from '../../shared/base/values';
import { ofOneRecord, recordFailure } from '../../shared/http/replies';
import type { Session } from '../../shared/http/session';
import { refusalOf, VENDOR } from '../replies';
import { jobPath } from './jobs';
import type { Table } from './table';

type ResultRow = Record<string, string>;

/** The results of a job, and what each of them says (salesforce-engagement 4.6). */
const KINDS = ['successfulResults', 'failedResults', 'unprocessedrecords'] as const;
type Kind = (typeof KINDS)[number];

/**
 * What became of each record of a job. Results come in an order of their own and bear the cells of their record, by which
 * they are paired; records with the same cells are interchangeable.
 */
export async function resultsOf(
	session: Session,
	options: IDataObject,
	{ id, table, ended }: { id: string; table: Table; ended: string },
): Promise<Outcome[]> {
	const open = new Map<string, number[]>();
	table.rows.forEach((row, position) => {
		const key = keyOf(row);
		const list = open.get(key);
		if (list) list.push(position);
		else open.set(key, [position]);
	});
	for (const positions of open.values()) positions.reverse();
	const outcomes: Array<Outcome | undefined> = table.rows.map(() => undefined);
	let missing: string | undefined;
	const take = (kind: Kind, row: ResultRow) => {
		const cells = table.columns.map((column) => row[column === 'id' ? 'Id' : column] ?? '');
		const position = open.get(keyOf(cells))?.pop();
		if (position !== undefined) outcomes[position] = outcomeOf(kind, row, id);
	};
	await Promise.all(
		KINDS.map(async (kind) => {
			const path = jobPath(options, 'ingest', id, `/${kind}/`);
			const failure = await eachRow(session, path, (row) => take(kind, row));
			missing ??= failure?.message;
		}),
	);
	return outcomes.map(
		(outcome) =>
			outcome ??
			failed({
				message:
					missing === undefined
						? `Bulk job ${id} ${ended}, and has no result for this record`
						: `Bulk job ${id} ${ended}, and its results could not be read: ${missing}`,
				description: `Look in Salesforce before you send it again; the job ID is ${id}.`,
				traceId: id,
				executed: 'unknown',
			}),
	);
}

function keyOf(cells: readonly string[]): string {
	return JSON.stringify(cells);
}

/** Reads a list of results row by row, so that it is not held beside the outcomes; what came before a defect counts. */
async function eachRow(
	session: Session,
	path: string,
	take: (row: ResultRow) => void,
): Promise<Failure | undefined> {
	const answer = await session.call({
		method: 'GET',
		path,
		file: true,
		headers: { Accept: 'text/csv' },
	});
	if (!answer.ok) return answer.failure;
	try {
		for (const row of csvRecords(String(answer.body), { whole: true })) take(row);
		return undefined;
	} catch (defect) {
		return { message: (defect as CsvDefect).message, executed: 'no' };
	}
}

function outcomeOf(kind: Kind, row: ResultRow, job: string): Outcome {
	const id = textOf(row.sf__Id);
	if (kind === 'successfulResults') {
		if (id === undefined)
			return failed({
				message: `${VENDOR} sent a result without the ID of the record`,
				description: `Look in Salesforce before you send it again; the job ID is ${job}.`,
				traceId: job,
				executed: 'unknown',
			});
		return {
			ok: true,
			id,
			json: { id, success: true, created: row.sf__Created === 'true', jobId: job },
		};
	}
	if (kind === 'unprocessedrecords')
		return failed({
			message: `${VENDOR} did not process this record in bulk job ${job}`,
			description: 'Nothing was stored for it. Send it again.',
			traceId: job,
			executed: 'no',
		});
	return failed({ ...refused(row.sf__Error ?? ''), traceId: job });
}

/** `CODE:text:FIELD --`, as a row says why it was refused (from memory). */
function refused(said: string) {
	const [, code, text = said, fields = ''] =
		/^([A-Z_]+):([\s\S]*?)(?::([\w ,.]*))?(?: ?--)?$/.exec(said) ?? [];
	const [field] = fields.split(/[ ,]+/).filter((name) => name !== '');
	const refusal = refusalOf(400, [
		{ errorCode: code, message: text.trim(), ...(field === undefined ? {} : { fields: [field] }) },
	]);
	// Each row has a verdict of its own, so the job must not be divided.
	return ofOneRecord(recordFailure(VENDOR, 400, { ...refusal, cause: undefined }, refusal.field));
}
