import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { contentHost, resultAddress } from '../../../nodes/Bigin/bulk/hosts';
import { linkIn } from '../../../nodes/Bigin/resources/attachment/uploadLink';
import { rowOutcomes } from '../../../nodes/Bigin/resources/bulkWrite/results';
import {
	checkRow,
	csvOf,
	tableOf,
	type Table,
} from '../../../nodes/Bigin/resources/bulkWrite/table';
import { csvRow } from '../../../nodes/shared/formats/csv';

it.each([
	['https://www.zohoapis.eu', 'https://content.zohoapis.eu'],
	['https://www.zohoapis.com.au', 'https://content.zohoapis.com.au'],
	['https://bigin.example.com', 'https://bigin.example.com'],
	['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
])('files for imports to %s go to %s', (api, host) => {
	expect(contentHost(api)).toBe(host);
});

describe('The address of a result', () => {
	const EU = 'https://www.zohoapis.eu';
	it.each([
		['/bigin/x.zip?a=1', EU, '/bigin/x.zip?a=1'],
		['https://www.zohoapis.eu/x.zip', EU, '/x.zip'],
		[
			'https://download-accl.zoho.eu/v2/crm/1/x.zip',
			'https://download-accl.zoho.eu',
			'/v2/crm/1/x.zip',
		],
		['https://content.zohoapis.eu/x.zip', 'https://content.zohoapis.eu', '/x.zip'],
	])('%s is fetched', (address, baseUrl, path) => {
		expect(resultAddress(EU, address)).toEqual({ baseUrl, path });
	});

	it.each([
		'https://evil.example.com/x.zip',
		'https://zoho.eu.evil.com/x',
		'https://evilzoho.eu/x',
		'//evil.com/x',
		'http://download.zoho.eu/x',
		'https://download.zoho.com/x',
		'https://user@download.zoho.eu/x',
		'https://download.zoho.eu:8443/x',
		'https://',
	])('%s gets no token', (address) => {
		expect(resultAddress(EU, address)).toBeUndefined();
	});

	it('of a custom domain is the domain itself alone', () => {
		expect(resultAddress('https://bigin.example.com', 'https://bigin.example.com/x')).toEqual({
			baseUrl: 'https://bigin.example.com',
			path: '/x',
		});
		expect(
			resultAddress('https://bigin.example.com', 'https://download.zoho.com/x'),
		).toBeUndefined();
	});
});

it('a link is sent as a query or as a form', () => {
	expect(linkIn('query', { attachmentUrl: 'https://a' })).toEqual({
		query: { attachmentUrl: 'https://a' },
	});
	expect(linkIn('form', { attachmentUrl: 'https://a' }).body?.toString()).toContain(
		'name="attachmentUrl"\r\n\r\nhttps://a\r\n',
	);
});

describe('The file of an import', () => {
	it('has a column for every key, in the order in which they come', () => {
		expect(
			tableOf([
				{ b: 1, a: true },
				{ c: null, Account_Name: { id: '7', name: 'X' }, Tag: [{ name: 'VIP' }, { name: 'New' }] },
				{ Account_Name: '8', a: 'x', Interests: ['Ski', 'Safari'] },
			]),
		).toEqual({
			columns: ['b', 'a', 'c', 'Account_Name.id', 'Tag', 'Interests'],
			rows: [
				['1', 'true', '', '', '', ''],
				['', '', '', '7', 'VIP;New', ''],
				['', 'x', '', '8', '', 'Ski;Safari'],
			],
		});
	});

	it('is what a library reads as the same cells', () => {
		const record = fc.dictionary(
			fc.stringMatching(/^[A-Z][a-z]{1,4}$/),
			fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null)),
			{ minKeys: 1 },
		);
		fc.assert(
			fc.property(fc.array(record, { minLength: 1, maxLength: 5 }), (records) => {
				const table = tableOf(records as IDataObject[]);
				expect(parse(csvOf(table), { record_delimiter: '\r\n' })).toEqual([
					table.columns,
					...table.rows,
				]);
			}),
		);
	});

	it.each([
		[{}, 'The item holds no values'],
		[{ a: '', b: null }, 'The item holds no values'],
		[
			{ a: 1, b: { name: 'x' } },
			'\'b\' must be a single value, a list of values or an object with an ID, but is {"name":"x"}',
		],
		[
			{ a: [{ x: 1 }] },
			'\'a\' must be a single value, a list of values or an object with an ID, but is [{"x":1}]',
		],
		[{ ' ': 1 }, 'The item has a value without a name'],
	])('takes no %j', (record, message) => {
		expect(() => checkRow(record as IDataObject)).toThrow(message);
	});
});

describe('The result of an import', () => {
	const table: Table = {
		columns: ['Last_Name', 'Email', 'Account_Name.id'],
		rows: [
			['A', 'a@x', '1'],
			['B', 'b@x', ''],
			['C', 'c@x', ''],
		],
	};
	const csv = (header: string[], rows: string[][]) =>
		csvRow(header) + rows.map((row) => csvRow(row)).join('');
	const HEADER = ['Last_Name', 'Email', 'STATUS', 'RECORD_ID', 'ERRORS'];
	const ROWS = [
		['A', 'a@x', 'ADDED', '11', ''],
		['B', 'b@x', 'UPDATED', '12', ''],
		['C', 'c@x', 'SKIPPED', '', 'DUPLICATE_DATA:Email'],
	];
	const brief = (text: string, of = table) =>
		rowOutcomes(text, of, '99').map((outcome) =>
			outcome.ok
				? 'json' in outcome
					? `${String(outcome.json.status)} ${String(outcome.json.id)}`
					: ''
				: `${outcome.failure.executed} ${outcome.failure.code ?? ''}`,
		);
	const GOOD = ['added 11', 'updated 12', 'no DUPLICATE_DATA'];

	it('gives each row its own outcome', () => {
		expect(brief(csv(HEADER, ROWS))).toEqual(GOOD);
		expect(rowOutcomes(csv(HEADER, ROWS), table, '99')[2]).toMatchObject({
			ok: false,
			failure: {
				message: "Zoho Bigin did not accept 'Email': DUPLICATE_DATA:Email",
				field: 'Email',
				traceId: '99',
				executed: 'no',
			},
		});
	});

	it('is not taken from its place where the order is another one and several rows look the same', () => {
		const alike = tableOf(
			['Smith', 'Smith', 'Jones', 'Brown'].map((Last_Name, index) => ({
				Last_Name,
				Email: `${index}@x`,
			})),
		);
		const header = ['Last_Name', 'STATUS', 'RECORD_ID', 'ERRORS'];
		const results = [
			['Smith', 'SKIPPED', '', 'DUPLICATE_DATA:Email'],
			['Smith', 'ADDED', '11', ''],
			['Brown', 'ADDED', '44', ''],
			['Jones', 'ADDED', '33', ''],
		];
		expect(brief(csv(header, results), alike)).toEqual([
			'unknown ',
			'unknown ',
			'added 33',
			'added 44',
		]);
		const [first = [], second = [], ...others] = results;
		expect(brief(csv(header, [first, second, ...others.reverse()]), alike)).toEqual([
			'no DUPLICATE_DATA',
			'added 11',
			'added 33',
			'added 44',
		]);
	});

	it('is matched by its values where its order is another one, or rows are missing', () => {
		expect(
			brief(
				csv(
					HEADER,
					[2, 0, 1].map((index) => ROWS[index] ?? []),
				),
			),
		).toEqual(GOOD);
		expect(brief(csv(HEADER, ROWS.slice(1)))).toEqual(['unknown ', ...GOOD.slice(1)]);
	});

	it('is matched from the left where its columns have other names', () => {
		expect(brief(csv(['Last Name', 'Mail', 'STATUS', 'RECORD_ID', 'ERRORS'], ROWS))).toEqual(GOOD);
	});

	it('leaves open what it does not tell clearly', () => {
		expect(brief(csv(HEADER, [['X', 'a@x', 'ADDED', '11', ''], ...ROWS.slice(1)]))).toEqual([
			'unknown ',
			...GOOD.slice(1),
		]);
		expect(brief(csv(HEADER, [['A', 'a@x', 'UNPROCESSED', '', ''], ...ROWS.slice(1)]))).toEqual([
			'unknown ',
			...GOOD.slice(1),
		]);
		expect(
			brief(
				csv(
					['STATUS', 'RECORD_ID', 'ERRORS'],
					ROWS.map((row) => row.slice(2)),
				),
			),
		).toEqual(['unknown ', 'unknown ', 'unknown ']);
		expect(brief('')).toEqual(['unknown ', 'unknown ', 'unknown ']);
		expect(brief(csv(HEADER, ROWS).replace('RECORD_ID', 'OTHER'))[0]).toBe('added undefined');
	});

	it('keeps equal rows apart by their places alone', () => {
		const twins: Table = {
			columns: ['Last_Name', 'Email'],
			rows: [
				['A', 'a@x'],
				['A', 'a@x'],
				['B', 'b@x'],
			],
		};
		const rows = [
			['A', 'a@x', 'ADDED', '11', ''],
			['A', 'a@x', 'SKIPPED', '', 'DUPLICATE_DATA:Email'],
			['B', 'b@x', 'ADDED', '12', ''],
		];
		expect(brief(csv(HEADER, rows), twins)).toEqual(['added 11', 'no DUPLICATE_DATA', 'added 12']);
		expect(brief(csv(HEADER, rows.slice(0, 2)), twins)).toEqual([
			'unknown ',
			'unknown ',
			'unknown ',
		]);
	});

	it('never gives a row the outcome of another, whatever the order', () => {
		const cell = fc.constantFrom('a', 'b', ' c', 'd"');
		fc.assert(
			fc.property(
				fc
					.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 })
					.chain((rows) =>
						fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows.map((_, index) => index))),
					),
				([rows, order]) => {
					const own: Table = { columns: ['x', 'y'], rows: rows.map((row) => [...row]) };
					const text = csv(
						['x', 'y', 'STATUS', 'RECORD_ID', 'ERRORS'],
						order.map((index) => [
							...(rows[index] ?? []),
							'ADDED',
							rows[index]?.join('|') ?? '',
							'',
						]),
					);
					rowOutcomes(text, own, '99').forEach((outcome, index) => {
						if (outcome.ok && 'json' in outcome)
							expect(outcome.json.id).toBe(rows[index]?.join('|'));
					});
				},
			),
		);
	});
});
