import type { AccountField } from '../../shared/form/fields/account';
import type { AccountFieldsSource } from '../../shared/form/operation';
import { fieldsOf, type FieldMeta } from '../metadata';
import { toSalesforce } from '../fields/values';
import type { SalesforceKind } from './kind';

/** The fields of an object in the org. Salesforce refuses a record with an unknown key, and with a key that it fills in itself. */
export function accountFieldsOf({ api }: SalesforceKind, creating: boolean): AccountFieldsSource {
	return {
		...(api === '' ? { kindOption: 'object' } : {}),
		refusesUnknown: true,
		async load(session, kind) {
			const fields = await fieldsOf(session, api === '' ? kind : api, true);
			return fields.ok
				? { ok: true, value: fields.value.flatMap((field) => accountFieldsFor(field, creating)) }
				: fields;
		},
		// A related record by its own key: Account.Ext__c (salesforce-engagement 4.6).
		isFree: (key) => key.includes('.') || key.endsWith('__r'),
	};
}

/** A field, and the related record that may be named in its place by one of its own keys: `Account: { Ext__c }`. */
function accountFieldsFor(field: FieldMeta, creating: boolean): AccountField[] {
	const { apiName, label, createable, updateable, dataType, relationshipName } = field;
	const writable = creating ? createable : updateable;
	return [
		{
			name: apiName,
			label,
			writable,
			read: (value, label, context) => toSalesforce(value, dataType, label, apiName, context),
		},
		...(relationshipName === undefined
			? []
			: [{ name: relationshipName, label, writable, read: (value: unknown) => value }]),
	];
}
