import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';

import { CsvDefect, csvRecords, csvRow, csvRows } from '../../../nodes/shared/formats/csv';

/** Texts full of special characters. */
const cell = fc.oneof(
	fc.string({ unit: 'grapheme', maxLength: 12 }),
	fc.string({
		unit: fc.constantFrom('"', ',', ';', '\n', '\r', ' ', 'a', '\ufeff', 'ü'),
		maxLength: 8,
	}),
);
const table = fc.integer({ min: 1, max: 5 }).chain((width) =>
	fc.array(fc.array(cell, { minLength: width, maxLength: width }), {
		minLength: 1,
		maxLength: 6,
	}),
);
const delimiter = fc.constantFrom(',', ';', '|', ':');
const write = (rows: string[][], separator = ',') =>
	rows.map((row) => csvRow(row, separator)).join('');

it('reads what a library writes', () => {
	fc.assert(
		fc.property(
			table,
			delimiter,
			fc.constantFrom('windows' as const, 'unix' as const),
			fc.boolean(),
			fc.boolean(),
			(rows, separator, recordDelimiter, quoted, bom) => {
				const text = stringify(rows, {
					delimiter: separator,
					record_delimiter: recordDelimiter,
					quoted: true,
					quoted_empty: quoted,
					bom,
				});
				expect([...csvRows(text, separator)]).toEqual(rows);
			},
		),
		{ numRuns: 500 },
	);
});

it('writes what a library reads', () => {
	fc.assert(
		fc.property(table, delimiter, (rows, separator) => {
			expect(
				parse(write(rows, separator), { delimiter: separator, record_delimiter: '\r\n' }),
			).toEqual(rows);
		}),
		{ numRuns: 500 },
	);
});

it('reads what it writes itself', () => {
	fc.assert(
		fc.property(table, (rows) => expect([...csvRows(write(rows))]).toEqual(rows)),
		{ numRuns: 500 },
	);
});

it.each([
	['nothing', '', []],
	[
		'a byte order mark',
		'\ufeffa,b\n1,2',
		[
			['a', 'b'],
			['1', '2'],
		],
	],
	[
		'no line end at the end',
		'a,b\n1,2',
		[
			['a', 'b'],
			['1', '2'],
		],
	],
	[
		'an empty cell at the end',
		'a,b\n1,',
		[
			['a', 'b'],
			['1', ''],
		],
	],
	[
		'an empty cell in quotes at the end',
		'a,b\n1,""',
		[
			['a', 'b'],
			['1', ''],
		],
	],
	[
		'line ends of old systems',
		'a,b\r1,2\r',
		[
			['a', 'b'],
			['1', '2'],
		],
	],
	['a line break in quotes', 'a\n"x\r\ny"\n', [['a'], ['x\r\ny']]],
	['a quote inside a cell', 'a,5" pipe\n', [['a', '5" pipe']]],
	['doubled quotes', '"a ""b"" c",d\n', [['a "b" c', 'd']]],
])('reads %s', (_what, text, rows) => {
	expect([...csvRows(text)]).toEqual(rows);
});

it.each([
	['a,b\n"1,2\n3', 'A quote is opened but not closed (line 2)'],
	['a,b\r\n"x\r\ny"z,2', 'There is text after a closing quote (line 3)'],
])('refuses %j', (text, message) => {
	expect(() => [...csvRows(text)]).toThrow(
		new CsvDefect(message.replace(/ \(line \d\)/, ''), Number(/line (\d)/.exec(message)?.[1])),
	);
	expect(() => [...csvRows(text)]).toThrow(message);
});

it('names the cells of a row by its header', () => {
	expect([
		...csvRecords('\ufeffId,Last_Name\r\n1,Johnson\r\n\r\n2\r\n', {
			rename: (column) => (column === 'Id' ? 'id' : column),
		}),
	]).toEqual([
		{ id: '1', Last_Name: 'Johnson' },
		{ id: '2', Last_Name: '' },
	]);
	expect([...csvRecords('a\n\nb\n')]).toEqual([{ a: '' }, { a: 'b' }]);
});

it('refuses a row without exactly one cell for each column if rows must be whole', () => {
	const read = (text: string) => [...csvRecords(text, { whole: true })];
	expect(read('Id,Name\n1,A\n\n2,\n')).toEqual([
		{ Id: '1', Name: 'A' },
		{ Id: '2', Name: '' },
	]);
	expect(() => read('Id,Name\n1,A\n2')).toThrow(
		new CsvDefect('Row 3 has 1 cells, and there are 2 columns'),
	);
	expect(() => read('Id,Name\n1,A,B\n')).toThrow(CsvDefect);
});

it('reads 200,000 rows in linear time', () => {
	const row = csvRow([
		'2034020000000644001',
		'Johnson, "Sarah"',
		'sarah@example.com',
		'x'.repeat(50),
	]);
	const time = (count: number) => {
		const text = `Id,Name,Email,Note\r\n${row.repeat(count)}`;
		const start = performance.now();
		let rows = 0;
		for (const record of csvRecords(text)) if (record.Name === 'Johnson, "Sarah"') rows += 1;
		expect(rows).toBe(count);
		return performance.now() - start;
	};
	time(20_000);
	const small = time(20_000);
	// Ten times as many rows. The margin allows for a busy machine; quadratic time would be a hundred times as long.
	expect(time(200_000)).toBeLessThan(Math.max(40 * small, 2_000));
});
