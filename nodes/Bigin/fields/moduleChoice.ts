import type { INodePropertyOptions } from 'n8n-workflow';

import { choice, type Field } from '../../shared/fields';
import { MODULES } from '../modules';

/** The seven modules by their names on Bigin's screens. */
export const RECORD_MODULES: readonly INodePropertyOptions[] = MODULES.map(({ api, nouns }) => ({ name: nouns.replace(/(^| )[a-z]/g, (start) => start.toUpperCase()), value: api }));

/** The choice of a module, for operations that are not bound to one. The pickers of the form go by its name. */
export function moduleChoice(modules: readonly INodePropertyOptions[], description: string): Field {
	return choice('module', 'Module', [...modules].sort((a, b) => a.name.localeCompare(b.name)), { required: true, default: 'Contacts', description });
}
