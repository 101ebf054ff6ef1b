import type { IDataObject } from 'n8n-workflow';

import { InputError, type Failure, type Outcome } from '../../../shared/base/errors';
import { isEmpty, textOf, at } from '../../../shared/base/values';
import { choice, dynamicOption, text } from '../../../shared/form/fields';
import type { AccountFieldsSource, Operation, SentBatch } from '../../../shared/form/operation';
import type { Session } from '../../../shared/http/session';
import { allFailed, notSeen } from '../../../shared/operations/jobs';
import { jobPath, stateOf, timeLimit, waitForJob } from '../../bulk/jobs';
import { resultsOf } from '../../bulk/results';
import { cellOf, csvOf, flat, tableOf } from '../../bulk/table';
import { apiVersion } from '../../fields/apiVersion';
import { shortId } from '../../fields/ids';
import { accountFieldsOf } from '../../kinds/accountFields';
import { NAME, objectChoice } from '../../kinds/kind';
import { record as kind } from '../../kinds/record';
import { VENDOR } from '../../replies';

/** Records of a job: a bound for the memory of n8n; Salesforce takes far more (salesforce-engagement 4.6). */
const RECORDS = 100_000;
/** Bytes of a job as JSON; as CSV it is shorter, and 150 MB are allowed (salesforce-engagement 4.6). */
const BYTES = 90_000_000;

const write = choice(
	'bulkOperation',
	'Write',
	[
		{ name: 'Create', value: 'insert', description: 'Add every record' },
		{
			name: 'Create or Update',
			value: 'upsert',
			description: 'Create a new record, or update the current one if it already exists (upsert)',
		},
		{ name: 'Delete', value: 'delete', description: 'Delete records by their IDs' },
		{ name: 'Update', value: 'update', description: 'Change records by their IDs' },
	],
	{ required: true, default: 'insert' },
);

const matchOn = dynamicOption(
	{
		...text('matchField', 'Match On Name or ID', {
			pattern: NAME,
			expects: 'the API name of an external ID field',
			description: 'The external ID by which Salesforce finds a record that is there already',
		}),
		upFront: true,
		property: {
			...text('matchField', 'Match On Name or ID', {
				description: 'The external ID by which Salesforce finds a record that is there already',
			}).property,
			displayOptions: { show: { bulkOperation: ['upsert'] } },
		},
	},
	{ method: 'getExternalIds', dependsOn: ['object'] },
);

/** Whether a field may be written depends on what is done; Salesforce checks it for each record. */
const fields: AccountFieldsSource = {
	...accountFieldsOf(kind, true),
	async load(session, object) {
		const creatable = await accountFieldsOf(kind, true).load(session, object);
		return creatable.ok
			? {
					ok: true,
					value: creatable.value.filter(({ writable }) => writable),
				}
			: creatable;
	},
	isFree: (key) => /^id$/i.test(key) || key.includes('.') || key.endsWith('__r'),
};

/** The key that finds the record of an item; none where every record is new. */
function keyOf({ bulkOperation, matchField }: IDataObject): string | undefined {
	if (bulkOperation === 'insert') return undefined;
	return bulkOperation === 'upsert' ? textOf(matchField) : 'id';
}

/** Run: a job of Bulk API 2.0 from input items to one result for each (salesforce-engagement 4.6). */
export const runJob: Operation = {
	name: 'Run',
	value: 'run',
	action: 'Run bulk job',
	description:
		'Create, update or delete thousands of records of one object in one job, and return what became of each; for fewer than 2,000, the operations of Record are faster',
	record: 'record',
	fields: [],
	accountFields: fields,
	requiredSettings: [objectChoice, write, matchOn],
	settings: [timeLimit.field, apiVersion],
	limits: { records: RECORDS, bytes: BYTES },
	returns: { id: 'string', success: 'boolean', created: 'boolean', jobId: 'string' },
	finish(values, settings) {
		const row = flat(values);
		const { Id, ...rest } = row;
		const record: IDataObject = Id === undefined || 'id' in row ? row : { id: Id, ...rest };
		const key = keyOf(settings);
		if (settings.bulkOperation === 'upsert' && key === undefined)
			throw new InputError(
				"'Match On Name or ID' is missing",
				'matchField',
				'Choose the external ID by which Salesforce finds a record.',
			);
		if (key !== undefined && isEmpty(record[key]))
			throw new InputError(
				`'${key}' is missing, by which the record is found`,
				key,
				`Give the record a value for '${key}'.`,
			);
		for (const [name, value] of Object.entries(record)) cellOf(value, name);
		return settings.bulkOperation === 'delete' ? { id: record.id } : record;
	},
	identity(record, settings) {
		const key = keyOf(settings);
		if (key === undefined) return [];
		return [key === 'id' ? shortId(record.id) : String(record[key]).toLowerCase()];
	},
	send: runBatch,
};

async function runBatch(session: Session, { records, settings }: SentBatch): Promise<Outcome[]> {
	const all = (failure: Failure) => allFailed(records.length, failure);
	const table = tableOf(records);
	const made = await session.call({
		method: 'POST',
		path: jobPath(settings, 'ingest'),
		body: {
			object: String(settings.object),
			operation: String(settings.bulkOperation),
			...(settings.bulkOperation === 'upsert'
				? { externalIdFieldName: String(settings.matchField) }
				: {}),
			contentType: 'CSV',
			lineEnding: 'CRLF',
			columnDelimiter: 'COMMA',
		},
	});
	// A job without rows does nothing, whatever became of this request.
	if (!made.ok) return all({ ...made.failure, executed: 'no' });
	const id = textOf(at(made.body, 'id'));
	if (id === undefined)
		return all({
			message: `${VENDOR} sent a reply without the ID of the job`,
			description: 'Nothing was written. Try again later.',
			executed: 'no',
		});
	const uploaded = await session.call({
		method: 'PUT',
		path: jobPath(settings, 'ingest', id, '/batches'),
		headers: { 'Content-Type': 'text/csv' },
		body: csvOf(table),
		// The reply to an upload has no body.
		file: true,
	});
	if (!uploaded.ok || session.cancelled()) {
		await abort(session, settings, id);
		return all(
			uploaded.ok
				? { message: 'The execution was cancelled before the job was started', executed: 'no' }
				: // Rows are worked off only after the upload was declared complete.
					{ ...uploaded.failure, executed: 'no', splittable: undefined },
		);
	}
	const started = await session.call({
		method: 'PATCH',
		path: jobPath(settings, 'ingest', id),
		body: { state: 'UploadComplete' },
	});
	if (!started.ok && started.failure.executed !== 'unknown') {
		await abort(session, settings, id);
		return all({ ...started.failure, splittable: undefined });
	}
	if (!started.ok) {
		const seen = await session.call({ method: 'GET', path: jobPath(settings, 'ingest', id) });
		if (!seen.ok || stateOf(seen.body) === 'Open')
			return all(notSeen(session, jobNames(id), started.failure).failure);
	}
	const over = await waitForJob(session, settings, 'ingest', id);
	if (!over.ok) return all(over.failure);
	const reason = textOf(at(over.value, 'errorMessage'));
	const ended =
		stateOf(over.value) === 'JobComplete'
			? 'is complete'
			: `did not complete${reason === undefined ? '' : ` (${reason})`}`;
	return await resultsOf(session, settings, { id, table, ended });
}

function jobNames(id: string): { id: string; started: string; later: string } {
	return {
		id,
		started: `Bulk job ${id} may have been started`,
		later: `Look under Setup > Bulk Data Load Jobs in Salesforce for the job ID ${id}.`,
	};
}

/** Takes back a job that is not to run; what is left of it does nothing. */
async function abort(session: Session, settings: IDataObject, id: string): Promise<void> {
	if (session.cancelled()) return;
	await session.call({
		method: 'PATCH',
		path: jobPath(settings, 'ingest', id),
		body: { state: 'Aborted' },
	});
}
