import type { AccountField } from '../../shared/form/fields/account';
import type { AccountFieldsSource } from '../../shared/form/operation';
import { toCrm } from '../fields/custom';
import { fieldsOf, type DeclaredField, type ObjectType } from '../metadata';

/** The fields that the CRM has added to an object: what it has not declared it ignores without a word (khoros-marketing 6.8). */
export function accountFieldsOf(
	type: ObjectType,
	isFree?: AccountFieldsSource['isFree'],
): AccountFieldsSource {
	return {
		async load(session) {
			const fields = await fieldsOf(session, type, true);
			return fields.ok ? { ok: true, value: fields.value.map(accountField) } : fields;
		},
		isFree,
	};
}

function accountField({ name, label, type }: DeclaredField): AccountField {
	return {
		name,
		label,
		writable: true,
		read: (value, label) => toCrm(value, type, label, name),
	};
}
