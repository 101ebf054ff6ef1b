import type {
	ILoadOptionsFunctions,
	INodePropertyOptions,
	ResourceMapperFields,
} from 'n8n-workflow';

import type { MappedField } from '../../shared/form/fields';
import { askForForm } from '../../shared/form/methods';
import { connect } from '../api';
import { fieldsOf, type DeclaredField, type ObjectType } from '../metadata';
import { VENDOR } from '../replies';

/** The fields of cases and customers, for the form. */
export const resourceMapping = {
	async getCustomFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
		return { fields: (await fields(this, typeOf(this))).map(mapped) };
	},
	async getSearchFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
		return { fields: (await fields(this, 'customer')).filter(isSearchable).map(mapped) };
	},
};

export const loadOptions = {
	async getSearchableFields(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return (await fields(this, 'customer'))
			.filter(isSearchable)
			.map(({ name: value, label: name }) => ({ name, value }));
	},
};

function typeOf(context: ILoadOptionsFunctions): ObjectType {
	return context.getCurrentNodeParameter('resource') === 'customer' ? 'customer' : 'case';
}

async function fields(context: ILoadOptionsFunctions, type: ObjectType): Promise<DeclaredField[]> {
	const asked = await askForForm(
		context,
		{ name: VENDOR, connect },
		async (session) => await fieldsOf(session, type),
	);
	return [...asked].sort((a, b) => a.label.localeCompare(b.label));
}

function isSearchable({ searchable }: DeclaredField): boolean {
	return searchable;
}

/** The form's element for a type (khoros-marketing 4.10). */
function mapped({ name, label, type, values }: DeclaredField): MappedField {
	const element = type === 'checkbox' ? 'boolean' : values.length > 0 ? 'options' : 'string';
	return {
		id: name,
		displayName: label,
		defaultMatch: false,
		canBeUsedToMatch: false,
		required: false,
		display: true,
		type: element,
		dataType: type,
		...(element === 'options' ? { options: values } : {}),
	};
}
