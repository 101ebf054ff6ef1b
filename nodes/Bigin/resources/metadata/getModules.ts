import { simplified } from '../../../shared/operations/simplify';
import { metadataList } from './metadataList';

/** Get Modules (bigin 7.1). */
export const getModules = metadataList({
	name: 'Get Modules',
	value: 'getModules',
	action: 'Get modules',
	description:
		'List the modules of the account with their API names, and what can be done with their records',
	kind: 'modules',
	ofModule: false,
	simplify: simplified([
		'api_name',
		'module_name',
		'singular_label',
		'plural_label',
		'api_supported',
		'creatable',
		'editable',
		'deletable',
		'viewable',
	]),
	returns: {
		id: 'string',
		api_name: 'string',
		module_name: 'string',
		singular_label: 'string',
		plural_label: 'string',
		api_supported: 'boolean',
		creatable: 'boolean',
		editable: 'boolean',
		deletable: 'boolean',
		viewable: 'boolean',
	},
});
