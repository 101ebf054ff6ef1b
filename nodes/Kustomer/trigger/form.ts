import type { IDataObject, IHookFunctions, INodeProperties, IWebhookFunctions } from 'n8n-workflow';

import { at } from '../../shared/base/values';
import { nodeParameter } from '../../shared/http/parameter';
import type { Condition } from './conditions';
import { authentication } from '../fields/authentication';
import { EVENTS } from './events';
import { FLOW_EVENTS, flowEvents } from './flowEvents';

const OPERATIONS = [
	{ name: 'Changed', value: 'changed' },
	{ name: 'Changed From', value: 'changedFrom' },
	{ name: 'Changed To', value: 'changedTo' },
	{ name: 'Is', value: 'is' },
];

const WITH_VALUE = ['changedFrom', 'changedTo', 'is'];

const condition: INodeProperties[] = [
	{
		displayName: 'Field',
		name: 'field',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. status',
		hint: 'An attribute such as status or custom.orderStr, or a relationship such as queue',
		description: 'API name of the field',
	},
	{
		displayName: 'Condition',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: OPERATIONS,
		default: 'changed',
		description: 'What must hold for the field; a new record has no changes, so only Is can hold',
	},
	{
		displayName: 'Value',
		name: 'value',
		type: 'string',
		default: '',
		placeholder: 'e.g. done',
		description: 'The value to compare with; for a relationship, the ID of the other record',
		displayOptions: { show: { operation: WITH_VALUE } },
	},
];

/** The form of the trigger: the events, then the conditions, then the output. */
export function triggerForm(): INodeProperties[] {
	return [
		authentication,
		{
			displayName: 'Receive Events By',
			name: 'receiveBy',
			type: 'options',
			noDataExpression: true,
			options: [
				{
					name: 'Kustomer Workflow (Unproven)',
					value: 'workflow',
					description: 'Companies, custom objects and notes',
				},
				{
					name: 'Webhook',
					value: 'webhook',
					description: 'Conversations, customers, messages, tags, teams and users',
				},
			],
			default: 'webhook',
			description: 'How Kustomer notifies n8n; each way has events of its own',
		},
		{
			displayName:
				"Without webhooks in your plan, use the node 'Kustomer Polling Trigger'; it also finds companies and notes.",
			name: 'pollingNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { receiveBy: ['webhook'] } },
		},
		{
			displayName:
				'This way was built from documentation and not yet tried with a real organization. The trigger makes one workflow in Kustomer for each event, and switches it off when this workflow is deactivated; Kustomer needs about a minute for both. Calls that n8n misses do not come again.',
			name: 'workflowNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { receiveBy: ['workflow'] } },
		},
		{
			displayName: 'Trigger On',
			name: 'events',
			type: 'multiOptions',
			noDataExpression: true,
			required: true,
			options: EVENTS,
			default: [],
			displayOptions: { show: { receiveBy: ['webhook'] } },
			hint: 'Kustomer updates a conversation with each of its messages, too',
		},
		{
			displayName: 'Trigger On',
			name: 'workflowEvents',
			type: 'multiOptions',
			noDataExpression: true,
			required: true,
			options: FLOW_EVENTS,
			default: [],
			displayOptions: { show: { receiveBy: ['workflow'] } },
		},
		{
			displayName: 'Class Names or IDs',
			name: 'classes',
			type: 'multiOptions',
			required: true,
			typeOptions: { loadOptionsMethod: 'getClasses' },
			default: [],
			displayOptions: {
				show: { receiveBy: ['workflow'], workflowEvents: ['kobject.create', 'kobject.update'] },
			},
			description:
				'Classes of the custom objects. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		{
			displayName: 'Conditions',
			name: 'conditions',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Condition',
			default: {},
			description: 'What else must hold for the workflow to start',
			options: [{ displayName: 'Condition', name: 'values', values: condition }],
		},
		{
			displayName: 'Simplify',
			name: 'simplify',
			type: 'boolean',
			default: true,
			description: 'Whether to return a simplified version of the response instead of the raw data',
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
			options: [
				{
					displayName: 'Combine Conditions',
					name: 'combine',
					type: 'options',
					options: [
						{ name: 'All', value: 'all', description: 'All conditions must hold' },
						{ name: 'Any', value: 'any', description: 'One of the conditions must hold' },
					],
					default: 'all',
					description: 'How many of the conditions must hold',
				},
				{
					displayName: 'Ignore Own Changes',
					name: 'ignoreOwnChanges',
					type: 'boolean',
					default: true,
					description:
						'Whether to leave out changes made with this credential; with OAuth2, also those its person makes by hand',
				},
				{
					displayName: 'Read Record Again',
					name: 'readAgain',
					type: 'boolean',
					default: true,
					description:
						'Whether to return the record as it is now, instead of as it was at the event',
				},
			],
		},
	];
}

/** The values of the form. */
export interface Chosen {
	/** True if workflows of Kustomer report the events instead of a webhook. */
	byWorkflow: boolean;
	/** By Kustomer's own names. */
	events: string[];
	conditions: Condition[];
	combine: 'all' | 'any';
	simplify: boolean;
	ignoreOwnChanges: boolean;
	readAgain: boolean;
}

/** Reads the form of the trigger. */
export function chosen(context: IHookFunctions | IWebhookFunctions): Chosen {
	const options = nodeParameter(context, 'options', {}) as IDataObject;
	const conditions = at(nodeParameter(context, 'conditions', {}), 'values');
	const list = (name: string) => nodeParameter(context, name, []) as string[];
	const byWorkflow = nodeParameter(context, 'receiveBy', 'webhook') === 'workflow';
	return {
		byWorkflow,
		events: byWorkflow ? flowEvents(list('workflowEvents'), list('classes')) : list('events'),
		conditions: Array.isArray(conditions)
			? (conditions as Condition[]).map((condition) => ({
					...condition,
					// An expression may yield a number, or nothing.
					field: String(condition.field ?? ''),
					value: String(condition.value ?? ''),
				}))
			: [],
		combine: options.combine === 'any' ? 'any' : 'all',
		simplify: nodeParameter(context, 'simplify', true) !== false,
		ignoreOwnChanges: options.ignoreOwnChanges === true,
		readAgain: options.readAgain === true,
	};
}

/** The line under the trigger's name on the canvas, such as "Conversation Updated". */
export function triggerSubtitle(): string {
	const names = Object.fromEntries(
		[...EVENTS, ...FLOW_EVENTS].map(({ name, value }) => [value, name]),
	);
	return `={{ (($parameter.receiveBy === "workflow" ? $parameter.workflowEvents : $parameter.events) ?? []).map((event) => (${JSON.stringify(names)})[event] ?? event).join(", ") }}`;
}
