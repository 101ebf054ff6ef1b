import type { IDataObject } from 'n8n-workflow';

import { at, isEmpty } from '../../shared/base/values';
import { dynamicList, list, type ValueIn } from '../../shared/form/fields';
import { pathPart } from '../../shared/http/replies';
import { defineWrite } from '../../shared/operations/define';
import type { RecordWrite } from '../../shared/operations/recordApi';
import { createdWithoutKey } from '../../shared/operations/withoutKey';
import { customFields } from '../fields/custom';
import type { Module } from '../kinds';
import { accountFieldsOf } from '../kinds/accountFields';
import { RECORDS_PER_CALL } from '../limits';
import { callForEntries } from './entries';
import { uniqueFieldsOf } from './existing';
import { triggerOf, triggerWorkflows } from './options';
import { WRITTEN } from './shapes';

/** The fields by which Bigin decides whether a record already exists. */
const matchOn = dynamicList(
	list('duplicate_check_fields', 'Match On Field Names or IDs', {
		description:
			"Fields by which Bigin finds an existing record; all of the module's unique fields if left empty, one request at a time",
		unique: true,
	}),
	{ method: 'getMatchFields', dependsOn: ['resource'] },
);

/** Create or Update: up to 100 records per call, matched by unique fields (bigin 4.4). */
export function upsert(module: Module): RecordWrite {
	const { api } = module;
	const withoutKey = createdWithoutKey(uniqueFieldsOf(module), "'Create or Update'");
	return defineWrite({
		fields: [customFields],
		accountFields: accountFieldsOf(api, ['id']),
		requiredOptions: [matchOn],
		options: [triggerWorkflows],
		limits: { records: RECORDS_PER_CALL },
		identity: matchedBy,
		// If Bigin chooses the fields, the node cannot tell which items are the same record, so it sends one request at a time.
		inTurn: (options) => keysOf(options).length === 0,
		returns: { ...WRITTEN, action: 'string', duplicate_field: 'string' },
		async send(session, { records, options }, { fields }) {
			const keys = keysOf(options);
			const unkeyed = await withoutKey.among(session, records, keys);
			const outcomes = await callForEntries(
				session,
				{
					method: 'POST',
					path: `/bigin/v2/${pathPart(api)}/upsert`,
					body: {
						data: records,
						...(keys.length > 0 ? { duplicate_check_fields: keys } : {}),
						...triggerOf(options),
					},
					// A repeated request then finds the records of the first one and adds none.
					idempotent: keys.length > 0 && unkeyed.size === 0,
				},
				{ count: records.length, fields },
			);
			outcomes.forEach((outcome, position) => {
				if (unkeyed.has(position) && outcome.ok && at(outcome, 'json', 'action') === 'insert')
					withoutKey.add(session);
			});
			return outcomes;
		},
		hints: (session) => withoutKey.hints(session),
	});
}

/** The fields that records are matched by; none if Bigin chooses them. */
function keysOf(options: ValueIn<typeof matchOn>): string[] {
	return options.duplicate_check_fields ?? [];
}

/** The values by which Bigin finds the record, in lower case because Bigin ignores case (bigin 4.4). */
function matchedBy(record: IDataObject, options: ValueIn<typeof matchOn>): string[] {
	return keysOf(options)
		.filter((key) => !isEmpty(record[key]))
		.map((key) => `${key}:${JSON.stringify(record[key]).toLowerCase()}`);
}
