import type { IDataObject } from 'n8n-workflow';

import { at, isObject, textOf } from '../../shared/base/values';
import type { Delivery, WebhookEvent } from '../../shared/trigger/webhook/trigger';

/** Events that only workflows of Kustomer tell (kustomer 5.3), by the names of the form. */
export const FLOW_EVENTS = [
	{ name: 'Company Created', value: 'company.create' },
	{ name: 'Company Updated', value: 'company.update' },
	{ name: 'Custom Object Created', value: 'kobject.create' },
	{ name: 'Custom Object Updated', value: 'kobject.update' },
	{ name: 'Note Created', value: 'note.create' },
	{ name: 'Note Updated', value: 'note.update' },
];

/** Kustomer's names of chosen events; those of custom objects name the class, too. */
export function flowEvents(chosen: readonly string[], classes: readonly string[]): string[] {
	return chosen.flatMap((event) => {
		const [kind, action] = event.split('.');
		return kind === 'kobject'
			? classes.map((klass) => `kustomer.kobject.${klass}.${action}`)
			: [`kustomer.${event}`];
	});
}

/** The event of a call: the record is flat, and its changes stand in it (kustomer 5.3). Kustomer gives a call no ID. */
export function flowEventsOf({ body }: Pick<Delivery, 'body'>): WebhookEvent[] | undefined {
	const name = textOf(at(body, 'name'));
	const record = at(body, 'record');
	if (name === undefined || !isObject(record)) return undefined;
	const { id, changes, ...attributes } = record;
	const type = name.split('.')[1] ?? '';
	return [
		{
			json: {
				name,
				data: { type, id, attributes, relationships: {} },
				changes: changes ?? null,
			} as IDataObject,
		},
	];
}
