import { kindOf, missing, role } from './objects';
import { pageOf } from './paging';
import { relationships, shown, type Json } from './store';
import type { Ask, Route, State } from './state';

/** Routes of what is done with conversations and customers beside reading and writing them (kustomer 2.4, 2.7, 2.8, 3.5). */
export function actionRoutes(on: Route, state: State): void {
	const { store } = state;
	const kind = kindOf('conversation');
	on('POST', '/v1/conversations/:id/tags', role('conversation', 'update'), (ask) =>
		withTags(ask, state, (old, given) => [...new Set([...old, ...given])]),
	);
	// The role is that of a deletion (kustomer 1.3).
	on('DELETE', '/v1/conversations/:id/tags', role('conversation', 'delete'), (ask) =>
		withTags(ask, state, (old, given) => old.filter((tag) => !given.includes(tag))),
	);
	on('GET', '/v1/customers/:id/conversations', role('conversation', 'read'), (ask) =>
		pageOf(
			ask,
			`/v1/customers/${ask.params.id ?? ''}/conversations`,
			store
				.rows('conversation')
				.filter(({ customer }) => customer === ask.params.id)
				.map((row) => shown(kind, row)),
			state.settings.sorts,
		),
	);
	on('GET', '/v1/conversations/:id/events', role('event', 'read'), (ask) => {
		const row = store.get('conversation', ask.params.id ?? '');
		if (row === undefined) return missing(ask);
		const event = (name: string, at: unknown, index: number) => ({
			type: 'event',
			id: `${String(row.id).slice(0, 20)}000${index}`,
			attributes: { name, createdAt: at },
			relationships: relationships(),
		});
		const events = [event('kustomer.conversation.create', row.storedAt, 0)];
		if (row.changedAt !== undefined)
			events.push(event('kustomer.conversation.update', row.changedAt, 1));
		return pageOf(ask, `/v1/conversations/${ask.params.id ?? ''}/events`, events);
	});
	on('GET', '/v1/conversations/:id/times', role('conversation', 'read'), (ask) => {
		const row = store.get('conversation', ask.params.id ?? '');
		if (row === undefined) return missing(ask);
		const time = {
			type: 'conversation_time',
			id: `${String(row.id).slice(0, 20)}00ff`,
			attributes: { handleTime: 42, createdAt: row.storedAt },
		};
		return pageOf(ask, `/v1/conversations/${ask.params.id ?? ''}/times`, [time]);
	});
	on(
		'POST',
		'/v1/conversations/:id/forwards',
		['org.permission.conversation_forward.create'],
		(ask) => {
			if (store.get('conversation', ask.params.id ?? '') === undefined) return missing(ask);
			const attributes: Json = { ...(ask.body as Json), status: 'sent' };
			const of = { ...kindOf('tag'), type: 'forward' };
			const row = store.add(of, { ...attributes, conversation: ask.params.id });
			return { data: { type: 'forward', id: row?.id, attributes } };
		},
	);
	on('POST', '/v1/customers/merges', role('customer_merge', 'create'), (ask) => {
		const { source = '', target = '' } = ask.body as { source?: string; target?: string };
		const from = store.get('customer', source);
		if (from === undefined || store.get('customer', target) === undefined) return missing(ask);
		store.remove(kindOf('customer'), from);
		for (const row of store.rows('conversation'))
			if (row.customer === source) row.customer = target;
		const row = store.add({ ...kindOf('tag'), type: 'customer_merge' }, { source, target });
		ask.status(201);
		return {
			data: {
				type: 'customer_merge',
				id: row?.id,
				attributes: { status: 'success' },
				relationships: {
					source: { data: { type: 'customer', id: source } },
					target: { data: { type: 'customer', id: target } },
				},
			},
		};
	});
}

/** Tags by name or ID; unknown names are created, and replies show IDs (kustomer 2.4). */
function withTags(
	ask: Ask,
	{ store }: State,
	change: (old: string[], given: string[]) => string[],
): Json {
	const kind = kindOf('conversation');
	const row = store.get('conversation', ask.params.id ?? '');
	if (row === undefined) return missing(ask);
	if (!Array.isArray(ask.body)) return ask.refuse(400, 'bad_request', 'body must be an array');
	const ids = (ask.body as string[]).map((given) => {
		const known = store.rows('tag').find(({ id, name }) => id === given || name === given);
		return String((known ?? store.add(kindOf('tag'), { name: given }))?.id);
	});
	store.change(kind, row, { tags: change((row.tags ?? []) as string[], ids) });
	return { data: shown(kind, row) };
}
