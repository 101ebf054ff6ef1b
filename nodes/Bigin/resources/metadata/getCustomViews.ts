import { simplified } from '../../../shared/operations/simplify';
import { metadataList } from './metadataList';

/** Get Custom Views (bigin 7.4). */
export const getCustomViews = metadataList({
	name: 'Get Custom Views',
	value: 'getCustomViews',
	action: 'Get custom views',
	description:
		'List the custom views of a module, with the IDs by which lists of records can be filtered',
	kind: 'custom_views',
	ofModule: true,
	simplify: simplified([
		'name',
		'display_value',
		'system_name',
		'category',
		'default',
		'system_defined',
		'favorite',
		'sort_by',
		'sort_order',
	]),
	returns: {
		id: 'string',
		name: 'string',
		display_value: 'string',
		system_name: 'string',
		category: 'string',
		default: 'boolean',
		system_defined: 'boolean',
		favorite: 'string',
		sort_by: 'string',
		sort_order: 'string',
	},
});
