import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { current } from '../../shared/form/current';
import { moduleOf } from '../kinds';

/** API name of the form's module: the module of its resource, or the one that is chosen in the form. */
export function currentModule(context: ILoadOptionsFunctions): string {
	return moduleOf(current(context, 'resource') ?? '') ?? current(context, 'module') ?? 'Contacts';
}
