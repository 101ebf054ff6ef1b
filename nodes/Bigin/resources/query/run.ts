import type { IDataObject } from 'n8n-workflow';

import { failed, found, type Failure } from '../../../shared/base/errors';
import { limit, returnAll, text, wanted } from '../../../shared/form/fields';
import { defineOperation } from '../../../shared/form/defineOperation';
import { readPages } from '../../../shared/http/paging';
import { at, isObject, textOf } from '../../../shared/base/values';
import { pageOf, readQuery } from './coql';

/** Maximum rows per call, and per query (bigin 4.8). */
const PAGE = 200;
const MOST_ROWS = 10_000;

/** Maximum characters of a query. A guess, far above what Bigin is likely to take: Zoho documents no limit. */
const LONGEST = 50_000;

const BEYOND: Failure = {
	message: `More than ${MOST_ROWS} rows were found, and a query in Bigin returns no more than that`,
	description:
		"Narrow the WHERE clause, or set 'Limit'; to read more, order by id and continue after the last one.",
	executed: 'no',
	input: true,
};

/** What to do if Bigin refuses a query, by its code (bigin 4.8 and 11.3). */
const HINTS: Record<string, string> = {
	OAUTH_SCOPE_MISMATCH: 'Some accounts do not offer the scope for queries; use Search instead.',
	SYNTAX_ERROR:
		"Check the form of 'Query': select fields from module where condition order by field. Put text in single quotes. WHERE is required; 'id is not null' finds all records.",
	INVALID_QUERY:
		"Check in 'Query' that the module, the fields and the comparisons exist; use API names, such as Accounts for companies.",
};

/**
 * Run: a COQL query, page by page (bigin 4.8).
 * The query is sent unchanged, so a value that an expression inserts can end its quotes and change what the query asks for.
 * Values from outside belong in a search, whose conditions are escaped.
 */
export const runQuery = defineOperation({
	name: 'Run',
	value: 'run',
	action: 'Run query',
	description: `Read up to ${MOST_ROWS} records with a query in COQL, Bigin's query language: select Last_Name, Email from Contacts where Email is not null`,
	input: 'form',
	reads: true,
	fields: [
		text('query', 'Query', {
			required: true,
			rows: 5,
			max: LONGEST,
			placeholder:
				'e.g. select Last_Name, Email from Contacts where Email is not null order by Modified_Time desc',
			description:
				'The COQL query, with API names of modules and fields. WHERE is required, and its own LIMIT also counts. A value that an expression inserts can change the query, so use Search for values from outside.',
		}),
		returnAll,
		limit,
	],
	limits: { records: 1 },
	// The other fields are those that the query selects.
	returns: { id: 'string' },
	async send(session, { records }) {
		const [asked] = records;
		const query = readQuery(asked.query);
		const most = Math.min(query.limit ?? Infinity, wanted(asked) ?? Infinity);
		if (most === 0) return [found([])];
		const { rows, failure } = await readPages(session, {
			call(page, size) {
				const skipped = (page - 1) * size;
				const count = Math.max(1, Math.min(size, MOST_ROWS - query.offset - skipped));
				return {
					method: 'POST',
					path: '/bigin/v2/coql',
					body: { select_query: pageOf(query, query.offset + skipped, count) },
					reads: true,
				};
			},
			rows: (body) => {
				const data = at(body, 'data');
				return Array.isArray(data) ? data.filter(isObject) : [];
			},
			more: (body) => at(body, 'info', 'more_records') === true,
			independent: () => true,
			size: PAGE,
			most: Math.max(1, Math.ceil((MOST_ROWS - query.offset) / Math.min(PAGE, most))),
			beyond: BEYOND,
			limit: most,
			key: (row) => textOf(at(row, 'id')),
			// Zoho does not document whether rows hold an ID that the query does not select (bigin 4.8).
			alike: true,
		});
		return [failure ? failed(explained(failure)) : found(rows as IDataObject[])];
	},
});

function explained(failure: Failure): Failure {
	const hint = HINTS[failure.code ?? ''];
	return hint === undefined
		? failure
		: { ...failure, description: `${hint} ${failure.description ?? ''}`.trim() };
}
