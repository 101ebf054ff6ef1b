import type { IPollFunctions } from 'n8n-workflow';

import type { Failure } from '../../../shared/base/errors';
import { at, isObject, textOf } from '../../../shared/base/values';
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
	const key = [event, query ?? '', id ?? name ?? ''].join(' ');
	let subscription = '';
	return {
		vendor: {
			name: KHOROS,
			async connect(form, options) {
				const session = await connectKhoros(form, options);
				subscription = await subscriptionFor(context, session, { key, event, query });
				return session;
			},
		},
		key,
		settlingTime: SETTLE,
		lookback: LOOKBACK,
		feed: () => feedOf(() => subscription),
		complete: async (_session, changes) => await Promise.resolve(asItems(changes)),
	};
}

/** What the subscription is chosen by. */
interface Sought {
	/** Tells these settings from others. */
	key: string;
	event: string;
	query?: string;
}

/**
 * The subscription whose events are polled. The first poll chooses it, or makes one, and all others read the same one: another
 * subscription holds none of the events that wait in this one.
 * @throws HostError
 */
async function subscriptionFor(
	context: IPollFunctions,
	session: Session,
	{ key, event, query }: Sought,
): Promise<string> {
	const data = context.getWorkflowStaticData('node');
	const kept =
		at(data.subscription, 'key') === key ? textOf(at(data.subscription, 'uuid')) : undefined;
	const all = await listSubscriptions(session);
	if (!all.ok) throw refused(all.failure);
	if (kept !== undefined) {
		const found = all.value.find(({ uuid }) => uuid === kept);
		if (found?.active) return kept;
		throw found ? new HostError(PAUSED, resume(kept)) : new HostError(GONE, RENEW);
	}
	const known = all.value.find(
		(one) =>
			one.eventName === event &&
			one.query === query &&
			one.active &&
			one.notificationUri === undefined,
	);
	const chosen = known
		? { ok: true as const, value: known }
		: await addSubscription(session, event, query);
	if (!chosen.ok) throw refused(chosen.failure);
	const { uuid } = chosen.value;
	// A run by hand shows an event, but does not begin to wait for others.
	if (context.getMode() !== 'manual') data.subscription = { key, uuid };
	return uuid;
}

function refused({ message, description }: Failure): HostError {
	return new HostError(message, description ?? '');
}

const PAUSED = `The subscription that this trigger reads is paused in ${KHOROS}`;
const GONE = `The subscription that this trigger reads is not in ${KHOROS} any more`;
const RENEW =
	'Replace this trigger with a new one, which makes a subscription of its own. Events since the last poll may be missing.';

function resume(uuid: string): string {
	return `Set the subscription ${uuid} to active with Event Subscription > Set Status. The next poll goes on then.`;
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
