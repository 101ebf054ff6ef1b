import type { IDataObject } from 'n8n-workflow';

import { boolean, type Field } from '../../shared/form/fields';

/** Flows that ShareCRM starts for each record unless a request says no (sharecrm 0.6), so the form asks up front. */
export const TRIGGERS: readonly Field[] = [
	boolean('triggerApprovalFlow', 'Start Approval Flow', {
		default: true,
		description:
			'Whether the approval flow starts for each record. Left on, it starts once per item; switch it off for imports.',
	}),
	boolean('triggerWorkFlow', 'Run Workflows', {
		default: true,
		description:
			"Whether ShareCRM's workflows run for each record. Left on, they run once per item; switch them off for imports.",
	}),
];

/** Options of a create alone (sharecrm 5.1). */
export const CREATE_OPTIONS: readonly Field[] = [
	boolean('hasSpecifyTime', 'Set Create Time', {
		default: true,
		description:
			"Whether 'Create Time' counts. If this is left out, it counts when it is filled in.",
	}),
	boolean('hasSpecifyCreatedBy', 'Set Creator', {
		default: true,
		description:
			"Whether 'Creator Employee ID' counts. If this is left out, it counts when it is filled in.",
	}),
	boolean('includeDetailIds', 'Return Detail IDs', {
		default: true,
		description: 'Whether the reply holds the IDs of the detail records',
	}),
];

/** Checks before the record is saved; what is left out is up to ShareCRM (sharecrm 5.1). */
export const CHECK_OPTIONS: readonly Field[] = [
	boolean('isDuplicateSearch', 'Check for Duplicates', {
		default: true,
		description: 'Whether the duplicate check runs',
	}),
	boolean('useValidationRule', 'Check Validation Rules', {
		default: true,
		description: 'Whether validation rules run',
	}),
	boolean('skipFuncValidate', 'Skip Validation Function', {
		default: true,
		description: 'Whether the validation function before saving is skipped',
	}),
];

/** Whether an update also changes locked records (sharecrm 5.2). */
export const changeLocked = boolean('skipDataStatusValidate', 'Change Locked Records', {
	default: true,
	description: 'Whether to change records that are locked; ShareCRM knows this for custom objects',
});

/** The options that were chosen, by their names in the call. */
export function chosen(fields: readonly Field[], options: IDataObject): IDataObject {
	return Object.fromEntries(
		fields.flatMap(({ name }) => (options[name] === undefined ? [] : [[name, options[name]]])),
	);
}
