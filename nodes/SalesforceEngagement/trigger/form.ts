import type { INodeProperties, IPollFunctions } from 'n8n-workflow';

import { at, isObject, textOf } from '../../shared/base/values';
import { boolean, dateField, dynamicList, list, text } from '../../shared/form/fields';
import { triggerOn, triggerOnWords, type TriggerEvent } from '../../shared/form/triggerOn';
import { repeatLast } from '../../shared/trigger/repeatLast';
import { apiVersion } from '../fields/apiVersion';
import { authentication } from '../fields/authentication';
import { NAME, objectChoice } from '../kinds/kind';
import { PATH } from '../records/conditions';
import { DEFAULT_VERSION } from '../version';

/** Changes that the trigger waits for. */
export type TriggerOn = TriggerEvent<'deleted'>;

/** The object that is preset. */
export const ENGAGEMENT = 'EngagementInteraction';

const NOT_DELETED = ['created', 'updated', 'createdOrUpdated'];
const UPDATES = ['updated', 'createdOrUpdated'];

const fieldsToReturn = dynamicList(
	list('fields', 'Field Names or IDs', {
		description: 'The fields to return; all that the user may see if left empty',
	}),
	{ method: 'getFields', dependsOn: ['object'] },
);

const watchedFields = dynamicList(
	list('watched', 'Only When These Change Names or IDs', {
		description: 'An update starts the workflow only if one of these fields has another value',
	}),
	{ method: 'getFields', dependsOn: ['object'] },
);

const condition = text('where', 'Condition (SOQL)', {
	rows: 2,
	max: 20_000,
	placeholder: "e.g. CommunicationChannel = 'Voice Call' AND Status = 'Completed'",
	description: 'Only records that meet this condition, in SOQL without WHERE',
});

const withChildren = boolean('includeChildren', 'Include Attendees and Topics', {
	default: true,
	description: 'Whether interactions are returned with their attendees and topics',
});

const startFrom = dateField('startFrom', 'Start From', 'utc', {
	description: 'Also start for changes since this moment; from the activation on if left empty',
});

/** The form: the changes to wait for, their object, then the output of each record. */
export function triggerForm(): INodeProperties[] {
	const shownFor = (property: INodeProperties, events: string[]): INodeProperties => ({
		...property,
		displayOptions: { show: { '/triggerOn': events } },
	});
	return [
		authentication,
		triggerOn('deleted'),
		{
			...objectChoice.property,
			default: { mode: 'list', value: ENGAGEMENT, cachedResultName: 'Engagement Interaction' },
		},
		repeatLast,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
			options: [
				apiVersion.property,
				condition.property,
				shownFor(fieldsToReturn.property, NOT_DELETED),
				{
					...withChildren.property,
					displayOptions: { show: { '/triggerOn': NOT_DELETED, '/object': [ENGAGEMENT] } },
				},
				shownFor(watchedFields.property, UPDATES),
				startFrom.property,
			],
		},
	];
}

/** The line under the trigger's name on the canvas. */
export function triggerSubtitle(): string {
	return `={{ ($parameter.object?.cachedResultName || $parameter.object?.value || "Record") + " " + ${triggerOnWords('deleted')} }}`;
}

/** Values of a trigger's form. */
export interface Chosen {
	on: TriggerOn;
	object: string;
	/** Fields to return; all if empty. */
	fields: string[];
	/** Fields of which one must have changed; any change counts if empty. */
	watched: string[];
	where: string;
	includeChildren: boolean;
	/** In milliseconds. */
	startFrom?: number;
	apiVersion: string;
	/** What tells these settings from others: a change of them starts anew. */
	key: string;
}

/** Reads the form. Throws InputError. */
export function chosen(context: IPollFunctions): Chosen {
	const readContext = {
		from: 'form' as const,
		// Only a date needs it.
		get timezone() {
			return context.getTimezone();
		},
		prefix: '',
		options: {},
	};
	const on = context.getNodeParameter('triggerOn', 'created') as TriggerOn;
	const picked = context.getNodeParameter('object', ENGAGEMENT) as unknown;
	const given = textOf(isObject(picked) ? at(picked, 'value') : picked) ?? ENGAGEMENT;
	const object = String(text('object', 'Object', { pattern: NAME }).read(given, readContext));
	const option = (name: string): unknown => context.getNodeParameter(`options.${name}`, '');
	const names = (value: unknown): string[] =>
		(Array.isArray(value) ? value : [])
			.map((name) =>
				text('fields', 'Field Names or IDs', { pattern: PATH }).read(name, readContext),
			)
			.map(String);
	const credentials = Object.values(context.getNode().credentials ?? {});
	const where = String(option('where') ?? '').trim();
	const start = startFrom.read(option('startFrom'), readContext);
	return {
		on,
		object,
		fields: on === 'deleted' ? [] : names(option('fields')),
		watched: UPDATES.includes(on) ? names(option('watched')) : [],
		where,
		includeChildren:
			option('includeChildren') === true && object === ENGAGEMENT && on !== 'deleted',
		startFrom: typeof start === 'string' ? Date.parse(start) : undefined,
		apiVersion: textOf(apiVersion.read(option('apiVersion'))) ?? DEFAULT_VERSION,
		key: JSON.stringify([
			on,
			object,
			where,
			start ?? '',
			credentials.map(({ id, name }) => id ?? name),
		]),
	};
}
