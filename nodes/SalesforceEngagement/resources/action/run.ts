import { failed, type Outcome } from '../../../shared/base/errors';
import { isObject } from '../../../shared/base/values';
import { defineOperation } from '../../../shared/form/defineOperation';
import { dynamicOption, json, text } from '../../../shared/form/fields';
import { ofOneRecord, recordFailure } from '../../../shared/http/replies';
import { unmatched } from '../../../shared/operations/entries';
import { apiVersion } from '../../fields/apiVersion';
import { refusalOf, VENDOR } from '../../replies';
import { apiPath } from '../../version';

/** A path below the list of actions: custom/flow/My_Flow. */
const PATH = /^(?:custom\/(?:flow|apex)|standard)\/\w{1,80}$/;

/** Run: a flow or another action, one request per item. If one of several in a request failed, nothing would tell which were carried out. */
export const runAction = defineOperation({
	name: 'Run',
	value: 'run',
	action: 'Run action',
	description: 'Run a flow or another action of the org with inputs of each item',
	input: 'form',
	fields: [
		dynamicOption(
			text('actionPath', 'Action Name or ID', {
				required: true,
				pattern: PATH,
				expects: 'the path of an action, such as custom/flow/My_Flow',
				description:
					'The flow or Apex action; an expression gives its path, such as custom/flow/My_Flow',
			}),
			{ method: 'getActions' },
		),
		{
			...json('inputs', 'Inputs', {
				description: 'The input variables of the action by their API names',
			}),
			upFront: true,
		},
	],
	options: [apiVersion],
	limits: { records: 1 },
	returns: { actionName: 'string', outputValues: 'object' },
	async send(session, { records: [asked], options }) {
		const answer = await session.call({
			method: 'POST',
			path: apiPath(options, `actions/${asked.actionPath}`),
			body: { inputs: [isObject(asked.inputs) ? asked.inputs : {}] },
		});
		return [answer.ok ? outcomeOf(answer.body, answer.status) : failed(answer.failure)];
	},
});

/** The one result of a reply (from memory, salesforce-engagement 16). */
function outcomeOf(body: unknown, status: number): Outcome {
	const result: unknown = Array.isArray(body) && body.length === 1 ? body[0] : undefined;
	if (!isObject(result) || typeof result.isSuccess !== 'boolean') return unmatched(VENDOR, status);
	if (!result.isSuccess)
		return failed(ofOneRecord(recordFailure(VENDOR, status, refusalOf(status, result.errors))));
	const { actionName, outputValues } = result;
	return {
		ok: true,
		json: { actionName, outputValues: isObject(outputValues) ? outputValues : {} },
	};
}
