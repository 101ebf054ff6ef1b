import type { IDataObject } from 'n8n-workflow';

import { at, textOf } from '../../../shared/base/values';
import { metadataList } from './metadataList';

/** Get Related Lists (bigin 7.4). */
export const getRelatedLists = metadataList({
	name: 'Get Related Lists',
	value: 'getRelatedLists',
	action: 'Get related lists',
	description:
		'List the related lists that the records of a module have, such as the contacts of a company',
	kind: 'related_lists',
	ofModule: true,
	simplify: simpleList,
	returns: {
		id: 'string',
		api_name: 'string',
		display_label: 'string',
		module: 'string',
		type: 'string',
		sequence_number: 'string',
	},
});

function simpleList({
	id,
	api_name: apiName,
	display_label: label,
	module,
	type,
	sequence_number: position,
}: IDataObject): IDataObject {
	return {
		id,
		api_name: apiName,
		display_label: label,
		module: textOf(at(module, 'api_name')) ?? textOf(module) ?? null,
		type,
		sequence_number: position,
	};
}
