import { checkOne } from './schemas';
import { isNobody, kindOf, missing, role } from './objects';
import { pageOf } from './paging';
import { shown, type Json, type Kind } from './store';
import { nothing, type Ask, type Route, type State } from './state';

/** Routes of messages and notes (kustomer 4.1 and 4.2). */
export function talkRoutes(on: Route, state: State): void {
	const { store } = state;
	for (const type of ['message', 'note'] as const) {
		const kind = kindOf(type);
		const write = role(type, 'create');
		on('POST', kind.path, write, (ask) => {
			const { conversation, customer, direction } = ask.body as Json;
			if (conversation === undefined && customer === undefined)
				return ask.refuse(400, 'bad_request', 'conversation is required');
			if (type === 'message' && direction === undefined)
				return ask.refuse(400, 'bad_request', 'direction is required');
			return create(ask, state, kind, {});
		});
		on('POST', `/v1/conversations/:id/${type}s`, write, (ask) => {
			const conversation = store.get('conversation', ask.params.id ?? '');
			if (conversation === undefined) return missing(ask);
			const { id, customer } = conversation;
			return create(ask, state, kind, { conversation: id, customer });
		});
		for (const parent of ['conversation', 'customer'] as const)
			on('GET', `/v1/${parent}s/:id/${type}s`, role(type, 'read'), (ask) =>
				pageOf(
					ask,
					`/v1/${parent}s/${ask.params.id ?? ''}/${type}s`,
					store
						.rows(type)
						.filter((row) => row[parent] === ask.params.id)
						.map((row) => shown(kind, row)),
					state.settings.sorts,
				),
			);
		on('PATCH', `${kind.path}/:key`, role(type, 'update'), (ask) => {
			const row = store.get(type, ask.params.key ?? '');
			if (row === undefined) return missing(ask);
			store.change(kind, row, ask.body as Json);
			return { data: shown(kind, row) };
		});
	}
	on('POST', '/v1/customers/:id/messages', role('message', 'create'), (ask) => {
		const customer = ask.params.id ?? '';
		if (isNobody(customer)) return missing(ask);
		const given = (ask.body as Json).conversation;
		const conversation =
			given ?? store.add(kindOf('conversation'), { customer, status: 'open' })?.id;
		return create(ask, state, kindOf('message'), { customer, conversation });
	});
	on('DELETE', '/v1/notes/:key', role('note', 'delete'), (ask) => {
		const row = store.get('note', ask.params.key ?? '');
		if (row === undefined) return missing(ask);
		store.remove(kindOf('note'), row);
		return nothing(ask);
	});
	on('POST', '/v1/messages/:id/redactions', ['org.permission.message_redaction.create'], (ask) => {
		const row = store.get('message', ask.params.id ?? '');
		if (row === undefined) return missing(ask);
		const body = ask.body as Json;
		store.change(kindOf('message'), row, {
			redacted: true,
			...(body.preview === undefined ? {} : { preview: '' }),
			...(body.attachments === undefined ? {} : { attachments: [] }),
		});
		const of = { ...kindOf('tag'), type: 'message_redaction' };
		const { id } = store.add(of, { message: row.id }) ?? {};
		ask.status(201);
		return { data: { type: 'message_redaction', id, attributes: { status: 'success' } } };
	});
}

function create(ask: Ask, { store }: State, kind: Kind, parents: Json): Json {
	const body = ask.body as Json;
	const wrong = checkOne(kind.type === 'note' ? 'create note' : 'create message', body);
	if (wrong !== undefined) return ask.refuse(400, 'bad_request', wrong);
	const attached = (Array.isArray(body.attachments) ? body.attachments : []) as unknown[];
	const row = store.add(kind, {
		direction: kind.type === 'note' ? undefined : 'out',
		...body,
		...parents,
		attachments: attached,
	});
	if (row === undefined) return ask.refuse(409, 'conflict', 'duplicate detected');
	ask.status(201);
	return { data: shown(kind, row) };
}
