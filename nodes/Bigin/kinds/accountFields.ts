import type { AccountField } from '../../shared/form/fields/account';
import type { AccountFieldsSource } from '../../shared/form/operation';
import { fieldsOf, type FieldMeta } from '../metadata';
import { toBigin } from '../fields/custom';

/**
 * The fields of a module as the account has them (bigin 7.2): what Bigin does not know it ignores without a word (bigin 3).
 * @param taken names of fields that Bigin fills in itself, but takes to find a record
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
		// Keys of the system, such as $se_module; metadata lists none of them (bigin 4.2).
		isFree: (key) => key.startsWith('$') || taken.includes(key),
	};
}

export function accountField({ apiName, label, writable, dataType }: FieldMeta): AccountField {
	return {
		name: apiName,
		label,
		writable,
		read: (value, label, context) => toBigin(value, dataType, label, apiName, context),
	};
}
