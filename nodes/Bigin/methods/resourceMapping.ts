import type { FieldType, ILoadOptionsFunctions, ResourceMapperFields } from 'n8n-workflow';

import type { MappedField } from '../../shared/form/fields';
import { current } from '../../shared/form/current';
import { askForForm } from '../../shared/form/methods';
import { connect } from '../api';
import { VENDOR } from '../replies';
import { fieldsOf, type FieldMeta } from '../metadata';
import { currentModule } from './parameters';

/** The form's input for each of Bigin's types (bigin 7.2); text for all others. */
const ELEMENTS: Record<string, FieldType> = {
	date: 'dateTime',
	datetime: 'dateTime',
	boolean: 'boolean',
	integer: 'number',
	double: 'number',
	currency: 'number',
	percent: 'number',
	picklist: 'options',
};
const SUFFIXES: Record<string, string> = {
	date: ' (Date)',
	multiselectpicklist: ' (Comma-Separated)',
	lookup: ' (Record ID)',
	ownerlookup: ' (User ID)',
	userlookup: ' (User ID)',
};

function mapped(
	{ apiName, label, dataType, mandatory, values }: FieldMeta,
	creating: boolean,
): MappedField {
	const type = ELEMENTS[dataType] ?? 'string';
	return {
		id: apiName,
		displayName: `${label}${SUFFIXES[dataType] ?? ''}`,
		defaultMatch: false,
		canBeUsedToMatch: false,
		required: creating && mandatory,
		display: true,
		type,
		dataType,
		...(type === 'options'
			? { options: values.map(({ label: name, value }) => ({ name, value })) }
			: {}),
	};
}

/** The fields that an account has added to a module. */
export const resourceMapping: Record<
	string,
	(this: ILoadOptionsFunctions) => Promise<ResourceMapperFields>
> = {
	async getCustomFields() {
		const updating = current(this, 'operation') === 'update';
		const fields = await askForForm(
			this,
			{ name: VENDOR, connect },
			async (session) => await fieldsOf(session, currentModule(this)),
		);
		const own = fields.filter(
			({ custom, creatable, editable }) => custom && (updating ? editable : creatable),
		);
		return {
			fields: own
				.sort((a, b) => a.label.localeCompare(b.label))
				.map((field) => mapped(field, !updating)),
		};
	},
};
