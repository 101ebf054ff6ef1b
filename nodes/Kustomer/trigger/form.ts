import type { IDataObject, IHookFunctions, INodeProperties, IWebhookFunctions } from 'n8n-workflow';

import { at } from '../../shared/base/values';
import { nodeParameter } from '../../shared/http/parameter';
import type { Condition } from './conditions';
import { authentication } from '../fields/authentication';
import { EVENTS } from './events';

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

/** The form: what to wait for, then which of it, then what goes out. */
export function triggerForm(): INodeProperties[] {
	return [
		authentication,
		{
			displayName:
				"Without webhooks in your plan, and for companies and notes, use the node 'Kustomer Polling Trigger'.",
			name: 'pollingNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Trigger On',
			name: 'events',
			type: 'multiOptions',
			noDataExpression: true,
			required: true,
			options: EVENTS,
			default: [],
			hint: 'Kustomer updates a conversation with each of its messages, too',
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
					description: "Whether to leave out changes that were made with this node's credential",
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

/** What the form holds. */
export interface Chosen {
	events: string[];
	conditions: Condition[];
	combine: 'all' | 'any';
	simplify: boolean;
	ignoreOwnChanges: boolean;
	readAgain: boolean;
}

/** Reads the form. */
export function chosen(context: IHookFunctions | IWebhookFunctions): Chosen {
	const options = nodeParameter(context, 'options', {}) as IDataObject;
	const conditions = at(nodeParameter(context, 'conditions', {}), 'values');
	return {
		events: nodeParameter(context, 'events', []) as string[],
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
	const names = Object.fromEntries(EVENTS.map(({ name, value }) => [value, name]));
	return `={{ ($parameter.events ?? []).map((event) => (${JSON.stringify(names)})[event] ?? event).join(", ") }}`;
}
