import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../../shared/base/errors';
import { isEmpty, textOf } from '../../../shared/base/values';
import { defineOperation } from '../../../shared/form/defineOperation';
import { choice, dynamicOption, text } from '../../../shared/form/fields';
import type { AccountFieldsSource } from '../../../shared/form/operation';
import { timeLimit } from '../../bulk/jobs';
import { cellOf, flat } from '../../bulk/table';
import { runJobFor, type JobOperation } from '../../bulk/write';
import { apiVersion } from '../../fields/apiVersion';
import { shortId } from '../../fields/ids';
import { accountFieldsOf } from '../../kinds/accountFields';
import { NAME, objectChoice } from '../../kinds/kind';
import { RECORDS_PER_JOB } from '../../limits';
import { record as kind } from '../../kinds/record';

/** Bytes of a job as JSON; as CSV it is shorter, and 150 MB are allowed (salesforce-engagement 4.6). */
const BYTES = 90_000_000;

/** The write of a job. */
export const write = choice(
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

/** The external ID of an upsert. */
export const matchOn = dynamicOption(
	{
		...text('matchField', 'Match On Name or ID', {
			pattern: NAME,
			expects: 'the API name of an external ID field',
			description: 'The external ID by which Salesforce finds an existing record',
		}),
		upFront: true,
		property: {
			...text('matchField', 'Match On Name or ID', {
				description: 'The external ID by which Salesforce finds an existing record',
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
export const runJob = defineOperation({
	name: 'Run',
	value: 'run',
	action: 'Run bulk job',
	description:
		'Create, update or delete thousands of records of one object in one job, and return what became of each; for fewer than 2,000, the operations of Record are faster',
	fields: [],
	accountFields: fields,
	requiredOptions: [objectChoice, write, matchOn],
	options: [timeLimit.field, apiVersion],
	limits: { records: RECORDS_PER_JOB, bytes: BYTES },
	returns: { id: 'string', success: 'boolean', created: 'boolean', jobId: 'string' },
	finish(values, options) {
		const row = flat(values);
		const { Id, ...rest } = row;
		const record: IDataObject = Id === undefined || 'id' in row ? row : { id: Id, ...rest };
		const key = keyOf(options);
		if (options.bulkOperation === 'upsert' && key === undefined)
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
		return options.bulkOperation === 'delete' ? { id: record.id } : record;
	},
	identity(record: IDataObject, options) {
		const key = keyOf(options);
		if (key === undefined) return [];
		return [key === 'id' ? shortId(record.id) : String(record[key]).toLowerCase()];
	},
	async send(session, { records, options }) {
		const { matchField } = options;
		return await runJobFor(session, records, options, {
			object: options.object,
			operation: options.bulkOperation as JobOperation,
			...(options.bulkOperation === 'upsert' ? { match: String(matchField) } : {}),
		});
	},
});
