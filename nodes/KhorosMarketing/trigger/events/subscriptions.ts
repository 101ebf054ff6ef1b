import { randomBytes } from 'crypto';
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { Failure } from '../../../shared/base/errors';
import type { Result } from '../../../shared/base/result';
import { at, textOf } from '../../../shared/base/values';
import { pathPart } from '../../../shared/http/replies';
import type { Session } from '../../../shared/http/session';
import { kept } from '../../../shared/trigger/webhook/kept';
import type { Hook, Wanted } from '../../../shared/trigger/webhook/members';
import type { Subscription } from '../../../shared/trigger/webhook/subscription';
import { contentOf } from '../../fields/khoros';
import { KHOROS } from '../../replies';
import { PATH } from '../../resources/eventSubscription/fields';
import { readSubscriptions } from '../../resources/eventSubscription/read';
import type { ChosenEvents } from './form';

/** A subscription of Khoros: one event, sent to one address or to be polled (khoros-marketing 8.2). */
export interface EventSubscription {
	uuid: string;
	eventName: string;
	active: boolean;
	/** Regular expression that its events fulfill. */
	query?: string;
	/** Absent for one that is polled. */
	notificationUri?: string;
}

/** All subscriptions to one address, which the engine sees as one webhook. */
interface KhorosHook extends Hook {
	parts: readonly EventSubscription[];
}

/** What tells a subscription of this package from those of others. */
const EXTERNAL_ID = 'n8n';

/** The subscriptions of a workflow: one for each event, because Khoros takes no more in one (khoros-marketing 8.2). */
export function subscriptionTo(
	context: IHookFunctions | IWebhookFunctions,
	{ events, query }: ChosenEvents,
): Subscription {
	return {
		events,
		async list(session) {
			const read = await listSubscriptions(session);
			return read.ok ? { ok: true, value: hooksOf(read.value, query, kept(context).secret) } : read;
		},
		create: async (session, wanted) => await addAll(session, wanted, query, newToken()),
		change: async (session, hook, wanted) =>
			await change(session, hook as KhorosHook, wanted, query, kept(context).secret),
		remove: async (session, hook) => await removeAll(session, (hook as KhorosHook).parts),
	};
}

/** Every subscription of the company, as far as Khoros tells what it is. */
export async function listSubscriptions(session: Session): Promise<Result<EventSubscription[]>> {
	const read = await readSubscriptions(session);
	if (read.failure) return { ok: false, failure: read.failure };
	return { ok: true, value: read.rows.flatMap(subscriptionOf) };
}

/**
 * Adds a subscription.
 * @param target where Khoros sends the events, and the bearer token that it sends with them; polled if absent
 */
export async function addSubscription(
	session: Session,
	eventName: string,
	query: string | undefined,
	target?: { notificationUri: string; bearerToken: string },
): Promise<Result<EventSubscription>> {
	const answer = await session.call({
		method: 'POST',
		path: PATH,
		body: {
			eventName,
			externalId: EXTERNAL_ID,
			...(query === undefined ? {} : { query }),
			...target,
		},
	});
	if (!answer.ok) return answer;
	const uuid = textOf(contentOf(answer.body).uuid);
	if (uuid === undefined) return { ok: false, failure: UNKNOWN };
	return {
		ok: true,
		value: { uuid, eventName, active: true, query, notificationUri: target?.notificationUri },
	};
}

function subscriptionOf(row: unknown): EventSubscription[] {
	const uuid = textOf(at(row, 'uuid'));
	const eventName = textOf(at(row, 'eventName'));
	if (uuid === undefined || eventName === undefined) return [];
	const status = textOf(at(row, 'status'))?.toUpperCase();
	return [
		{
			uuid,
			eventName,
			active: status === undefined || status === 'ACTIVE',
			query: textOf(at(row, 'query')),
			notificationUri: textOf(at(row, 'notificationUri')),
		},
	];
}

function hooksOf(
	all: readonly EventSubscription[],
	query: string | undefined,
	secret: string | undefined,
): KhorosHook[] {
	const byUrl = new Map<string, EventSubscription[]>();
	for (const one of all) {
		const { notificationUri: url } = one;
		if (url !== undefined) byUrl.set(url, [...(byUrl.get(url) ?? []), one]);
	}
	return [...byUrl].map(([url, parts]) => hookWith(url, parts, query, secret));
}

/** Without the token nothing that comes can be checked, so the events do not count as subscribed to; nor do those of another query. */
function hookWith(
	url: string,
	parts: readonly EventSubscription[],
	query: string | undefined,
	secret: string | undefined,
): KhorosHook {
	return {
		id: url,
		url,
		parts,
		secret,
		enabled: parts.every(({ active }) => active),
		events:
			secret === undefined
				? []
				: parts.filter((part) => part.query === query).map(({ eventName }) => eventName),
	};
}

async function addAll(
	session: Session,
	{ url, events }: Wanted,
	query: string | undefined,
	secret: string,
	there: readonly EventSubscription[] = [],
): Promise<Result<KhorosHook>> {
	const parts = [...there];
	for (const eventName of events) {
		if (parts.some((part) => part.eventName === eventName)) continue;
		const added = await addSubscription(session, eventName, query, {
			notificationUri: url,
			bearerToken: secret,
		});
		if (!added.ok) return added;
		parts.push(added.value);
	}
	return { ok: true, value: hookWith(url, parts, query, secret) };
}

/** Keeps what fits, and replaces all else: a subscription cannot be given another token. */
async function change(
	session: Session,
	{ parts }: KhorosHook,
	wanted: Wanted,
	query: string | undefined,
	secret: string | undefined,
): Promise<Result<KhorosHook>> {
	const fits = (part: EventSubscription, index: number) =>
		secret !== undefined &&
		part.query === query &&
		part.notificationUri === wanted.url &&
		wanted.events.includes(part.eventName) &&
		parts.findIndex(({ eventName }) => eventName === part.eventName) === index;
	const good = parts.filter(fits);
	for (const { uuid, active } of good) {
		if (active) continue;
		const answer = await session.call({
			method: 'PUT',
			path: `${PATH}/${pathPart(uuid)}/ACTIVE`,
			idempotent: true,
			anyReply: true,
		});
		if (!answer.ok) return answer;
	}
	const removed = await removeAll(
		session,
		parts.filter((part) => !good.includes(part)),
	);
	if (!removed.ok) return removed;
	return await addAll(
		session,
		wanted,
		query,
		secret ?? newToken(),
		good.map((part) => ({ ...part, active: true })),
	);
}

async function removeAll(
	session: Session,
	parts: readonly EventSubscription[],
): Promise<Result<undefined>> {
	for (const { uuid } of parts) {
		const answer = await session.call({
			method: 'DELETE',
			path: `${PATH}/${pathPart(uuid)}`,
			idempotent: true,
			anyReply: true,
		});
		if (!answer.ok && answer.failure.httpCode !== 404) return answer;
	}
	return { ok: true, value: undefined };
}

/** A token of this workflow alone. */
function newToken(): string {
	return randomBytes(32).toString('hex');
}

const UNKNOWN: Failure = {
	message: `${KHOROS} did not tell which subscription it has stored`,
	description:
		'Look at the subscriptions with Event Subscription > Get Many, delete the one that is too many, and activate the workflow again.',
	executed: 'unknown',
};
