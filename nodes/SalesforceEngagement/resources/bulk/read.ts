import { failed, found } from '../../../shared/base/errors';
import { defineOperation } from '../../../shared/form/defineOperation';
import { choice, limit, returnAll, wanted } from '../../../shared/form/fields';
import { jobsOf } from '../../bulk/list';
import { queryResults, resultList } from '../../bulk/pages';
import { apiVersion } from '../../fields/apiVersion';
import { idOf, JOB, jobId, jobKind, jobOutcome, kindOf, look, noJob } from './job';

/** Get Job: its state and its numbers. */
export const getJob = defineOperation({
	name: 'Get Job',
	value: 'getJob',
	action: 'Get bulk job',
	description: 'Get the state of a job and how many records it has processed',
	input: 'form',
	reads: true,
	nothingFound: 'fail',
	fields: [jobKind, jobId],
	options: [apiVersion],
	limits: { records: 1 },
	returns: JOB,
	async send(session, { records: [asked], options }) {
		const answer = await session.call(look(asked, options));
		return [answer.ok ? jobOutcome(answer.body) : noJob(answer.failure, asked)];
	},
});

/** Get Many Jobs. */
export const getJobs = defineOperation({
	name: 'Get Many Jobs',
	value: 'getJobs',
	action: 'Get many bulk jobs',
	description: 'List the jobs of the org with their states, the newest first',
	input: 'form',
	reads: true,
	fields: [jobKind, returnAll, limit],
	options: [apiVersion],
	limits: { records: 1 },
	returns: JOB,
	async send(session, { records: [asked], options }) {
		const jobs = await jobsOf(session, options, kindOf(asked), wanted(asked));
		return [jobs.ok ? found(jobs.value) : failed(jobs.failure)];
	},
});

const results = choice(
	'results',
	'Results',
	[
		{ name: 'Failed Records', value: 'failedResults' },
		{ name: 'Rows of a Query', value: 'query' },
		{ name: 'Successful Records', value: 'successfulResults' },
		{ name: 'Unprocessed Records', value: 'unprocessedrecords' },
	],
	{ required: true, default: 'successfulResults' },
);

/** Get Job Results: one list of a job that wrote, or the rows of a query job; every value comes as text. */
export const getJobResults = defineOperation({
	name: 'Get Job Results',
	value: 'getJobResults',
	action: 'Get results of bulk job',
	description: 'Get the records of a job that is complete with what became of them, or its rows',
	input: 'form',
	reads: true,
	fields: [results, jobId],
	options: [apiVersion],
	limits: { records: 1 },
	returns: { sf__Id: 'string', sf__Created: 'string', sf__Error: 'string' },
	async send(session, { records: [asked], options }) {
		const id = idOf(asked);
		const rows =
			asked.results === 'query'
				? await queryResults(session, options, id)
				: await resultList(session, options, id, asked.results);
		return [rows.ok ? found(rows.value) : failed(rows.failure)];
	},
});
