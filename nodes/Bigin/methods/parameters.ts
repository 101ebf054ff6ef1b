import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { current } from '../../shared/form/current';
import { moduleOf } from '../kinds';

/** API name of the module that the form is about: by its resource, or by the module that was chosen in it. */
export function currentModule(context: ILoadOptionsFunctions): string {
	return moduleOf(current(context, 'resource') ?? '') ?? current(context, 'module') ?? 'Contacts';
}
