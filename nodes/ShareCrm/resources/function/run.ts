import { failed } from '../../../shared/base/errors';
import { isObject } from '../../../shared/base/values';
import { defineOperation } from '../../../shared/form/defineOperation';
import { json, text } from '../../../shared/form/fields';
import { operator } from '../../fields/pickers';
import { post, resultOf } from '../../records/call';

const name = text('api_name', 'Function API Name', {
	required: true,
	placeholder: 'e.g. func_4x9Qe__c',
	description: 'API name of the APL function',
});
const parameters = json('parameters', 'Parameters', {
	shape: 'array',
	description: 'List of the parameters in JSON, as the function takes them',
});

/** Run: a function of the tenant. Only its author knows what it stores, so the call is never repeated (sharecrm 10). */
export const runFunction = defineOperation({
	name: 'Run',
	value: 'run',
	action: 'Run function',
	description: 'Run an APL function of your company and return its result',
	input: 'form',
	fields: [name, { ...parameters, upFront: true }],
	options: [operator],
	limits: { records: 1 },
	returns: { data: { result: 'string' }, traceId: 'string' },
	async send(session, { records: [asked], options }) {
		const answer = await post(
			session,
			'/cgi/crm/v2/special/function',
			{ data: { api_name: asked.api_name, parameters: asked.parameters ?? [] } },
			options,
		);
		if (!answer.ok) return [failed(answer.failure)];
		return [{ ok: true, json: resultOf(isObject(answer.body) ? answer.body : {}) }];
	},
});
