import { failed, found } from '../../../shared/base/errors';
import { defineOperation } from '../../../shared/form/defineOperation';
import { limit, returnAll, wanted } from '../../../shared/form/fields';
import { apiVersion } from '../../fields/apiVersion';
import { editor, includeDeleted } from '../../fields/query';
import { queryRows } from '../../records/pages';
import { parameters, withParameters } from './parameters';

/** Run: a SOQL query, page by page (salesforce-engagement 2.5). */
export const runQuery = defineOperation({
	name: 'Run',
	value: 'run',
	action: 'Run query',
	description:
		"Read records by a query in SOQL, Salesforce's own language: SELECT Name, Email FROM Contact WHERE Email != null",
	input: 'form',
	reads: true,
	fields: [editor(), returnAll, limit, { ...parameters, upFront: true }],
	options: [includeDeleted, apiVersion],
	limits: { records: 1 },
	// The other fields are those that the query selects.
	returns: { Id: 'string' },
	finish: withParameters,
	async send(session, { records, options }) {
		const [asked] = records;
		const read = await queryRows(session, asked.query.trim(), {
			options,
			deletedToo: options.includeDeleted === true,
			limit: wanted(asked),
		});
		return [read.ok ? found(read.value) : failed(read.failure)];
	},
});
