const REFUSAL = [
	'errors.*.code',
	'errors.*.message',
	'errors.*.title',
	'errors.*.detail',
	'errors.*.status',
	'errors.*.source.**',
];
const conversation = {
	customer: '{customerId}',
	name: 'Recording of n8n',
	importedAt: '2026-01-02T03:04:05.000Z',
};
const CUSTOMER = '5a1b2c3d4e5f60718293a4b5';
const added = {
	request: {
		method: 'POST',
		path: '/v1/conversations/bulk',
		body: [{ customer: CUSTOMER, name: 'Recording of n8n' }],
	},
};
const JOB = {
	optional: [
		'data.attributes.batches',
		'data.attributes.payload',
		'data.*.attributes.completedAt',
		'data.*.attributes.updatedAt',
		'data.*.relationships.org',
		'data.*.relationships.createdBy',
	],
	partial: ['data.attributes', 'data.relationships', 'data.*.relationships'],
};

export const kustomer = {
	folder: 'kustomer',
	variables: { token: 'KUSTOMER_API_KEY' },
	host: {
		name: 'KUSTOMER_HOST',
		fallback: 'https://api.kustomerapp.com',
		hosts: /^([a-z0-9-]+\.)?api(\.prod\d+)?\.kustomerapp\.com$/,
	},
	headers: { authorization: 'Bearer {{token}}' },
	keep: [
		...REFUSAL,
		'meta.**',
		'data.type',
		'data.*.type',
		'data.attributes.status',
		'data.*.attributes.status',
		'data.attributes.context',
		'data.*.attributes.results.*.status',
		'data.*.attributes.results.*._clientRef',
		'data.*.attributes.results.*.error',
	],
	calls: [
		{
			name: 'current-token',
			settles: 'the keys of a token, and the headers of the rate limit',
			facts: ['kustomer 1.5', 'kustomer 7'],
			request: { method: 'GET', path: '/v1/auth/tokens/current' },
			keep: ['data.attributes.roles.*'],
			read: {
				partial: ['data', 'data.attributes', 'data.relationships'],
				optional: ['data.attributes.ipAddress', 'data.attributes.userAgent'],
			},
		},
		{
			name: 'list-tags',
			settles: 'whether tags can be listed',
			facts: ['kustomer 2.4', 'kustomer 10'],
			request: { method: 'GET', path: '/v1/tags', query: { page: '1', pageSize: '2' } },
			sandbox: 'The sandbox has no tags.',
		},
		{
			name: 'list-conversations',
			settles: 'the keys of a conversation, and the end of a list',
			facts: ['kustomer 2.7', 'kustomer 6'],
			request: { method: 'GET', path: '/v1/conversations', query: { page: '1', pageSize: '1' } },
			take: { customerId: 'data.0.relationships.customer.data.id' },
			read: { partial: ['$', 'data.*', 'data.*.attributes', 'data.*.relationships'] },
			sandbox: 'A conversation has more keys than the sandbox shows.',
		},
		{
			name: 'get-unknown-conversation',
			settles: 'code and shape of a 404',
			facts: ['kustomer 8'],
			request: { method: 'GET', path: '/v1/conversations/externalId=recording-of-n8n-nobody' },
			read: { partial: ['errors.*'] },
		},
		{
			name: 'get-unknown-job',
			settles: 'code and shape of a 404 of bulk jobs',
			facts: ['kustomer 2.2', 'kustomer 8'],
			request: { method: 'GET', path: '/v1/bulk/ffffffffffffffffffffffff/batches' },
			read: { partial: ['errors.*'] },
		},
		{
			name: 'create-conversation',
			writes: true,
			needs: 'customerId',
			settles: 'the reply to a bulk create',
			facts: ['kustomer 2.1', 'kustomer 10'],
			request: {
				method: 'POST',
				path: '/v1/conversations/bulk',
				body: [{ ...conversation, _clientRef: '0' }],
			},
			take: { jobId: 'data.id' },
			read: JOB,
		},
		{
			name: 'job-batches',
			writes: true,
			needs: 'jobId',
			settles: 'the type of batch rows, the size of their pages and their errors',
			facts: ['kustomer 2.2', 'kustomer 10'],
			until: 'data.0.attributes.completed',
			request: {
				method: 'GET',
				path: '/v1/bulk/{jobId}/batches',
				query: { page: '1', pageSize: '100' },
			},
			take: { conversationId: 'data.0.attributes.results.0.objectId' },
			read: JOB,
			given: ({ values }) => [
				{
					request: { ...added.request, body: [{ ...added.request.body[0], _clientRef: '0' }] },
					take: { [values.jobId]: 'data.id' },
				},
			],
		},
		{
			name: 'delete-conversation',
			writes: true,
			cleansUp: true,
			settles: 'the reply to a deletion',
			facts: ['kustomer 2.7'],
			request: { method: 'DELETE', path: '/v1/conversations/{conversationId}' },
			sandbox: 'The sandbox deletes no conversations.',
		},
	],
};
