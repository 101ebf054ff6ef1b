/** Why CSV text breaks the rules. Lines count from 1. */
export class CsvDefect extends Error {
	constructor(what: string, line?: number) {
		super(line === undefined ? what : `${what} (line ${line})`);
	}
}

const QUOTE = 34;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/**
 * Reads CSV (RFC 4180) row by row, with quotes, line breaks inside quotes, a byte order mark, and the line endings of all
 * systems.
 * @param delimiter one character
 * @throws CsvDefect for a quote that is never closed, or text after a closing quote
 */
export function* csvRows(text: string, delimiter = ','): Generator<string[], void> {
	const separator = delimiter.charCodeAt(0);
	const { length } = text;
	let position = text.charCodeAt(0) === 0xfeff ? 1 : 0;
	let row: string[] = [];
	while (position < length) {
		let cell: string;
		if (text.charCodeAt(position) === QUOTE) {
			const end = closingQuote(text, position);
			cell = text.slice(position + 1, end);
			if (cell.includes('"')) cell = cell.replaceAll('""', '"');
			position = end + 1;
		} else {
			const start = position;
			for (; position < length; position++) {
				const code = text.charCodeAt(position);
				if (code === separator || code === LINE_FEED || code === CARRIAGE_RETURN) break;
			}
			cell = text.slice(start, position);
		}
		row.push(cell);
		const code = text.charCodeAt(position);
		if (code === separator) {
			position += 1;
			// An empty cell follows a separator at the very end.
			if (position < length) continue;
			row.push('');
		} else if (code === LINE_FEED || code === CARRIAGE_RETURN) {
			position += code === CARRIAGE_RETURN && text.charCodeAt(position + 1) === LINE_FEED ? 2 : 1;
		} else if (position < length) {
			throw new CsvDefect('There is text after a closing quote', lineOf(text, position));
		}
		yield row;
		row = [];
	}
}

function closingQuote(text: string, start: number): number {
	for (let position = start + 1; ; position += 2) {
		position = text.indexOf('"', position);
		if (position < 0) throw new CsvDefect('A quote is opened but not closed', lineOf(text, start));
		if (text.charCodeAt(position + 1) !== QUOTE) return position;
	}
}

function lineOf(text: string, position: number): number {
	return text.slice(0, position).split(/\r\n|\r|\n/).length;
}

export interface CsvRecordOptions {
	/** Maps a column's name to the key in the record. */
	rename?: (column: string) => string;
	/** True if a row with fewer or more cells than columns means that the text is truncated or damaged. */
	whole?: boolean;
}

/**
 * Reads CSV whose first row names the columns.
 * @throws CsvDefect
 */
export function* csvRecords(
	text: string,
	{ rename = (column) => column, whole = false }: CsvRecordOptions = {},
): Generator<Record<string, string>, void> {
	let columns: string[] | undefined;
	let count = 0;
	for (const row of csvRows(text)) {
		count += 1;
		if (columns === undefined) {
			columns = row.map(rename);
			continue;
		}
		// Skip an empty line, which many files have at the end.
		if (row.length === 1 && row[0] === '' && columns.length > 1) continue;
		if (whole && row.length !== columns.length)
			throw new CsvDefect(
				`Row ${count} has ${row.length} cells, and there are ${columns.length} columns`,
			);
		const record: Record<string, string> = {};
		for (let index = 0; index < columns.length; index++)
			record[columns[index] ?? ''] = row[index] ?? '';
		yield record;
	}
}

/** One row of CSV with its line ending. */
export function csvRow(cells: readonly string[], delimiter = ','): string {
	// A single empty cell would look like an empty line.
	if (cells.length === 1 && cells[0] === '') return '""\r\n';
	return `${cells.map((cell) => csvCell(cell, delimiter)).join(delimiter)}\r\n`;
}

const SPECIAL = /["\r\n\ufeff]|^\s|\s$/;

function csvCell(cell: string, delimiter: string): string {
	return SPECIAL.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
