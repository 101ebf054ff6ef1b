import type { Json } from '../http/wire';

interface Names {
	api: string;
	singular: string;
	plural: string;
	/** Name of the module behind the API name (bigin 2). */
	internal?: string;
	type?: 'default' | 'linking';
	editable?: false;
	supported?: false;
}

/** Modules of the account (bigin 2). */
const MODULES: readonly Names[] = [
	{ api: 'Contacts', singular: 'Contact', plural: 'Contacts' },
	{ api: 'Accounts', singular: 'Company', plural: 'Companies' },
	{ api: 'Pipelines', singular: 'Deal', plural: 'Pipelines', internal: 'Deals' },
	{ api: 'Products', singular: 'Product', plural: 'Products' },
	{ api: 'Tasks', singular: 'Task', plural: 'Tasks' },
	{ api: 'Events', singular: 'Event', plural: 'Events' },
	{ api: 'Calls', singular: 'Call', plural: 'Calls' },
	{ api: 'Notes', singular: 'Note', plural: 'Notes' },
	{ api: 'Attachments', singular: 'Attachment', plural: 'Attachments', editable: false },
	{
		api: 'Associated_Products',
		singular: 'Associated Product',
		plural: 'Associated Products',
		internal: 'LinkingModule1',
		type: 'linking',
	},
	{ api: 'Social', singular: 'Social', plural: 'Social', editable: false, supported: false },
];

/** All modules as metadata shows them (bigin 7.1). */
export const MODULE_META: readonly Json[] = MODULES.map(
	(
		{ api, singular, plural, internal = api, type = 'default', editable = true, supported = true },
		index,
	) => ({
		id: String(2034020000000002175n + BigInt(index * 2)),
		api_name: api,
		module_name: internal,
		singular_label: singular,
		plural_label: plural,
		actual_singular_label: singular,
		actual_plural_label: plural,
		api_supported: supported,
		creatable: editable,
		editable,
		deletable: supported,
		viewable: true,
		visible: supported,
		visibility: supported ? 1 : 0,
		show_as_tab: index < 7,
		sequence_number: index + 1,
		generated_type: type,
		quick_create: index < 7,
		filter_supported: supported,
		global_search_supported: index < 8,
		triggers_supported: index < 7,
		webform_supported: index < 3,
		profiles: [],
		profile_count: 0,
		parent_module: {},
		arguments: [],
		web_link: null,
		description: null,
		modified_by: null,
		modified_time: null,
	}),
);
