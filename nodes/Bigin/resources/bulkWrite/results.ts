import type { IDataObject } from 'n8n-workflow';

import { csvRecords } from '../../../shared/formats/csv';
import { failed, type Failure, type Outcome } from '../../../shared/base/errors';
import { recordFailure } from '../../../shared/http/replies';
import { refusalOf, VENDOR } from '../../replies';
import type { Table } from './table';

type Row = Record<string, string>;

/** Columns that a result adds to those of the file (bigin 10.2; RECORD_ID is Zoho CRM's). */
const ADDED = ['STATUS', 'ERRORS', 'RECORD_ID'];

/**
 * The outcome of each row of an import. A result belongs to the row at the same position if the values agree, unless the
 * results are in another order; otherwise to the only row that has these values.
 * @throws CsvDefect if the result is not a valid CSV file
 */
export function rowOutcomes(csv: string, table: Table, jobId: string): Outcome[] {
	const results = [...csvRecords(csv)];
	const compared = comparedColumns(Object.keys(results[0] ?? {}), table.columns);
	const resultMarks = results.map((result) => mark(compared.map(([name]) => result[name] ?? '')));
	const marks = table.rows.map((row) => mark(compared.map(([, index]) => row[index] ?? '')));
	const known = new Set(marks);
	// A result with the values of another row shows that the order differs. Values that no row has may only be written differently.
	const isMoved = (entry: string, index: number) => entry !== marks[index] && known.has(entry);
	const inPlace =
		results.length === marks.length && compared.length > 0 && !resultMarks.some(isMoved);
	const free = inPlace
		? resultMarks.map((entry, index) => entry !== marks[index])
		: resultMarks.map(() => compared.length > 0);
	const byMark = onlyOnes(resultMarks, (index) => free[index] === true);
	const wanted = onlyOnes(marks, (index) => !inPlace || free[index] === true);
	return marks.map((entry, index) => {
		const place =
			inPlace && free[index] === false
				? index
				: wanted.get(entry) === index
					? byMark.get(entry)
					: undefined;
		return outcomeOf(place === undefined ? undefined : results[place], jobId);
	});
}

/** The result's columns that hold values of the file, with their positions there: matched by name, or else from the left. */
function comparedColumns(
	header: readonly string[],
	columns: readonly string[],
): Array<[string, number]> {
	const own = header.filter((name) => !ADDED.includes(name));
	const named = own.flatMap((name): Array<[string, number]> => {
		const index = columns.findIndex((column) => column === name || column.split('.')[0] === name);
		return index < 0 ? [] : [[name, index]];
	});
	// Zoho CRM returns the first columns of a file; Zoho does not show their names for Bigin.
	return named.length > 0
		? named
		: own.slice(0, columns.length).map((name, index) => [name, index]);
}

function mark(cells: readonly string[]): string {
	return JSON.stringify(cells.map((cell) => cell.trim()));
}

/** The position of each mark, among the positions that `counts` accepts; undefined for a mark that occurs more than once. */
function onlyOnes(
	marks: readonly string[],
	counts: (index: number) => boolean,
): Map<string, number | undefined> {
	const places = new Map<string, number | undefined>();
	marks.forEach((entry, index) => {
		if (counts(index)) places.set(entry, places.has(entry) ? undefined : index);
	});
	return places;
}

function outcomeOf(row: Row | undefined, jobId: string): Outcome {
	const status = (row?.STATUS ?? '').toUpperCase();
	if (row === undefined || !['ADDED', 'UPDATED', 'SKIPPED'].includes(status))
		return failed(withoutResult(jobId));
	if (status === 'SKIPPED') return failed(skipped(row.ERRORS ?? '', jobId));
	const id = row.RECORD_ID ?? '';
	const json: IDataObject = { ...(id === '' ? {} : { id }), status: status.toLowerCase(), jobId };
	return { ok: true, json, ...(id === '' ? {} : { id }) };
}

/** A reason such as `DUPLICATE_DATA:Email`; its form is a guess (bigin 10.2). */
function skipped(reason: string, jobId: string): Failure {
	const [, code, field] = /^\s*([A-Z][A-Z_]+)(?:\s*[:-]\s*([A-Za-z]\w*))?/.exec(reason) ?? [];
	const refusal = refusalOf({
		code,
		message: reason === '' ? 'skipped without a reason' : reason,
		details: { api_name: field },
	});
	return {
		...recordFailure(VENDOR, 200, { ...refusal, traceId: jobId, executed: 'no' }),
		httpCode: undefined,
	};
}

function withoutResult(jobId: string): Failure {
	return {
		message: `${VENDOR} finished bulk job ${jobId} without a clear result for this record`,
		description: `Get the file with 'Download Result' of Bulk Write (job ID ${jobId}), or search for the record, before you send it again.`,
		traceId: jobId,
		executed: 'unknown',
	};
}
