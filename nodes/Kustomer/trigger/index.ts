import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { Failure } from '../../shared/base/errors';
import type { Result } from '../../shared/base/result';
import { at, isObject, textOf } from '../../shared/base/values';
import type { Session } from '../../shared/http/session';
import { incompleteItem } from '../../shared/trigger/odd';
import { hmac, isSame } from '../../shared/trigger/webhook/signature';
import type { WebhookEvent, WebhookTrigger } from '../../shared/trigger/webhook/trigger';
import { connect } from '../api';
import { VENDOR } from '../replies';
import { meetsConditions } from './conditions';
import { eventOf, eventsOf, flat, pathOf, type KustomerEvent } from './events';
import { chosen, type Chosen } from './form';
import { SHARED, SIGNATURE, subscriptionTo } from './hooks';
import { flowEventsOf } from './flowEvents';
import { SECRET } from './flows';
import { workflowsFor } from './workflows';

export { triggerForm, triggerSubtitle } from './form';

type Context = IHookFunctions | IWebhookFunctions;

/** The form's values, as the engine receives events by them. */
export function kustomerTrigger(context: Context): WebhookTrigger {
	const form = chosen(context);
	const items: WebhookTrigger['items'] = async (events, session) =>
		await itemsOf(context, form, events, session);
	if (form.byWorkflow)
		return {
			vendor: { name: VENDOR, connect },
			subscription: workflowsFor(form.events),
			isAuthentic: ({ headers }, secret) => isSame(headers[SECRET], secret),
			events: flowEventsOf,
			items,
		};
	return {
		vendor: { name: VENDOR, connect },
		subscription: subscriptionTo(form.events),
		shared: SHARED,
		// HMAC of the raw body in lower-case hex (kustomer 5.1). The time is not signed, so only the event's ID reveals a repetition.
		isAuthentic: ({ raw, headers }, secret) =>
			secret !== undefined && isSame(headers[SIGNATURE], hmac('sha256', secret, raw)),
		events: eventsOf,
		items,
	};
}

async function itemsOf(
	context: Context,
	form: Chosen,
	events: readonly WebhookEvent[],
	session: () => Promise<Result<Session>>,
): Promise<Result<IDataObject[]>> {
	const items: IDataObject[] = [];
	for (const given of events) {
		const event = eventOf(given);
		// A shared webhook also delivers the events that other workflows wait for.
		if (!form.events.includes(event.name)) continue;
		if (!meetsConditions(event, form.conditions, form.combine)) continue;
		if (form.ignoreOwnChanges) {
			const own = await ownUser(context, session);
			if (!own.ok) return own;
			if (own.value !== undefined && own.value === authorOf(event)) continue;
		}
		items.push(await itemOf(form, given, event, session));
	}
	return { ok: true, value: items };
}

/** The user who made the change (kustomer 5.1). A new record may name only its creator. */
function authorOf({ data }: KustomerEvent): string | undefined {
	// An event from a Kustomer workflow is flat.
	const by = (name: string) =>
		textOf(at(data, 'relationships', name, 'data', 'id')) ?? textOf(at(data, 'attributes', name));
	return by('modifiedBy') ?? by('createdBy');
}

/** The user that the credential belongs to (kustomer 1.5), asked for once. */
async function ownUser(
	context: Context,
	session: () => Promise<Result<Session>>,
): Promise<Result<string | undefined>> {
	const stored = context.getWorkflowStaticData('node');
	const connection = await session();
	if (!connection.ok) return connection;
	// Someone may put another key into the credential, so remember the user by account and not by credential.
	const { account } = connection.value;
	if (account !== undefined && at(stored.ownUser, 'account') === account)
		return { ok: true, value: textOf(at(stored.ownUser, 'id')) };
	const answer = await connection.value.call({ method: 'GET', path: '/v1/auth/tokens/current' });
	if (!answer.ok) return answer;
	const user = textOf(at(answer.body, 'data', 'relationships', 'user', 'data', 'id'));
	if (user === undefined)
		context.logger.warn(
			`${VENDOR} does not say which user the credential belongs to, so 'Ignore Own Changes' leaves nothing out`,
		);
	else stored.ownUser = { account, id: user };
	return { ok: true, value: user };
}

async function itemOf(
	{ simplify, readAgain }: Chosen,
	{ json }: WebhookEvent,
	event: KustomerEvent,
	session: () => Promise<Result<Session>>,
): Promise<IDataObject> {
	const now = readAgain ? await current(event, session) : undefined;
	const record = now?.ok === true ? now.value : event.data;
	const item = simplify ? simplified(json, record) : { ...json, data: record };
	// If the record cannot be read, return it as it was at the event rather than lose the event.
	return now?.ok === false
		? incompleteItem(item, { ...now.failure, description: AS_IT_WAS })
		: item;
}

const AS_IT_WAS = 'This is the record as it was at the event.';

function simplified(
	{ id, name, createdAt, changes }: IDataObject,
	record: IDataObject,
): IDataObject {
	return {
		event: name,
		...(id === undefined ? {} : { eventId: id }),
		...(createdAt === undefined ? {} : { eventAt: createdAt }),
		changes: changes ?? null,
		record: flat(record),
	};
}

/** The record as it is now. */
async function current(
	event: KustomerEvent,
	session: () => Promise<Result<Session>>,
): Promise<Result<IDataObject>> {
	const path = pathOf(event);
	if (path === undefined) return { ok: false, failure: UNREADABLE };
	const connection = await session();
	if (!connection.ok) return connection;
	const answer = await connection.value.call({ method: 'GET', path });
	if (!answer.ok) return answer;
	const record = at(answer.body, 'data');
	return isObject(record) ? { ok: true, value: record } : { ok: false, failure: UNREADABLE };
}

const UNREADABLE: Failure = { message: `${VENDOR} did not send the record`, executed: 'no' };
