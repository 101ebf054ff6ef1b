import { failed, found } from '../../../shared/base/errors';
import { at, textOf } from '../../../shared/base/values';
import { defineOperation } from '../../../shared/form/defineOperation';
import { jobPath, stateOf, timeLimit, waitForJob } from '../../bulk/jobs';
import { queryResults, unclear } from '../../bulk/pages';
import { apiVersion } from '../../fields/apiVersion';
import { editor, includeDeleted } from '../../fields/query';
import { parameters, withParameters } from '../query/parameters';
import { VENDOR } from '../../replies';

/** Query: the rows of a SOQL query by a job, for more than the pages of Query > Run can bring in time (salesforce-engagement 4.6). */
export const runQueryJob = defineOperation({
	name: 'Query',
	value: 'query',
	action: 'Query in bulk',
	description:
		'Read the rows of a SOQL query by a bulk job, for hundreds of thousands of rows; every value comes as text',
	input: 'form',
	reads: true,
	fields: [editor(), { ...parameters, upFront: true }],
	options: [includeDeleted, timeLimit.field, apiVersion],
	limits: { records: 1 },
	returns: { Id: 'string' },
	finish: withParameters,
	async send(session, { records: [asked], options }) {
		const made = await session.call({
			method: 'POST',
			path: jobPath(options, 'query'),
			body: {
				operation: options.includeDeleted === true ? 'queryAll' : 'query',
				query: asked.query.trim(),
			},
			reads: true,
		});
		if (!made.ok) return [failed(made.failure)];
		const id = textOf(at(made.body, 'id'));
		if (id === undefined) return [failed(unclear('a reply without the ID of the job'))];
		const over = await waitForJob(session, options, 'query', id);
		if (!over.ok) return [failed({ ...over.failure, executed: 'no' })];
		if (stateOf(over.value) !== 'JobComplete')
			return [
				failed({
					message: `${VENDOR} did not complete bulk job ${id}: ${textOf(at(over.value, 'errorMessage')) ?? stateOf(over.value)}`,
					description: 'Nothing was changed. Check the query, and run it again.',
					traceId: id,
					executed: 'no',
				}),
			];
		const rows = await queryResults(session, options, id, rowCount(over.value));
		return [rows.ok ? found(rows.value) : failed(rows.failure)];
	},
});

/** How many rows a job has read, if it says so. */
function rowCount(job: unknown): number | undefined {
	const count = at(job, 'numberRecordsProcessed');
	return typeof count === 'number' ? count : undefined;
}
