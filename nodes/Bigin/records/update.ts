import type { Field } from '../../shared/form/fields';
import { UPDATE_FIELDS, type Operation } from '../../shared/form/operation';
import { pathPart } from '../../shared/http/replies';
import { RECORDS_PER_CALL } from '../limits';
import { recordId } from '../fields/common';
import { accountFieldsOf } from '../kinds/accountFields';
import { customFields } from '../fields/custom';
import { titleParts, type Module } from '../kinds';
import { callForEntries, idOf, idsOf } from './entries';
import { returnFullRecord, withFullRecords } from './fullRecord';
import { triggerOf, triggerWorkflows } from './settings';
import { WRITTEN } from './shapes';

/** Update: up to 100 records a call, each by its id; only what is sent changes (bigin 4.3). */
export function updateRecords(module: Module): Operation {
	const fields = [recordId(module.noun), ...module.fields.map(optional), customFields];
	return {
		name: 'Update',
		value: 'update',
		action: `Update ${module.noun}`,
		description: `Change fields of a ${module.noun} that is in Bigin already; fields that are not given stay as they are`,
		fields,
		accountFields: accountFieldsOf(module.api),
		optionalFields: UPDATE_FIELDS,
		settings: [triggerWorkflows, returnFullRecord],
		clears: true,
		limits: { records: RECORDS_PER_CALL },
		finish: module.finishUpdate,
		names: titleParts(module),
		returns: WRITTEN,
		identity: idOf,
		async send(session, { records, settings }) {
			const outcomes = await callForEntries(
				session,
				{
					method: 'PUT',
					path: `/bigin/v2/${pathPart(module.api)}`,
					body: { data: records, ...triggerOf(settings) },
				},
				{ count: records.length, ids: idsOf(records), fields },
			);
			return await withFullRecords(session, module, outcomes, settings);
		},
	};
}

/** An update needs none of the fields that a new record needs. */
function optional(field: Field): Field {
	const { required, ...property } = field.property;
	return required || field.upFront
		? { ...field, required: false, upFront: false, property }
		: field;
}
