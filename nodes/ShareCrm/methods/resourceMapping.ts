import type { FieldType, ILoadOptionsFunctions, ResourceMapperFields } from 'n8n-workflow';

import { current } from '../../shared/form/current';
import type { MappedField } from '../../shared/form/fields';
import { askForForm } from '../../shared/form/methods';
import { connect } from '../api';
import { fieldsOf, type FieldMeta } from '../metadata';
import { VENDOR } from '../replies';
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
): MappedField {
	const type =
		options.length > 0 || !dataType.startsWith('select') ? ELEMENTS[dataType] : undefined;
	return {
		id: apiName,
		displayName: `${label}${SUFFIXES[dataType] ?? ''}`,
		defaultMatch: false,
		canBeUsedToMatch: false,
		required: creating && required,
		display: true,
		type: type ?? 'string',
		dataType,
		...(type === 'options'
			? { options: options.map(({ label: name, value }) => ({ name, value })) }
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
		const fields = await askForForm(
			this,
			{ name: VENDOR, connect },
			async (session) => await fieldsOf(session, object),
		);
		return {
			fields: fields
				.filter(
					({ apiName, writable }) =>
						writable && !own.includes(apiName) && !(updating && CREATE_ONLY.includes(apiName)),
				)
				.sort((a, b) => Number(b.required) - Number(a.required) || a.label.localeCompare(b.label))
				.map((field) => mapped(field, !updating)),
		};
	},
};
