import type { IDataObject } from 'n8n-workflow';

import { fieldMeta } from '../../metadata';
import { metadataList } from './metadataList';

/** Get Fields, with the values of picklists (bigin 7.2). */
export const getFields = metadataList({
	name: 'Get Fields',
	value: 'getFields',
	action: 'Get fields',
	description: 'List the fields of a module with their API names, types and picklist values',
	kind: 'fields',
	ofModule: true,
	simplify: simpleField,
	returns: {
		id: 'string',
		api_name: 'string',
		field_label: 'string',
		data_type: 'string',
		length: 'integer',
		custom_field: 'boolean',
		system_mandatory: 'boolean',
		read_only: 'boolean',
		unique: 'boolean',
		pick_list_values: ['string'],
	},
});

function simpleField(row: IDataObject): IDataObject {
	const field = fieldMeta(row);
	if (field === undefined) return row;
	return {
		id: row.id,
		api_name: field.apiName,
		field_label: field.label,
		data_type: field.dataType,
		length: row.length,
		custom_field: field.custom,
		system_mandatory: field.mandatory,
		read_only: row.read_only === true,
		unique: field.unique,
		pick_list_values: field.values.map(({ value }) => value),
	};
}
