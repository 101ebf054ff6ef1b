import type { INodeProperties } from 'n8n-workflow';

import { choice } from './fields';
import { wordsFor } from './subtitle';

const EVENTS = {
	created: 'Created',
	createdOrUpdated: 'Created or Updated',
	deleted: 'Deleted',
	updated: 'Updated',
	voided: 'Voided',
} as const;

/** What a polling trigger can wait for. */
type PollingEvent = keyof typeof EVENTS;

/** What every polling trigger can wait for. */
const ALWAYS = ['created', 'createdOrUpdated', 'updated'] as const;

/** The events of a trigger, including those that not every trigger has. */
export type TriggerEvent<Also extends PollingEvent = never> = (typeof ALWAYS)[number] | Also;

const PARAMETER = 'triggerOn';

const offered = (also: readonly PollingEvent[]) =>
	(Object.keys(EVENTS) as PollingEvent[]).filter((event) => [...ALWAYS, ...also].includes(event));

/**
 * The field for what a polling trigger waits for.
 * @param also the events in addition to created and updated records
 */
export function triggerOn(...also: PollingEvent[]): INodeProperties {
	const { property } = choice(
		PARAMETER,
		'Trigger On',
		offered(also).map((value) => ({ name: `Record ${EVENTS[value]}`, value })),
		{ default: 'created', required: true },
	);
	return { ...property, noDataExpression: true };
}

/** Part of the subtitle's expression: the chosen event in words, such as "created or updated". */
export function triggerOnWords(...also: PollingEvent[]): string {
	const words = offered(also).map((event) => [event, EVENTS[event].toLowerCase()]);
	return wordsFor(Object.fromEntries(words), `$parameter.${PARAMETER}`);
}
