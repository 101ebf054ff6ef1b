import { pathPart } from '../../shared/http/replies';
import { defineWrite } from '../../shared/operations/define';
import type { RecordWrite } from '../../shared/operations/recordApi';
import { customFields } from '../fields/custom';
import type { Module } from '../kinds';
import { accountFieldsOf } from '../kinds/accountFields';
import { RECORDS_PER_CALL } from '../limits';
import { callForEntries } from './entries';
import { triggerOf, triggerWorkflows } from './options';

/** Create: up to 100 records per call (bigin 3). */
export function create({ api }: Module): RecordWrite {
	return defineWrite({
		fields: [customFields],
		accountFields: accountFieldsOf(api),
		options: [triggerWorkflows],
		limits: { records: RECORDS_PER_CALL },
		send: async (session, { records, options }, { fields }) =>
			await callForEntries(
				session,
				{
					method: 'POST',
					path: `/bigin/v2/${pathPart(api)}`,
					body: { data: records, ...triggerOf(options) },
				},
				{ count: records.length, fields },
			),
	});
}
