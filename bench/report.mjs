import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { ROOT } from '../scripts/steps.mjs';

/** Prints the table and writes one JSON line for each scenario. A bar that was missed sets the exit code, in a whole run. */
export function report(lines, { whole }) {
	const cells = [
		['scenario', 'ours', 'baseline', 'peer', 'x baseline', 'peer / ours', 'requests', 'bar', ''],
		...lines.map((line) =>
			[
				line.scenario,
				amount(line, 'ours'),
				amount(line, 'floor'),
				amount(line, 'peer'),
				line.ratio_floor ?? '-',
				line.ratio_peer ?? '-',
				`${line.requests_ours ?? '-'}${line.requests_peer === null ? '' : ` (peer ${line.requests_peer})`}`,
				line.bar,
				line.pass ? 'pass' : 'MISSED',
			].map(String),
		),
	];
	const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
	console.log(
		`\n${cells
			.map((row) =>
				row
					.map((cell, column) => cell.padEnd(widths[column]))
					.join('  ')
					.trimEnd(),
			)
			.join('\n')}\n`,
	);
	const file = path.join(ROOT, 'bench', 'last.json');
	writeFileSync(file, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
	console.log(
		`${lines.filter(({ pass }) => pass).length} of ${lines.length} bars met; written to ${file}`,
	);
	if (whole && lines.some(({ pass }) => !pass)) process.exitCode = 1;
}

/** A figure of a line. The keys of the file say `floor` for the baseline, so that older files can be compared. */
function amount(line, who) {
	const [millis, megabytes] = [line[`${who}_ms`], line[`${who}_mb`]];
	if (who === 'ours' && line.files_loaded !== undefined) return `${line.files_loaded} files`;
	if (megabytes !== undefined) return `${megabytes} MB`;
	return millis === null || millis === undefined ? '-' : `${millis} ms`;
}
