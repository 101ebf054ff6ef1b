import type { Field } from '../../shared/form/fields';
import { objectChoice } from '../fields/pickers';
import type { CrmKind } from '../kinds';

/** The choice of the object, for the kind of records that covers all objects. */
export function ofObject({ api }: CrmKind): ReadonlyArray<Field<'object', string>> {
	return api === '' ? [objectChoice] : [];
}
