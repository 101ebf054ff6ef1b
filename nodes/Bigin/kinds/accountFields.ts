import type { AccountField } from '../../shared/form/fields/account';
import type { AccountFieldsSource } from '../../shared/form/operation';
import { fieldsOf, type FieldMeta } from '../metadata';
import { toBigin } from '../fields/custom';

/**
 * The fields that a module has in the account (bigin 7.2). Bigin silently ignores a key that it does not know (bigin 3),
 * so the node compares the keys of a record with these.
 * @param taken names of fields that Bigin fills in itself, but accepts to find a record
 */
export function accountFieldsOf(
	module: string,
	taken: readonly string[] = [],
): AccountFieldsSource {
	return {
		async load(session) {
			const fields = await fieldsOf(session, module, true);
			return fields.ok ? { ok: true, value: fields.value.map(accountField) } : fields;
		},
		// The metadata lists no system keys, such as $se_module (bigin 4.2).
		isFree: (key) => key.startsWith('$') || taken.includes(key),
	};
}

/** One field of the account, which writes its values in the form that Bigin takes for its type. */
export function accountField({ apiName, label, writable, dataType }: FieldMeta): AccountField {
	return {
		name: apiName,
		label,
		writable,
		read: (value, label, context) => toBigin(value, dataType, label, apiName, context),
	};
}
