const trace = { thirdTraceId: '{{uuid}}' };
const OBJECT = 'CustomerServiceSessionObj';
const D = '/cgi/crm/v2/data';
const tokenCall = {
	method: 'POST',
	path: '/oauth2.0/token',
	query: trace,
	headers: {},
	body: {
		appId: '{{appId}}',
		appSecret: '{{appSecret}}',
		permanentCode: '{{permanentCode}}',
		grantType: 'app_secret',
	},
};
const post = (path, body, more = {}) => ({
	request: { method: 'POST', path, query: trace, body },
	...more,
});
const query = (filters) => ({
	data: {
		dataObjectApiName: OBJECT,
		find_explicit_total_num: false,
		search_query_info: {
			limit: 1,
			offset: 0,
			filters,
			orders: [],
			fieldProjection: ['_id', 'name'],
		},
	},
});
const none = 'The sandbox creates sessions only.';
const later = (operator) => query([{ field_name: 'create_time', field_values: ['0'], operator }]);

export const shareCrm = {
	folder: 'sharecrm',
	variables: {
		appId: 'SHARECRM_APP_ID',
		appSecret: 'SHARECRM_APP_SECRET',
		permanentCode: 'SHARECRM_PERMANENT_CODE',
		employee: 'SHARECRM_EMPLOYEE_ID',
	},
	host: {
		name: 'SHARECRM_HOST',
		fallback: 'https://open.fxiaoke.com',
		hosts: /^open(-(hwcloud|ale|hws))?\.fxiaoke\.com$|^open-(ksc|na)\.sharecrm\.com$/,
	},
	headers: {
		authorization: 'Bearer {{token}}',
		'x-fs-ea': '{{ea}}',
		'x-fs-userid': '{{employee}}',
	},
	keep: [
		'errorCode',
		'errorMessage',
		'errorDescription',
		'expiresIn',
		'error',
		'error_description',
	],
	/** Every recording begins with a token of its own. */
	given: [{ request: tokenCall, take: { '{{token}}': 'accessToken', '{{ea}}': 'ea' } }],
	/** What the sandbox knows an employee by. */
	fixed: { '{{employee}}': '1000' },
	calls: [
		{
			name: 'get-token',
			settles: 'the keys of a token reply',
			facts: ['sharecrm 2.2'],
			request: tokenCall,
			secrets: { token: 'accessToken', ea: 'ea' },
			reads: true,
			plain: true,
		},
		{
			name: 'list-objects',
			settles: 'whether the tenant has sessions',
			facts: ['sharecrm 6.1', 'sharecrm 9'],
			...post('/cgi/crm/v2/object/list', {}, { reads: true, sandbox: none }),
		},
		{
			name: 'describe-session',
			settles: 'the fields of sessions, and where includeDetail stands',
			facts: ['sharecrm 6.2', 'sharecrm 14'],
			keep: [
				'data.describe.api_name',
				'data.describe.fields.*.type',
				'data.describe.fields.*.api_name',
			],
			...post(
				'/cgi/crm/v2/object/describe',
				{ includeDetail: true, data: { apiName: OBJECT } },
				{ reads: true, sandbox: none },
			),
		},
		{
			name: 'query-sessions',
			settles: 'the form of a query reply',
			facts: ['sharecrm 5.4', 'sharecrm 14'],
			...post(`${D}/query`, query([]), { reads: true, sandbox: none }),
		},
		{
			name: 'query-with-gte',
			settles: 'whether the operator is GTE',
			facts: ['sharecrm 5.4', 'sharecrm 14'],
			...post(`${D}/query`, later('GTE'), { reads: true, sandbox: none }),
		},
		{
			name: 'query-with-ge',
			settles: 'whether the operator is GE',
			facts: ['sharecrm 5.4', 'sharecrm 14'],
			...post(`${D}/query`, later('GE'), { reads: true, sandbox: none }),
		},
		{
			name: 'query-without-trace',
			settles: 'whether thirdTraceId is enforced',
			facts: ['sharecrm 3', 'sharecrm 14'],
			request: { method: 'POST', path: `${D}/query`, body: query([]) },
			reads: true,
			sandbox: none,
		},
		{
			name: 'create-session',
			writes: true,
			settles: 'the reply to a create, and the name of the key with the ids of details',
			facts: ['sharecrm 5.1', 'sharecrm 14'],
			...post(`${D}/create`, {
				triggerApprovalFlow: false,
				triggerWorkFlow: false,
				includeDetailIds: true,
				data: {
					object_data: {
						dataObjectApiName: OBJECT,
						object_describe_api_name: OBJECT,
						name: 'Recording of n8n',
					},
				},
			}),
			take: { newId: 'dataId' },
		},
		{
			name: 'void-session',
			writes: true,
			cleansUp: true,
			settles: 'the reply to a void',
			facts: ['sharecrm 5.6'],
			...post(
				`${D}/invalid`,
				{ data: { dataObjectApiName: OBJECT, object_data_id: '{newId}' } },
				{ sandbox: none },
			),
		},
		{
			name: 'delete-session',
			writes: true,
			cleansUp: true,
			settles: 'the reply to a deletion',
			facts: ['sharecrm 5.6'],
			...post(
				`${D}/delete`,
				{ data: { dataObjectApiName: OBJECT, idList: ['{newId}'] } },
				{ sandbox: none },
			),
		},
	],
};
