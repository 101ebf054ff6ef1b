import type { IDataObject } from 'n8n-workflow';

import { at, isObject, textOf } from '../../shared/base/values';
import { pathPart } from '../../shared/http/replies';
import type { Delivery, WebhookEvent } from '../../shared/trigger/webhook/trigger';

/** The kinds of records whose events a webhook can tell (kustomer 5.1), and the path of each. */
const KINDS = {
	conversation: { name: 'Conversation', path: 'conversations' },
	customer: { name: 'Customer', path: 'customers' },
	message: { name: 'Message', path: 'messages' },
	tag: { name: 'Tag', path: 'tags' },
	team: { name: 'Team', path: 'teams' },
	user: { name: 'User', path: 'users' },
} as const;

type Kind = keyof typeof KINDS;

const PATHS: Record<string, string> = {
	...Object.fromEntries(Object.entries(KINDS).map(([kind, { path }]) => [kind, path])),
	company: 'companies',
	note: 'notes',
};

/** The twelve events by Kustomer's own names (kustomer 5.1), as the form offers them. */
export const EVENTS = (Object.keys(KINDS) as Kind[]).flatMap((kind) => [
	{ name: `${KINDS[kind].name} Created`, value: `kustomer.${kind}.create` },
	{ name: `${KINDS[kind].name} Updated`, value: `kustomer.${kind}.update` },
]);

/** An event of Kustomer (kustomer 5.1). */
export interface KustomerEvent {
	name: string;
	/** The whole record, in Kustomer's form. */
	data: IDataObject;
	/** What has changed: `before`, `after` and `op` by attribute and by relationship; null for a new record. */
	changes: unknown;
}

/** The event of a delivery: each delivery holds exactly one. */
export function eventsOf({ body }: Pick<Delivery, 'body'>): WebhookEvent[] | undefined {
	const id = textOf(at(body, 'id'));
	if (!isObject(body) || id === undefined || textOf(body.name) === undefined) return undefined;
	return isObject(body.data) ? [{ id, json: body }] : undefined;
}

/** The event behind an item that `eventsOf` has read. */
export function eventOf({ json }: WebhookEvent): KustomerEvent {
	return { name: String(json.name), data: json.data as IDataObject, changes: json.changes };
}

/** The path at which the record of an event can be read; undefined for a kind that we do not know. */
export function pathOf({ name, data }: KustomerEvent): string | undefined {
	const id = textOf(data.id);
	const [, kind = '', klass = ''] = name.split('.');
	const list = kind === 'kobject' ? `klasses/${pathPart(klass)}` : PATHS[textOf(data.type) ?? kind];
	return id === undefined || list === undefined ? undefined : `/v1/${list}/${pathPart(id)}`;
}

/** A record with its attributes and the IDs of its relationships side by side, such as `status` and `customerId`. */
export function flat(record: IDataObject): IDataObject {
	const { id, type, attributes, relationships } = record;
	const related = Object.entries(isObject(relationships) ? relationships : {}).flatMap(
		([name, value]): Array<[string, string]> => {
			const other = textOf(at(value, 'data', 'id'));
			return other === undefined ? [] : [[`${name}Id`, other]];
		},
	);
	return {
		id,
		type,
		...Object.fromEntries(related),
		...(isObject(attributes) ? attributes : {}),
	} as IDataObject;
}
