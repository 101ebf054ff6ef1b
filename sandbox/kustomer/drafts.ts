import { checkOne } from './schemas';
import { isNobody, kindOf, missing } from './objects';
import { pageOf } from './paging';
import { shown, type Json } from './store';
import { nothing, type Ask, type Route, type State } from './state';

/** Routes of drafts (kustomer 4.3). No role is needed to write them. */
export function draftRoutes(on: Route, state: State): void {
	const { store } = state;
	const kind = kindOf('draft');
	on('POST', '/v1/customers/:id/drafts', [], (ask) => {
		const customer = ask.params.id ?? '';
		if (isNobody(customer)) return missing(ask);
		const wrong = wrongIn(ask, 'create draft');
		if (wrong !== undefined) return wrong;
		const body = ask.body as Json;
		const conversation =
			body.conversation ??
			(ask.query.createConversation === 'true'
				? store.add(kindOf('conversation'), { customer, status: 'open' })?.id
				: undefined);
		// Without `scheduled`, `sendAt` is overridden.
		const { sendAt, scheduled, ...given } = body;
		const isDue = scheduled === true && Date.parse(String(sendAt)) > Date.now();
		const when = isDue ? { sendAt, scheduled } : { scheduled: false };
		const row = store.add(kind, { ...given, ...when, customer, conversation }) ?? {};
		return { data: shown(kind, row) };
	});
	on('GET', '/v1/customers/:id/drafts', [], (ask) =>
		pageOf(
			ask,
			`/v1/customers/${ask.params.id ?? ''}/drafts`,
			store
				.rows('draft')
				.filter(({ customer }) => customer === ask.params.id)
				.map((row) => shown(kind, row)),
		),
	);
	on('PUT', '/v1/drafts/:key', [], (ask) => {
		const row = store.get('draft', ask.params.key ?? '');
		if (row === undefined) return missing(ask);
		const wrong = wrongIn(ask, 'update draft');
		if (wrong !== undefined) return wrong;
		const body = ask.body as Json;
		const unscheduled = body.sendAt === '' || body.sendAt === null;
		store.change(kind, row, {
			...body,
			...(unscheduled
				? { sendAt: undefined, scheduled: false }
				: body.sendAt === undefined
					? {}
					: { scheduled: true }),
		});
		return { data: shown(kind, row) };
	});
	on('DELETE', '/v1/drafts/:key', [], (ask) => {
		const row = store.get('draft', ask.params.key ?? '');
		if (row === undefined) return missing(ask);
		store.remove(kind, row);
		return nothing(ask);
	});
}

function wrongIn(ask: Ask, what: 'create draft' | 'update draft'): Json | undefined {
	const wrong = checkOne(what, ask.body);
	return wrong === undefined ? undefined : ask.refuse(400, 'bad_request', wrong);
}

/** Sends the drafts that are due: each becomes a message that was sent (kustomer 4.3). */
export function sendDue({ store }: State): void {
	const kind = kindOf('draft');
	for (const row of store.rows('draft')) {
		if (row.scheduled !== true || !(Date.parse(String(row.sendAt)) <= Date.now())) continue;
		store.remove(kind, row);
		store.add(kindOf('message'), {
			channel: row.channel,
			app: row.app ?? 'kustomer',
			direction: 'out',
			preview: row.body,
			subject: row.subject,
			status: 'sent',
			sentAt: row.sendAt,
			conversation: row.conversation,
			customer: row.customer,
			meta: { to: row.to, from: row.from },
			attachments: row.attachments ?? [],
		});
	}
}
