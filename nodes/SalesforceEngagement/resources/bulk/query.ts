import type { IDataObject } from 'n8n-workflow';

import { failed, found, type Failure } from '../../../shared/base/errors';
import type { Result } from '../../../shared/base/result';
import { at, textOf } from '../../../shared/base/values';
import { csvRecords } from '../../../shared/formats/csv';
import type { Operation } from '../../../shared/form/operation';
import { header } from '../../../shared/http/replies';
import type { Session } from '../../../shared/http/session';
import { jobPath, stateOf, timeLimit, waitForJob } from '../../bulk/jobs';
import { apiVersion } from '../../fields/apiVersion';
import { editor, includeDeleted } from '../../fields/query';
import { parameters, withParameters } from '../query/parameters';
import { VENDOR } from '../../replies';

/** Rows of a page of results. */
const ROWS = 50_000;
/** Most pages of results: a bound for a service that never says that one is the last. */
const PAGES = 2_000;

/** Query: the rows of a SOQL query by a job, for more than the pages of Query > Run can bring in time (salesforce-engagement 4.6). */
export const runQueryJob: Operation = {
	name: 'Query',
	value: 'query',
	action: 'Query in bulk',
	description:
		'Read the rows of a SOQL query by a bulk job, for hundreds of thousands of rows; every value comes as text',
	input: 'form',
	reads: true,
	fields: [editor(), { ...parameters, upFront: true }],
	settings: [includeDeleted, timeLimit.field, apiVersion],
	limits: { records: 1 },
	returns: { Id: 'string' },
	finish: (asked) => ({
		...asked,
		query: withParameters(String(asked.query), (asked.parameters ?? []) as IDataObject[]),
	}),
	async send(session, { records: [asked = {}], settings }) {
		const made = await session.call({
			method: 'POST',
			path: jobPath(settings, 'query'),
			body: {
				operation: settings.includeDeleted === true ? 'queryAll' : 'query',
				query: String(asked.query).trim(),
			},
			reads: true,
		});
		if (!made.ok) return [failed(made.failure)];
		const id = textOf(at(made.body, 'id'));
		if (id === undefined) return [failed(unclear('a reply without the ID of the job'))];
		const over = await waitForJob(session, settings, 'query', id);
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
		const rows = await resultRows(session, settings, id);
		return [rows.ok ? found(rows.value) : failed(rows.failure)];
	},
};

function unclear(what: string): Failure {
	return {
		message: `${VENDOR} sent ${what}`,
		description: 'Nothing was changed. Try again later.',
		executed: 'no',
	};
}

async function resultRows(
	session: Session,
	settings: IDataObject,
	id: string,
): Promise<Result<IDataObject[]>> {
	const rows: IDataObject[] = [];
	const seen = new Set<string>();
	let locator: string | undefined;
	for (let page = 0; page < PAGES; page++) {
		const answer = await session.call({
			method: 'GET',
			path: jobPath(settings, 'query', id, '/results'),
			query: { maxRecords: ROWS, ...(locator === undefined ? {} : { locator }) },
			headers: { Accept: 'text/csv' },
			file: true,
		});
		if (!answer.ok) return answer;
		try {
			for (const row of csvRecords(String(answer.body))) rows.push(row);
		} catch (defect) {
			return {
				ok: false,
				failure: unclear(`a result that cannot be read: ${(defect as Error).message}`),
			};
		}
		locator = header(answer.headers, 'sforce-locator');
		// The last page says "null" (from memory).
		if (locator === undefined || locator === '' || locator === 'null')
			return { ok: true, value: rows };
		if (seen.has(locator)) break;
		seen.add(locator);
	}
	return { ok: false, failure: unclear('pages of a result that do not end') };
}
