import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { strToU8, unzipSync, zipSync } from 'fflate';

import { Refused } from '../http/wire';

/** A ZIP with one CSV file. */
export function zipped(name: string, rows: readonly unknown[][]): Buffer {
	return Buffer.from(zipSync({ [name]: strToU8(stringify([...rows])) }));
}

const refuse = (reason: string) => new Refused(400, 'INVALID_DATA', { param_name: 'file', reason });

/** Delimiters of an import (bigin 10.2); the one that the header has most of. */
function delimiterOf(header: string): string {
	const count = (sign: string) => header.split(sign).length;
	return [',', ';', ':', '|'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

/** The rows of an import's one CSV file, with its header (bigin 10.2). */
export function readZip(bytes: Uint8Array): { name: string; rows: string[][] } {
	let files: Record<string, Uint8Array>;
	try {
		files = unzipSync(bytes);
	} catch {
		throw refuse('not a ZIP file');
	}
	const [first, ...others] = Object.entries(files);
	if (!first || others.length > 0 || !first[0].toLowerCase().endsWith('.csv'))
		throw refuse('the ZIP file must hold exactly one CSV file');
	const text = Buffer.from(first[1]).toString('utf8');
	try {
		return {
			name: first[0],
			rows: parse(text, {
				bom: true,
				delimiter: delimiterOf(text.split('\n', 1)[0] ?? ''),
				skip_empty_lines: true,
			}),
		};
	} catch (error) {
		throw refuse((error as Error).message);
	}
}
