import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { exactJson } from '../../../shared/base/exactJson';
import { isObject, textOf } from '../../../shared/base/values';
import { isSame } from '../../../shared/trigger/webhook/signature';
import type {
	Delivery,
	WebhookEvent,
	WebhookTrigger,
} from '../../../shared/trigger/webhook/trigger';
import { connectKhoros } from '../../api';
import { withoutSecrets } from '../../fields/khoros';
import { KHOROS } from '../../replies';
import { chosenEvents } from './form';
import { subscriptionTo } from './subscriptions';

export { eventForm, eventSubtitle } from './form';

/** What the form asks for, as the engine receives it. */
export function khorosEventTrigger(context: IHookFunctions | IWebhookFunctions): WebhookTrigger {
	const form = chosenEvents(context);
	return {
		vendor: { name: KHOROS, connect: connectKhoros },
		subscription: subscriptionTo(context, form),
		// Khoros signs nothing; it sends the token of the subscription (khoros-marketing 8.2).
		isAuthentic: ({ headers }, secret) =>
			secret !== undefined && isSame(headers.authorization, `Bearer ${secret}`),
		events: eventsOf,
		items: async (events) =>
			await Promise.resolve({
				ok: true,
				value: events
					.map(({ json }) => json)
					.filter(({ eventName }) => form.events.includes(String(eventName))),
			}),
	};
}

/** The events of a delivery; whether one may hold several is not documented (khoros-marketing 8.2). IDs keep all their digits. */
function eventsOf({ raw }: Delivery): WebhookEvent[] | undefined {
	let body: unknown;
	try {
		body = exactJson(raw.toString('utf8'));
	} catch {
		return undefined;
	}
	const events: unknown[] = Array.isArray(body) ? body : [body];
	return events.every(isEvent)
		? events.map((event) => ({ id: textOf(event.eventUuid), json: withoutSecrets(event) }))
		: undefined;
}

function isEvent(event: unknown): event is IDataObject {
	return isObject(event) && textOf(event.eventName) !== undefined;
}
