import type { FieldType, ILoadOptionsFunctions, ResourceMapperFields } from 'n8n-workflow';

import type { Result } from '../../shared/base/result';
import { askForForm } from '../../shared/form/methods';
import type { MappedField } from '../../shared/form/fields';
import type { Session } from '../../shared/http/session';
import { connect } from '../api';
import { fieldsOf, picklistsOf, type FieldMeta } from '../metadata';
import { VENDOR } from '../replies';
import { current, currentObject, currentRecordType } from './parameters';

/** The form's element for each type of describe (salesforce-engagement 2.6); text for all others. */
const ELEMENTS: Record<string, FieldType> = {
	date: 'dateTime',
	datetime: 'dateTime',
	boolean: 'boolean',
	int: 'number',
	double: 'number',
	currency: 'number',
	percent: 'number',
	picklist: 'options',
};

function suffix({ dataType, matches }: FieldMeta): string {
	if (dataType === 'date') return ' (Date)';
	if (dataType === 'multipicklist') return ' (Separated by Semicolons)';
	if (dataType === 'reference') return ' (Record ID)';
	return matches ? ' (External ID)' : '';
}

function mapped(field: FieldMeta, creating: boolean): MappedField {
	const { apiName, label, dataType, required, values } = field;
	const type = dataType === 'picklist' && values.length === 0 ? 'string' : ELEMENTS[dataType];
	return {
		id: apiName,
		displayName: `${label}${suffix(field)}`,
		defaultMatch: false,
		canBeUsedToMatch: false,
		required: creating && required,
		display: true,
		type: type ?? 'string',
		dataType,
		...(type === 'options'
			? { options: values.map(({ label: name, value }) => ({ name, value })) }
			: {}),
	};
}

/** The fields, with the values of the chosen record type. The UI API does not know every object, and then describe's values stand (salesforce-engagement 2.7). */
async function fieldsFor(
	session: Session,
	context: ILoadOptionsFunctions,
): Promise<Result<FieldMeta[]>> {
	const object = currentObject(context);
	const fields = await fieldsOf(session, object);
	const recordType = currentRecordType(context);
	if (!fields.ok || recordType === undefined) return fields;
	const lists = await picklistsOf(session, object, recordType);
	if (!lists.ok) return fields;
	return {
		ok: true,
		value: fields.value.map((field) => ({
			...field,
			values: lists.value.get(field.apiName) ?? field.values,
		})),
	};
}

async function mappable(
	context: ILoadOptionsFunctions,
	wanted: (field: FieldMeta) => boolean,
): Promise<ResourceMapperFields> {
	const updating = current(context, 'operation') === 'update';
	const creating = current(context, 'operation') === 'create';
	const fields = await askForForm(
		context,
		{ name: VENDOR, connect },
		async (session) => await fieldsFor(session, context),
	);
	return {
		fields: fields
			.filter(({ createable, updateable }) => (updating ? updateable : createable))
			.filter(wanted)
			.sort((a, b) => Number(b.required) - Number(a.required) || a.label.localeCompare(b.label))
			.map((field) => mapped(field, creating)),
	};
}

/** The fields that can be written. */
export const resourceMapping: Record<
	string,
	(this: ILoadOptionsFunctions) => Promise<ResourceMapperFields>
> = {
	async getCustomFields() {
		return await mappable(this, ({ custom }) => custom);
	},
	async getObjectFields() {
		return await mappable(this, () => true);
	},
};
