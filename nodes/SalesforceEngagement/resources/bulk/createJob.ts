import { failed, InputError } from '../../../shared/base/errors';
import { defineOperation } from '../../../shared/form/defineOperation';
import { choice } from '../../../shared/form/fields';
import { JOB_CHECK, jobPath } from '../../bulk/jobs';
import { apiVersion } from '../../fields/apiVersion';
import { editor, includeDeleted } from '../../fields/query';
import { objectChoice } from '../../kinds/kind';
import { parameters, withParameters } from '../query/parameters';
import { JOB, jobOutcome } from './job';
import { matchOn, write } from './run';

const lineEnding = choice('lineEnding', 'Line Ending', ['LF', 'CRLF'], {
	description: 'How the lines of the CSV file end: CRLF in files that were made on Windows',
});

const columnDelimiter = choice(
	'columnDelimiter',
	'Column Delimiter',
	['BACKQUOTE', 'CARET', 'COMMA', 'PIPE', 'SEMICOLON', 'TAB'],
	{ default: 'COMMA', description: 'What separates the columns of the CSV file' },
);

/** Create Job: an open job that waits for its data. Without data it does nothing (salesforce-engagement 4.6). */
export const createJob = defineOperation({
	name: 'Create Job',
	value: 'createJob',
	action: 'Create bulk job',
	description: 'Open a job that creates, updates or deletes the records of a CSV file',
	input: 'form',
	fields: [],
	requiredOptions: [objectChoice, write, matchOn],
	options: [columnDelimiter, lineEnding, apiVersion],
	limits: { records: 1 },
	returns: JOB,
	async send(session, { options }) {
		const { object, bulkOperation, matchField } = options;
		const upsert = bulkOperation === 'upsert';
		if (upsert && matchField === undefined)
			throw new InputError(
				"'Match On Name or ID' is missing",
				'matchField',
				'Choose the external ID by which Salesforce finds a record.',
			);
		const answer = await session.call({
			...JOB_CHECK,
			method: 'POST',
			path: jobPath(options, 'ingest'),
			body: {
				object,
				operation: bulkOperation,
				...(upsert ? { externalIdFieldName: matchField } : {}),
				contentType: 'CSV',
				lineEnding: options.lineEnding ?? 'LF',
				columnDelimiter: options.columnDelimiter ?? 'COMMA',
			},
		});
		return [answer.ok ? jobOutcome(answer.body) : failed(answer.failure)];
	},
});

/** Create Query Job: it runs at once, and its rows wait in Salesforce (salesforce-engagement 4.6). */
export const createQueryJob = defineOperation({
	name: 'Create Query Job',
	value: 'createQueryJob',
	action: 'Create bulk query job',
	description: 'Start a job that reads the rows of a SOQL query, and do not wait for it',
	input: 'form',
	fields: [editor(), { ...parameters, upFront: true }],
	options: [includeDeleted, apiVersion],
	limits: { records: 1 },
	returns: JOB,
	finish: withParameters,
	async send(session, { records: [asked], options }) {
		const answer = await session.call({
			...JOB_CHECK,
			method: 'POST',
			path: jobPath(options, 'query'),
			body: {
				operation: options.includeDeleted === true ? 'queryAll' : 'query',
				query: asked.query.trim(),
			},
		});
		return [answer.ok ? jobOutcome(answer.body) : failed(answer.failure)];
	},
});
