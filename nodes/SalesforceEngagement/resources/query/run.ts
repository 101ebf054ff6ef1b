import type { IDataObject } from 'n8n-workflow';

import { failed, found } from '../../../shared/base/errors';
import { boolean, limit, returnAll, text, wanted, type Field } from '../../../shared/form/fields';
import type { Operation } from '../../../shared/form/operation';
import { apiVersion } from '../../fields/apiVersion';
import { queryRows } from '../../records/rows';
import { parameters, withParameters } from './parameters';

/** Longest statement (salesforce-engagement 2.5). */
const LONGEST = 100_000;

/** A query, typed with n8n's editor for SQL. */
function editor(): Field {
	const field = text('query', 'Query', {
		required: true,
		max: LONGEST,
		placeholder: 'e.g. SELECT Id, Name FROM Contact WHERE Email = :email',
		description:
			'The SOQL query. Give values from outside as Query Parameters, such as :email; an expression inside the query can change what is asked for.',
	});
	return {
		...field,
		property: {
			...field.property,
			typeOptions: { editor: 'sqlEditor', sqlDialect: 'StandardSQL', rows: 5 },
		},
	};
}

const includeDeleted = boolean('includeDeleted', 'Include Deleted', {
	default: true,
	description: 'Whether deleted and archived records are returned, too',
});

/** Run: a SOQL query, page by page (salesforce-engagement 2.5). */
export const runQuery: Operation = {
	name: 'Run',
	value: 'run',
	action: 'Run query',
	description:
		"Read records by a query in SOQL, Salesforce's own language: SELECT Id, Name FROM Contact WHERE Email != null",
	input: 'form',
	reads: true,
	fields: [editor(), returnAll, limit, { ...parameters, upFront: true }],
	settings: [includeDeleted, apiVersion],
	limits: { records: 1 },
	// The other fields are those that the query selects.
	returns: { Id: 'string' },
	finish: (asked) => ({
		...asked,
		query: withParameters(String(asked.query), (asked.parameters ?? []) as IDataObject[]),
	}),
	async send(session, { records, settings }) {
		const [asked = {}] = records;
		const read = await queryRows(session, String(asked.query).trim(), {
			settings,
			deletedToo: settings.includeDeleted === true,
			limit: wanted(asked),
		});
		return [read.ok ? found(read.value) : failed(read.failure)];
	},
};
