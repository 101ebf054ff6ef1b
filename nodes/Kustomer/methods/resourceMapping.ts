import type { FieldType, ILoadOptionsFunctions, ResourceMapperFields } from 'n8n-workflow';

import type { MappedField } from '../../shared/form/fields';
import { askForForm } from '../../shared/form/methods';
import { connect } from '../api';
import { attributesOf, type Attribute } from '../metadata';
import { VENDOR } from '../replies';
import { current } from './parameters';

/** The form's element by the ending of an attribute's name (kustomer 4.9); text for all others. */
const ELEMENTS: Record<string, FieldType> = { At: 'dateTime', Bool: 'boolean', Num: 'number' };

function mapped({ name, label, values, multiple }: Attribute): MappedField {
	const ending = Object.keys(ELEMENTS).find((end) => name.endsWith(end)) ?? '';
	const type: FieldType = multiple
		? 'array'
		: values.length > 0
			? 'options'
			: (ELEMENTS[ending] ?? 'string');
	return {
		id: name,
		displayName: label,
		defaultMatch: false,
		canBeUsedToMatch: false,
		required: false,
		display: true,
		type,
		dataType: ending,
		...(type === 'options' ? { options: values.map((value) => ({ name: value, value })) } : {}),
	};
}

/** The attributes that an organization has given to a class of custom objects. */
export const resourceMapping = {
	async getAttributes(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
		const klass = current(this, 'klass');
		if (klass === undefined) return { fields: [] };
		const attributes = await askForForm(
			this,
			{ name: VENDOR, connect },
			async (session) => await attributesOf(session, `kobject.${klass}`),
		);
		return {
			fields: attributes.sort((a, b) => a.label.localeCompare(b.label)).map(mapped),
		};
	},
};
