import type {
	IHookFunctions,
	INodeProperties,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import { at, textOf } from '../../../shared/base/values';
import { nodeParameter } from '../../../shared/http/parameter';
import { repeatLast } from '../../../shared/trigger/repeatLast';
import { EVENTS } from '../../resources/eventSubscription/fields';

const NAMES = JSON.stringify(Object.fromEntries(EVENTS.map(({ name, value }) => [value, name])));

function notice(text: string): INodeProperties {
	return { displayName: text, name: 'notice', type: 'notice', default: '' };
}

/** What else Khoros can be told of a subscription (khoros-marketing 8.2). */
const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Query',
			name: 'query',
			type: 'string',
			default: '',
			placeholder: 'e.g. createCase|updateCase',
			description: 'Regular expression that an event must fulfill; Khoros checks it',
		},
	],
};

/** The form of the trigger that Khoros calls: the events to wait for. */
export function eventForm(): INodeProperties[] {
	return [
		notice(
			"Khoros calls this n8n with each event, so it needs an address that Khoros can reach. Without one, use the node 'Khoros Marketing Event Polling Trigger'.",
		),
		{
			displayName: 'Trigger On',
			name: 'triggerOn',
			type: 'multiOptions',
			noDataExpression: true,
			required: true,
			options: EVENTS,
			default: ['error-custom-crm'],
		},
		options,
	];
}

/** The form of the trigger that asks Khoros: the one event to wait for. */
export function pollingForm(): INodeProperties[] {
	return [
		notice(
			'The trigger reads the events of a subscription without an address, and makes one if there is none. It stays in Khoros when the workflow is deactivated, because other workflows may read it, too.',
		),
		{
			displayName: 'Trigger On',
			name: 'triggerOn',
			type: 'options',
			noDataExpression: true,
			required: true,
			options: EVENTS,
			default: 'error-custom-crm',
		},
		repeatLast,
		options,
	];
}

/** What the form asks for. */
export interface ChosenEvents {
	events: string[];
	/** Regular expression that Khoros checks. */
	query?: string;
}

/** Reads the form. */
export function chosenEvents(
	context: IHookFunctions | IPollFunctions | IWebhookFunctions,
): ChosenEvents {
	const on = nodeParameter(context, 'triggerOn', []);
	return {
		events: (Array.isArray(on) ? on : [on]).map(String).filter((name) => name !== ''),
		query: textOf(at(nodeParameter(context, 'options', {}), 'query')),
	};
}

/** The line under the trigger's name on the canvas, such as "Custom CRM Failed". */
export function eventSubtitle(): string {
	return `={{ [$parameter.triggerOn ?? []].flat().map((event) => (${NAMES})[event] ?? event).join(", ") }}`;
}
