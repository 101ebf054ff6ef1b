import type { Operation } from '../../shared/form/operation';
import { pathPart } from '../../shared/http/replies';
import { RECORDS_PER_CALL } from '../limits';
import { accountFieldsOf } from '../kinds/accountFields';
import { customFields } from '../fields/custom';
import { titleParts, type Module } from '../kinds';
import { callForEntries } from './entries';
import { returnFullRecord, withFullRecords } from './fullRecord';
import { triggerOf, triggerWorkflows } from './settings';
import { WRITTEN } from './shapes';

/** Create: up to 100 records a call (bigin 3). */
export function createRecords(module: Module): Operation {
	const fields = [...module.fields, customFields];
	return {
		name: 'Create',
		value: 'create',
		action: `Create ${module.noun}`,
		description: `Add a new ${module.noun} to Bigin; many input items are sent in one request`,
		fields,
		accountFields: accountFieldsOf(module.api),
		settings: [triggerWorkflows, returnFullRecord],
		limits: { records: RECORDS_PER_CALL },
		finish: module.finish,
		names: titleParts(module),
		returns: WRITTEN,
		async send(session, { records, settings }) {
			const outcomes = await callForEntries(
				session,
				{
					method: 'POST',
					path: `/bigin/v2/${pathPart(module.api)}`,
					body: { data: records, ...triggerOf(settings) },
				},
				{ count: records.length, fields },
			);
			return await withFullRecords(session, module, outcomes, settings);
		},
	};
}
