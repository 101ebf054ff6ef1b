const BASE = '/bigin/v2';
const contacts = (count) => ({
	method: 'POST',
	path: `${BASE}/Contacts`,
	body: {
		data: Array.from({ length: count }, (_, index) => ({
			Last_Name: `Person ${index}`,
			Email: `p${index}@example.com`,
		})),
	},
});
const OUTCOME = [
	'data.*.code',
	'data.*.status',
	'data.*.message',
	'data.*.action',
	'data.*.duplicate_field',
	'data.*.details.api_name',
	'data.*.details.expected_data_type',
	'data.*.details.$approval_state',
	'data.*.details.json_path',
];
const REFUSAL = ['code', 'status', 'message', 'details.**'];
const INFO = ['info.**'];
const META = [
	'*.*.api_name',
	'*.*.data_type',
	'*.*.json_type',
	'*.*.type',
	'*.*.module_name',
	'*.*.generated_type',
	'*.*.length',
	'*.*.visibility',
	'*.*.module.api_name',
	'*.*.lookup.module.api_name',
	'*.*.unique.casesensitive',
];
const keep = [...OUTCOME, ...REFUSAL, ...INFO];

/** A call of one page of a module's records. */
const list = (name, settles, facts, module, fields, more = {}) => ({
	name,
	settles,
	facts,
	request: {
		method: 'GET',
		path: `${BASE}/${module}`,
		query: { fields, per_page: '3', page: '1', ...more.query },
	},
	read: { partial: ['info'], optional: fields.split(',').map((field) => `data.*.${field}`) },
	...more.rest,
});

export const bigin = {
	folder: 'bigin',
	variables: { token: 'BIGIN_TOKEN' },
	host: {
		name: 'BIGIN_API_DOMAIN',
		fallback: 'https://www.zohoapis.com',
		hosts: /^www\.zohoapis\.(com|eu|in|com\.au|com\.cn|jp|sa|ca|uk|ae)$/,
	},
	headers: { authorization: 'Zoho-oauthtoken {{token}}' },
	keep,
	calls: [
		{
			name: 'connected-user',
			settles: 'the keys of a user',
			facts: ['bigin 6'],
			request: { method: 'GET', path: `${BASE}/users`, query: { type: 'CurrentUser' } },
			keep: [
				'users.*.status',
				'users.*.locale',
				'users.*.language',
				'users.*.date_format',
				'users.*.time_format',
				'users.*.category',
				'users.*.type__s',
			],
			read: { partial: ['users.*', 'users.*.role', 'users.*.profile'] },
			node: ({ reply }) => ({
				name: 'bigin',
				parameters: { resource: 'user', operation: 'get', whose: 'connected' },
				items: [{}],
				result: {
					items: [{ id: reply.body?.users?.[0]?.id, full_name: reply.body?.users?.[0]?.full_name }],
				},
			}),
		},
		{
			name: 'bearer-prefix',
			settles: 'whether a token with the prefix Bearer is accepted',
			facts: ['bigin 1.3'],
			request: {
				method: 'GET',
				path: `${BASE}/users`,
				query: { type: 'CurrentUser' },
				headers: { authorization: 'Bearer {{token}}' },
			},
			read: { partial: ['users.*'] },
			sandbox: 'The sandbox takes the documented prefix only.',
		},
		list(
			'list-contacts',
			'the form of a list and its info',
			['bigin 4.1'],
			'Contacts',
			'Last_Name,Email,Modified_Time',
			{
				rest: {
					take: { contactId: 'data.0.id' },
					given: ({ reply }) =>
						reply.status === 204
							? []
							: [
									{
										request: contacts(
											reply.body.info.more_records === true ? 4 : reply.body.data.length,
										),
									},
								],
					node: ({ reply }) => ({
						name: 'bigin',
						parameters: {
							resource: 'contact',
							operation: 'getAll',
							limit: 3,
							simplify: false,
							options: { fields: ['Last_Name', 'Email', 'Modified_Time'] },
						},
						items: [{}],
						result: { items: reply.body?.data ?? [] },
					}),
				},
			},
		),
		list(
			'list-contacts-by-ids',
			'whether a list takes ids',
			['bigin 4.1'],
			'Contacts',
			'Last_Name',
			{
				query: { ids: '{contactId}' },
				rest: {
					given: ({ values }) => [
						{ request: contacts(1), take: { [values.contactId]: 'data.0.details.id' } },
					],
				},
			},
		),
		{
			name: 'get-contact',
			settles: 'the keys of a whole record',
			facts: ['bigin 4.2'],
			request: { method: 'GET', path: `${BASE}/Contacts/{contactId}` },
			read: {
				partial: ['data.*'],
				optional: ['data.*.$field_states', 'data.*.$layout_id', 'data.*.$zia_owner_assignment'],
			},
			given: ({ values }) => [
				{ request: contacts(1), take: { [values.contactId]: 'data.0.details.id' } },
			],
		},
		{
			name: 'search-not-equal',
			settles: 'whether a search has operators beyond equals and starts_with',
			facts: ['bigin 4.7'],
			request: {
				method: 'GET',
				path: `${BASE}/Contacts/search`,
				query: { criteria: '(Last_Name:not_equal:Nobody)', fields: 'Last_Name', per_page: '2' },
			},
			read: { partial: ['data.*'] },
			given: ({ reply }) => (reply.status === 204 ? [] : [{ request: contacts(3) }]),
		},
		{
			name: 'query',
			settles: 'whether the account has COQL, and whether rows hold an id that was not selected',
			facts: ['bigin 4.8'],
			request: {
				method: 'POST',
				path: `${BASE}/coql`,
				body: { select_query: 'select Last_Name from Contacts where id is not null limit 0, 2' },
			},
			reads: true,
			given: ({ reply }) => (reply.status === 204 ? [] : [{ request: contacts(3) }]),
		},
		list(
			'list-events-with-module',
			'the value of $se_module for events of pipeline records',
			['bigin 3.10'],
			'Events',
			'Event_Title,$se_module,Related_To',
			{
				rest: {
					keep: ['data.*.$se_module'],
					sandbox: 'The sandbox does not settle which value is right.',
				},
			},
		),
		list(
			'list-pipeline-records',
			'the elements of Secondary_Contacts, and Pipeline beside Layout',
			['bigin 3.4'],
			'Pipelines',
			'Deal_Name,Sub_Pipeline,Stage,Pipeline,Layout,Secondary_Contacts',
			{ rest: { sandbox: 'The sandbox does not settle which form is right.' } },
		),
		list(
			'list-notes',
			'the form of the parent of a note',
			['bigin 5.1'],
			'Notes',
			'Note_Title,Parent_Id,$se_module',
			{
				rest: {
					keep: ['data.*.$se_module', 'data.*.Parent_Id.module.api_name'],
					sandbox: 'The sandbox does not settle which form is right.',
				},
			},
		),
		{
			name: 'get-fields',
			settles: 'the keys and types of fields',
			facts: ['bigin 7.2'],
			request: { method: 'GET', path: `${BASE}/settings/fields`, query: { module: 'Contacts' } },
			keep: META,
			read: {
				partial: [
					'fields.*',
					'fields.*.unique',
					'fields.*.lookup',
					'fields.*.currency',
					'fields.*.auto_number',
					'fields.*.formula',
				],
			},
		},
		{
			name: 'get-pipeline-layouts',
			settles: 'where layouts name sub-pipelines and stages',
			facts: ['bigin 7.3'],
			request: { method: 'GET', path: `${BASE}/settings/layouts`, query: { module: 'Pipelines' } },
			keep: ['layouts.*.sections.*.fields.*.api_name', 'layouts.*.sections.*.fields.*.data_type'],
			sandbox: 'Layouts of an account are its own.',
		},
		{
			name: 'get-modules',
			settles: 'the modules of the account',
			facts: ['bigin 7.1'],
			request: { method: 'GET', path: `${BASE}/settings/modules` },
			keep: META,
			read: { partial: ['modules.*'] },
			sandbox: 'Modules of an account are its own.',
		},
		{
			name: 'list-channels',
			settles: 'the form of notification channels',
			facts: ['bigin 8'],
			request: { method: 'GET', path: `${BASE}/actions/watch` },
			keep: ['watch.*.events.*', 'watch.*.resource_name'],
			sandbox: 'The sandbox has no notifications.',
		},
		{
			name: 'create-contact',
			writes: true,
			settles: 'the reply to a new contact',
			facts: ['bigin 3.13'],
			request: {
				method: 'POST',
				path: `${BASE}/Contacts`,
				body: {
					data: [{ Last_Name: 'Recording of n8n', Email: 'recording-of-n8n@example.com' }],
					trigger: [],
				},
			},
			take: { newId: 'data.0.details.id' },
			read: { optional: ['data.*.details.$approval_state'] },
		},
		{
			name: 'refuse-duplicate-contact',
			writes: true,
			needs: 'newId',
			settles: 'details and status of a duplicate that is alone',
			facts: ['bigin 11.1'],
			request: {
				method: 'POST',
				path: `${BASE}/Contacts`,
				body: {
					data: [{ Last_Name: 'Recording of n8n', Email: 'recording-of-n8n@example.com' }],
					trigger: [],
				},
			},
			take: { secondId: 'data.0.details.id' },
			read: { optional: ['data.*.details.duplicate_record', 'data.*.details.json_path'] },
			given: () => [
				{
					request: {
						method: 'POST',
						path: `${BASE}/Contacts`,
						body: {
							data: [{ Last_Name: 'Recording of n8n', Email: 'recording-of-n8n@example.com' }],
						},
					},
				},
			],
		},
		{
			name: 'add-tags-by-body',
			writes: true,
			needs: 'newId',
			settles: 'whether tags are added by the body',
			facts: ['bigin 5.4'],
			request: {
				method: 'POST',
				path: `${BASE}/Contacts/{newId}/actions/add_tags`,
				body: { tags: [{ name: 'Recording of n8n' }] },
			},
			sandbox: 'The sandbox does not settle which form is right.',
		},
		{
			name: 'delete-contact',
			writes: true,
			cleansUp: true,
			settles: 'the reply to a deletion',
			facts: ['bigin 4.5'],
			request: { method: 'DELETE', path: `${BASE}/Contacts/{newId}` },
			given: ({ values }) => [
				{ request: contacts(1), take: { [values.newId]: 'data.0.details.id' } },
			],
		},
		{
			name: 'delete-second-contact',
			writes: true,
			cleansUp: true,
			settles: 'nothing: removes a duplicate that was accepted',
			facts: ['bigin 4.5'],
			request: { method: 'DELETE', path: `${BASE}/Contacts/{secondId}` },
			given: ({ values }) => [
				{ request: contacts(1), take: { [values.secondId]: 'data.0.details.id' } },
			],
		},
	],
};
