import type { IDataObject } from 'n8n-workflow';

import { failed, InputError } from '../../../shared/base/errors';
import { choice, number, text, type ValueIn, type Values } from '../../../shared/form/fields';
import { defineOperation } from '../../../shared/form/defineOperation';
import { FILTERS } from '../../../shared/form/operation';
import { BULK, madeJob } from '../../bulk/jobs';
import { queryFields, queryOf, withZone } from './query';

const fileType = choice(
	'fileType',
	'File Type',
	[
		{ name: 'CSV', value: 'csv', description: 'Up to 200,000 records per page' },
		{
			name: 'ICS',
			value: 'ics',
			description: 'A calendar of up to 20,000 events, always with all fields',
		},
	],
	{ default: 'csv' },
);

const page = number('page', 'Page', {
	min: 1,
	integer: true,
	default: 1,
	description: 'Which block of 200,000 records to export, if there are more',
});

export const callbackUrl = text('callbackUrl', 'Callback URL', {
	pattern: /^https:\/\/\S+$/i,
	expects: 'an address that begins with https://',
	placeholder: 'e.g. https://example.com/done',
	description: 'Address that Bigin calls when the job is over',
});

/** The part of a body that asks Bigin to call an address when the job is over (bigin 10.1 and 10.2). */
export function callbackOf({ callbackUrl: url }: ValueIn<typeof callbackUrl>): IDataObject {
	return url === undefined ? {} : { callback: { url, method: 'post' } };
}

/** Create Job: starts an export (bigin 10.1). */
export const createJob = defineOperation({
	name: 'Create Job',
	value: 'createJob',
	action: 'Create bulk read job',
	description:
		'Start an export of up to 200,000 records of a module, which costs 50 API credits; Get Job tells when it is done',
	input: 'form',
	fields: queryFields,
	optionalFields: FILTERS,
	options: [fileType, page, callbackUrl],
	limits: { records: 1 },
	returns: {
		id: 'string',
		operation: 'string',
		state: 'string',
		created_time: 'string',
		created_by: { id: 'string', name: 'string' },
	},
	finish: (record, options, timezone) => withZone(checkFileType(record, options), timezone),
	async send(session, { records, options }) {
		const [asked] = records;
		const query = await queryOf(session, asked, options.page ?? 1);
		if (!query.ok) return [failed(query.failure)];
		const answer = await session.call({
			method: 'POST',
			path: `${BULK}/read`,
			body: { ...callbackOf(options), query: query.value, file_type: options.fileType ?? 'csv' },
		});
		const job = madeJob(answer);
		return [job.ok ? { ok: true, id: job.value.id, json: job.value } : failed(job.failure)];
	},
});

/** An ICS file is for events only, and always has all fields (bigin 10.1). */
function checkFileType(
	record: Values<typeof queryFields>,
	options: ValueIn<typeof fileType>,
): Values<typeof queryFields> {
	if (options.fileType !== 'ics') return record;
	if (record.module !== 'Events')
		throw new InputError(
			"'File Type' ICS is for events only",
			'fileType',
			"Choose 'Events' as 'Module', or CSV as 'File Type'.",
		);
	if ((record.fields ?? []).length > 0)
		throw new InputError(
			"'File Type' ICS takes no 'Field Names or IDs'",
			'fileType',
			"Leave 'Field Names or IDs' empty, or choose CSV as 'File Type'.",
		);
	return record;
}
