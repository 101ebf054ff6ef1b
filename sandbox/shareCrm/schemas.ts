import Ajv from 'ajv';

const EMPLOYEES = { type: 'array', items: { type: 'string' }, maxItems: 1 };
const SWITCH = { type: 'boolean' };

/** The body of a create (sharecrm 5.1 and 7); keys of the tenant's own fields are not known here. */
const CREATE = {
	type: 'object',
	required: ['data'],
	properties: {
		triggerApprovalFlow: SWITCH,
		triggerWorkFlow: SWITCH,
		hasSpecifyTime: SWITCH,
		hasSpecifyCreatedBy: SWITCH,
		includeDetailIds: SWITCH,
		checkDuplicateSearch: SWITCH,
		data: {
			type: 'object',
			required: ['object_data'],
			additionalProperties: false,
			properties: {
				object_data: {
					type: 'object',
					required: ['dataObjectApiName'],
					properties: {
						dataObjectApiName: { type: 'string' },
						object_describe_api_name: { type: 'string' },
						name: { type: 'string' },
						record_type: { type: 'string' },
						owner: EMPLOYEES,
						created_by: EMPLOYEES,
						create_time: { type: 'integer' },
					},
				},
				details: {
					type: 'object',
					additionalProperties: { type: 'array', items: { type: 'object' } },
				},
				optionInfo: {
					type: 'object',
					additionalProperties: false,
					properties: {
						skipFuncValidate: SWITCH,
						isDuplicateSearch: SWITCH,
						useValidationRule: SWITCH,
					},
				},
			},
		},
	},
};

const TOKEN = {
	type: 'object',
	required: ['appId', 'appSecret', 'permanentCode', 'grantType'],
	properties: {
		appId: { type: 'string' },
		appSecret: { type: 'string' },
		permanentCode: { type: 'string' },
		grantType: { const: 'app_secret' },
	},
};

const ajv = new Ajv({ strict: false });
const create = ajv.compile(CREATE);
const token = ajv.compile(TOKEN);

/** What is wrong with the body of a create; undefined where it can be stored. */
export function checkCreate(body: unknown): string | undefined {
	return create(body) ? undefined : wrong(create.errors?.[0]);
}

/** What is wrong with the body of a token request. */
export function checkToken(body: unknown): string | undefined {
	return token(body) ? undefined : wrong(token.errors?.[0]);
}

function wrong(error: { instancePath: string; message?: string } | undefined): string {
	return `${error?.instancePath ?? ''} ${error?.message ?? 'is not right'}`.trim();
}
