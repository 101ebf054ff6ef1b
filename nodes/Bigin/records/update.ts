import { pathPart } from '../../shared/http/replies';
import { defineWrite } from '../../shared/operations/define';
import type { RecordWrite } from '../../shared/operations/recordApi';
import { customFields } from '../fields/custom';
import type { Module } from '../kinds';
import { accountFieldsOf } from '../kinds/accountFields';
import { RECORDS_PER_CALL } from '../limits';
import { callForEntries } from './entries';
import { idsOf } from '../../shared/operations/entries';
import { triggerOf, triggerWorkflows } from './options';

/** Update: up to 100 records per call, each by its ID. Only the fields that are sent change (bigin 4.3). */
export function update({ api }: Module): RecordWrite {
	return defineWrite({
		fields: [customFields],
		accountFields: accountFieldsOf(api),
		options: [triggerWorkflows],
		limits: { records: RECORDS_PER_CALL },
		send: async (session, { records, options }, { fields }) =>
			await callForEntries(
				session,
				{
					method: 'PUT',
					path: `/bigin/v2/${pathPart(api)}`,
					body: { data: records, ...triggerOf(options) },
				},
				{ count: records.length, ids: idsOf(records), fields },
			),
	});
}
