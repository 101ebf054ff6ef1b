import type { AccountField } from '../../shared/form/fields/account';
import type { AccountFieldsSource } from '../../shared/form/operation';
import { toShareCrm } from '../fields/values';
import { fieldsOf, isSystem, type FieldMeta } from '../metadata';
import type { CrmKind } from './index';

/** Keys of a record that are no fields, but name it or its object (sharecrm 5.1). */
const NAMING = ['_id', 'id', 'dataObjectApiName', 'object_describe_api_name', 'details'];

/** True for a key that names the record or its object, and is no field. */
export function isNaming(key: string): boolean {
	return NAMING.includes(key);
}

/** Endings of the keys that ShareCRM puts beside a field in its replies (sharecrm 7). */
const DERIVED = /__(?:r|l|v|p|e|relation_ids)$/;

/** True for a key that ShareCRM has derived from a field, and so takes from nobody. */
export function isDerived(key: string): boolean {
	return DERIVED.test(key);
}

/** The fields of an object as the tenant describes them (sharecrm 6.2). */
export function accountFieldsOf({ api }: Pick<CrmKind, 'api'>): AccountFieldsSource {
	return {
		...(api === '' ? { kindOption: 'object' } : {}),
		async load(session, kind) {
			const fields = await fieldsOf(session, api === '' ? kind : api, true);
			return fields.ok ? { ok: true, value: fields.value.map(accountField) } : fields;
		},
		isFree: (key, isField) =>
			isNaming(key) ||
			isSystem(key) ||
			isField(key.replace(DERIVED, '')) ||
			// The text of a choice "other" (sharecrm 7).
			(key.endsWith('__o') && isField(key.slice(0, -3))),
	};
}

function accountField(field: FieldMeta): AccountField {
	return {
		name: field.apiName,
		label: field.label,
		writable: field.writable,
		read: (value, label, context) => toShareCrm(value, field, label, field.apiName, context),
	};
}
