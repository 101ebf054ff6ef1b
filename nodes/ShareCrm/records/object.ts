import type { Field } from '../../shared/form/fields';
import { objectChoice } from '../fields/pickers';
import type { CrmKind } from '../kinds';

/** The choice of the object, where a kind of records stands for all of them. */
export function ofObject({ api }: CrmKind): readonly Field[] {
	return api === '' ? [objectChoice] : [];
}
