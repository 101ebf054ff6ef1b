import type { FieldType, ILoadOptionsFunctions, ResourceMapperFields } from 'n8n-workflow';

import { current } from '../../shared/form/current';
import type { MappedField } from '../../shared/form/fields';
import { askForForm } from '../../shared/form/methods';
import { connect } from '../api';
import { fieldsOf, type FieldMeta } from '../metadata';
import { VENDOR } from '../replies';
import { offeredFor, type Offered } from './offered';
import { currentObject, ownFields } from './parameters';

/** The form's element for each of ShareCRM's types (sharecrm 7); text for all others. */
const ELEMENTS: Record<string, FieldType> = {
	date: 'dateTime',
	date_time: 'dateTime',
	true_or_false: 'boolean',
	number: 'number',
	currency: 'number',
	percentile: 'number',
	select_one: 'options',
	record_type: 'options',
};
/** What the name of a field adds, where its form element does not show what is wanted. */
const SUFFIXES: Record<string, string> = {
	date: ' (Date)',
	time: ' (Time)',
	select_many: ' (Comma-Separated)',
	employee: ' (Employee ID)',
	employee_many: ' (Employee IDs)',
	department: ' (Department ID)',
	department_many: ' (Department IDs)',
	object_reference: ' (Record ID)',
	object_reference_many: ' (Record IDs)',
	master_detail: ' (Record ID)',
	file_attachment: ' (Paths)',
	image: ' (Paths)',
};

/** Fields that only a new record takes (sharecrm 5.2). */
const CREATE_ONLY = ['owner', 'created_by', 'create_time'];

function mapped(
	{ apiName, label, type: dataType, required, options }: FieldMeta,
	creating: boolean,
	offered: Offered,
): MappedField {
	const choices = offered(dataType) ?? options;
	const element = offered(dataType) === undefined ? ELEMENTS[dataType] : 'options';
	const type = element === 'options' && choices.length === 0 ? undefined : element;
	const suffix = offered(dataType) === undefined ? SUFFIXES[dataType] : undefined;
	return {
		id: apiName,
		displayName: `${label}${suffix ?? ''}`,
		defaultMatch: false,
		canBeUsedToMatch: false,
		required: creating && required,
		display: true,
		type: type ?? 'string',
		dataType,
		...(type === 'options'
			? { options: choices.map(({ label: name, value }) => ({ name, value })) }
			: {}),
	};
}

/** The fields of the object as the tenant has them, required ones first. */
export const resourceMapping: Record<
	string,
	(this: ILoadOptionsFunctions) => Promise<ResourceMapperFields>
> = {
	async getObjectFields() {
		const object = currentObject(this);
		const updating = current(this, 'operation') === 'update';
		const own = ownFields(this);
		return await askForForm(this, { name: VENDOR, connect }, async (session) => {
			const described = await fieldsOf(session, object);
			if (!described.ok) return described;
			const fields = described.value.filter(
				({ apiName, writable }) =>
					writable && !own.includes(apiName) && !(updating && CREATE_ONLY.includes(apiName)),
			);
			const offered = await offeredFor(session, fields);
			return {
				ok: true,
				value: {
					fields: fields
						.sort(
							(a, b) => Number(b.required) - Number(a.required) || a.label.localeCompare(b.label),
						)
						.map((field) => mapped(field, !updating, offered)),
				},
			};
		});
	},
};
