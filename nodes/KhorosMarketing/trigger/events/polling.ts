import type { IPollFunctions } from 'n8n-workflow';

import { isObject, textOf } from '../../../shared/base/values';
import { HostError } from '../../../shared/http/host';
import type { Session } from '../../../shared/http/session';
import { asItems, type Change, type PagedFeed } from '../../../shared/trigger/feed';
import type { Trigger } from '../../../shared/trigger/poll';
import { API_CREDENTIAL, connectKhoros } from '../../api';
import { entriesOf } from '../../fields/khoros';
import { KHOROS } from '../../replies';
import { eventsPage } from '../../resources/eventSubscription/read';
import { chosenEvents } from './form';
import { addSubscription, listSubscriptions } from './subscriptions';

export { eventSubtitle, pollingForm } from './form';

const PAGE = 100;
/** A guess: how long an event may take to be read after the moment that it bears. In milliseconds. */
const SETTLE = 2_000;
/** A guess: how late an event may turn up; nothing is documented (khoros-marketing 8.2). In milliseconds. */
const LOOKBACK = 600_000;

/** What the form asks for, as the engine polls it. */
export function khorosEventPolling(context: IPollFunctions): Trigger<PagedFeed> {
	const {
		events: [event = ''],
		query,
	} = chosenEvents(context);
	const { id, name } = context.getNode().credentials?.[API_CREDENTIAL] ?? {};
	let subscription = '';
	return {
		vendor: {
			name: KHOROS,
			async connect(form, options) {
				const session = await connectKhoros(form, options);
				subscription = await pollable(session, event, query);
				return session;
			},
		},
		key: [event, query ?? '', id ?? name ?? ''].join(' '),
		settlingTime: SETTLE,
		lookback: LOOKBACK,
		feed: () => feedOf(() => subscription),
		complete: async (_session, changes) => await Promise.resolve(asItems(changes)),
	};
}

/** The subscription whose events can be polled; it is made if there is none. */
async function pollable(
	session: Session,
	event: string,
	query: string | undefined,
): Promise<string> {
	const all = await listSubscriptions(session);
	const known = all.ok
		? all.value.find(
				(one) =>
					one.eventName === event &&
					one.query === query &&
					one.active &&
					one.notificationUri === undefined,
			)
		: undefined;
	const found = !all.ok
		? all
		: known === undefined
			? await addSubscription(session, event, query)
			: { ok: true as const, value: known };
	if (found.ok) return found.value.uuid;
	throw new HostError(found.failure.message, found.failure.description ?? '');
}

/** All events of a subscription. Their order is not documented, so all pages are read unless the newest stand first. */
function feedOf(subscription: () => string): PagedFeed {
	let asked = PAGE;
	return {
		kind: 'pages',
		size: PAGE,
		numbered: Number.MAX_SAFE_INTEGER,
		call(page, size) {
			asked = size;
			return eventsPage(subscription(), (page - 1) * size, size);
		},
		rows: entriesOf,
		more: (body) => entriesOf(body).length >= asked,
		sorted: isNewestFirst,
		id: (row) => (isObject(row) ? textOf(row.eventUuid) : undefined),
		change: changeOf,
		unreadable: {
			message: `${KHOROS} listed an event without a readable ID or date`,
			description: 'This is what is known of it.',
			executed: 'no',
		},
	};
}

/** Events of one second tell nothing of the order. */
function isNewestFirst(body: unknown): boolean {
	const moments = entriesOf(body).flatMap((row) => changeOf(row)?.changedAt ?? []);
	return (moments[0] ?? 0) > (moments.at(-1) ?? 0);
}

function changeOf(row: unknown): Change | undefined {
	if (!isObject(row)) return undefined;
	const id = textOf(row.eventUuid);
	const changedAt = momentOf(row.createdDate);
	return id === undefined || changedAt === undefined
		? undefined
		: { id, changedAt, wanted: true, row };
}

/** A text such as "Wed Apr 12 09:01:11 CDT 2017" (khoros-marketing 8.2), in whole seconds. */
function momentOf(date: unknown): number | undefined {
	const moment = typeof date === 'number' ? date : Date.parse(textOf(date) ?? '');
	return Number.isFinite(moment) ? Math.floor(moment / 1_000) * 1_000 : undefined;
}
