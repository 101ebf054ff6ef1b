import type { IDataObject } from 'n8n-workflow';

import { boolean, type ValueIn } from '../../shared/form/fields';

/** Whether Bigin's workflows run. */
export const triggerWorkflows = boolean('triggerWorkflows', 'Run Workflows', {
	default: true,
	description: "Whether Bigin's workflow rules run for these records",
});

/** The part of a body that keeps workflows from running: an empty `trigger` does; without the key they run (bigin 3). */
export function triggerOf(options: ValueIn<typeof triggerWorkflows>): IDataObject {
	return options.triggerWorkflows === false ? { trigger: [] } : {};
}
