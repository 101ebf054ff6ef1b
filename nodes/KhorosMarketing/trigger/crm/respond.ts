import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
} from 'n8n-workflow';

import { at, isObject, textOf } from '../../../shared/base/values';
import { operationOf, OPERATIONS, type CrmOperation } from '../../kinds/contract';
import { told } from '../../kinds/flaws';
import { answerOf, refusal, REFUSALS, type CrmAnswer, type Declared } from './answer';
import { declaredOf } from './declared';
import { chosen } from './form';

const TRIGGER = 'khorosMarketingCrmTrigger';

/** The form: the records of the input, or a refusal that the agent reads. */
export function respondForm(): INodeProperties[] {
	const refused = { show: { respondWith: ['refusal'] } };
	return [
		{
			displayName: 'Respond With',
			name: 'respondWith',
			type: 'options',
			noDataExpression: true,
			options: [
				{
					name: 'Input Items',
					value: 'items',
					description: 'The records of the input: all for a list, else the first one',
				},
				{ name: 'Refusal', value: 'refusal', description: 'Tell the agent why it cannot be done' },
			],
			default: 'items',
		},
		{
			displayName: 'Status',
			name: 'status',
			type: 'options',
			options: [
				{ name: 'Bad Request (400)', value: 400 },
				{ name: 'Not Found (404)', value: 404 },
				{ name: 'Not Valid (422)', value: 422 },
				{ name: 'Unexpected (500)', value: 500 },
			],
			default: 422,
			displayOptions: refused,
		},
		{
			displayName: 'Message',
			name: 'message',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. Please choose a tier.',
			description: 'What the agent reads',
			displayOptions: refused,
		},
		{
			displayName: 'Fields',
			name: 'fields',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Field',
			default: {},
			displayOptions: refused,
			description: 'Fields that are not accepted, and why',
			options: [
				{
					displayName: 'Field',
					name: 'values',
					values: [
						{
							displayName: 'Message',
							name: 'errorMessage',
							type: 'string',
							default: '',
							placeholder: 'e.g. Unknown value',
						},
						{
							displayName: 'Name',
							name: 'name',
							type: 'string',
							default: '',
							placeholder: 'e.g. tier',
						},
					],
				},
			],
		},
	];
}

/**
 * Sends the answer to the request that has started the workflow, and hands the items on. An answer that breaks the contract
 * is not sent: the agent gets a clear refusal.
 * @throws NodeOperationError that names the field, in Stop mode
 */
export async function respond(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	const { operation, declared } = triggered(context);
	const answer = answerIn(context, items, operation, declared);
	await context.sendResponse({
		statusCode: answer.status,
		headers: { 'content-type': 'application/json' },
		body: answer.body as IDataObject,
	});
	const passed = items.map(({ json, binary }, item) => ({
		json,
		...(binary ? { binary } : {}),
		pairedItem: { item },
	}));
	if (answer.flaws === undefined) return [passed];
	const message = `The answer to '${operation.displayName}' was not sent: ${told(answer.flaws)}`;
	const description =
		'The agent in Khoros was told that the CRM could not answer. Give the record these fields before this node.';
	if (!context.continueOnFail())
		throw new NodeOperationError(context.getNode(), message, { description, itemIndex: 0 });
	const details = { fields: answer.flaws.map(({ field }) => field) };
	const failed = items.map((_, item) => ({
		json: { error: message, message: description, details },
		error: new NodeOperationError(context.getNode(), message, { description, itemIndex: item }),
		pairedItem: { item },
	}));
	return [failed];
}

function answerIn(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	operation: CrmOperation,
	declared: Declared,
): CrmAnswer {
	if (context.getNodeParameter('respondWith', 0, 'items') !== 'refusal')
		return answerOf(
			operation,
			items.map(({ json }) => json),
			declared,
		);
	const status = Number(context.getNodeParameter('status', 0, 422));
	const fields = at(context.getNodeParameter('fields', 0, {}), 'values');
	return refusal(
		REFUSALS.includes(status) ? status : 500,
		textOf(context.getNodeParameter('message', 0, '')) ?? 'The CRM does not accept this.',
		undefined,
		Array.isArray(fields)
			? fields.filter(isObject).map(({ name, errorMessage }) => ({ name, errorMessage }))
			: undefined,
	);
}

/**
 * What Khoros asked for, by the trigger that has run.
 * @throws NodeOperationError
 */
function triggered(context: IExecuteFunctions): { operation: CrmOperation; declared: Declared } {
	const parents = context.getParentNodes(context.getNode().name, { includeNodeParameters: true });
	for (const { name, type, parameters = {} } of parents) {
		if (!type.endsWith(`.${TRIGGER}`)) continue;
		const operation = operationOf(askedBy(context, name));
		if (operation !== undefined)
			return {
				operation,
				declared: declaredOf(chosen((parameter, fallback) => parameters[parameter] ?? fallback)),
			};
	}
	throw new NodeOperationError(
		context.getNode(),
		'This workflow was not started by a request of Khoros Marketing',
		{ description: "Start the workflow with the node 'Khoros Marketing CRM Trigger'." },
	);
}

/** The operation of the request, whichever output it came from; undefined for a trigger that has not run. */
function askedBy(context: IExecuteFunctions, trigger: string): unknown {
	for (let output = 0; output < OPERATIONS.length; output++) {
		const asked = askedAt(context, trigger, output);
		if (asked !== undefined) return asked;
	}
	return undefined;
}

function askedAt(context: IExecuteFunctions, trigger: string, output: number): unknown {
	try {
		const items: unknown = context.getWorkflowDataProxy(0).$items(trigger, output);
		return at(items, 0, 'json', 'operation');
	} catch {
		return undefined;
	}
}
