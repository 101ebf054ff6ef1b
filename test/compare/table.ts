/** Lays rows out in columns; a row of one cell is a heading. */
export function table(rows: string[][]): string {
	const full = rows.filter((row) => row.length > 1);
	const widths = (full[0] ?? []).map((_, column) =>
		Math.max(...full.map((row) => row[column]?.length ?? 0)),
	);
	return rows
		.map((row) =>
			row.length === 1
				? `\n${row[0]}`
				: row
						.map((cell, column) => cell.padEnd(widths[column] ?? 0))
						.join('  ')
						.trimEnd(),
		)
		.join('\n');
}
