const none = 'The sandbox is a CRM, not the API of Khoros.';

export const khorosMarketing = {
	folder: 'khoros-marketing',
	variables: { token: 'KHOROS_TOKEN' },
	host: {
		name: 'KHOROS_HOST',
		fallback: 'https://api.spredfast.com',
		hosts: /^api\.spredfast\.com$/,
	},
	headers: { authorization: 'Bearer {{token}}' },
	keep: [
		'status.**',
		'*.sfEntityType',
		'data.*.sfEntityType',
		'data.*.eventName',
		'data.*.status',
		'pagination.**',
	],
	calls: [
		{
			name: 'whoami',
			settles: 'the form of the introspection',
			facts: ['khoros-marketing 8.1'],
			request: { method: 'GET', path: '/v2/whoami' },
			sandbox: none,
		},
		{
			name: 'list-subscriptions',
			settles: 'the reply to a list of event subscriptions',
			facts: ['khoros-marketing 8.2'],
			request: {
				method: 'GET',
				path: '/v2/events/subscription',
				query: { pageNumber: '1', pageSize: '5' },
			},
			sandbox: none,
		},
	],
};
