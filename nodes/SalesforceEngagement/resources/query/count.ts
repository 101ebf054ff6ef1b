import { failed } from '../../../shared/base/errors';
import { defineOperation } from '../../../shared/form/defineOperation';
import { apiVersion } from '../../fields/apiVersion';
import { editor, includeDeleted } from '../../fields/query';
import { countOutcome } from '../../records/list';
import { firstPage } from '../../records/pages';
import { parameters, withParameters } from './parameters';

/** Fewest rows of a page (salesforce-engagement 2.5). */
const FEWEST = 200;

/** Count: how many rows a SOQL query has, by its first page alone (salesforce-engagement 2.5). */
export const countRows = defineOperation({
	name: 'Count',
	value: 'count',
	action: 'Count rows of query',
	description: 'Tell how many rows a SOQL query has before it is run, without reading them all',
	input: 'form',
	reads: true,
	nothingFound: 'never',
	fields: [editor(), { ...parameters, upFront: true }],
	options: [includeDeleted, apiVersion],
	limits: { records: 1 },
	returns: { count: 'integer' },
	finish: withParameters,
	async send(session, { records: [asked], options }) {
		const page = await firstPage(session, asked.query.trim(), {
			options,
			deletedToo: options.includeDeleted === true,
			pageSize: FEWEST,
		});
		return [page.ok ? countOutcome(page.value.totalSize) : failed(page.failure)];
	},
});
