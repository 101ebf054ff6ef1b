import type { AccountField } from '../../shared/form/fields/account';
import type { AccountFieldsSource } from '../../shared/form/operation';
import { fieldsOf, type FieldMeta } from '../metadata';
import { toSalesforce } from '../fields/values';
import type { SalesforceKind } from './kind';

/** The fields of an object as the org has them: Salesforce refuses a record for a key that is none, or that it fills in itself. */
export function accountFieldsOf({ api }: SalesforceKind, creating: boolean): AccountFieldsSource {
	return {
		...(api === '' ? { kindSetting: 'object' } : {}),
		refusesUnknown: true,
		async load(session, kind) {
			const fields = await fieldsOf(session, api === '' ? kind : api, true);
			return fields.ok
				? { ok: true, value: fields.value.map((field) => accountField(field, creating)) }
				: fields;
		},
		// A related record by its own key: Account.Ext__c (salesforce-engagement 4.6).
		isFree: (key) => key.includes('.') || key.endsWith('__r'),
	};
}

function accountField(
	{ apiName, label, createable, updateable, dataType }: FieldMeta,
	creating: boolean,
): AccountField {
	return {
		name: apiName,
		label,
		writable: creating ? createable : updateable,
		read: (value, shown, place) => toSalesforce(value, dataType, shown, apiName, place),
	};
}
