import type { IDataObject } from 'n8n-workflow';

import type { Result } from '../../base/result';
import type { Vendor } from '../../form/operation';
import type { Session } from '../../http/session';
import type { Member } from './members';
import type { Subscription } from './subscription';

/** A request to the webhook, as it arrived. */
export interface Delivery {
	/** The exact bytes of the body, which signatures are computed over. */
	raw: Buffer;
	/** By lower-case name. */
	headers: IDataObject;
	query: IDataObject;
	/** Path parameters, such as `:id`. */
	params: IDataObject;
	/** Which webhook of the node was called. */
	webhook: string;
	/** What n8n parsed from the body; undefined or empty for content types that it does not know. */
	body: unknown;
}

/** One event at the vendor. */
export interface WebhookEvent {
	/** The same each time the vendor sends the event; absent if the vendor gives no ID, so nothing is dropped. */
	id?: string;
	/** A second name of the event, given if a stranger could replay a captured delivery under a different ID. */
	digest?: string;
	/** When the vendor sent it, in milliseconds since the epoch, if the signature covers that. */
	sentAt?: number;
	json: IDataObject;
}

/**
 * What becomes of a delivery:
 * `accepted` - all of it was taken; `refused` - the vendor did not send it, or sent it too long ago; `unreadable` - it
 * holds no event;
 * `later` - it could not be taken now and must be sent again.
 */
export type Verdict = 'accepted' | 'refused' | 'unreadable' | 'later';

/** A reply to the vendor. */
export interface Reply {
	status: number;
	headers?: Record<string, string>;
	body?: string;
}

/** What makes one webhook trigger different from the others. */
export interface WebhookTrigger {
	vendor: Pick<Vendor, 'name' | 'connect'>;
	/** How to manage the webhook at the vendor; absent if a person sets it up. */
	subscription?: Subscription;
	/** Given if workflows share a webhook, because an account has few: the vendor calls one workflow, which passes deliveries on to the others. */
	shared?: {
		/** The other workflows that wait for this delivery, according to the delivery or the form; addresses of another host get nothing. */
		members(delivery: Delivery): ReadonlyArray<Pick<Member, 'url'>>;
		/** Lower-case names of the headers that the others need, in addition to the content type. */
		headers: readonly string[];
	};
	/** True if a later node of the workflow replies (`responseMode: 'responseNode'`); a delivery that starts no workflow is still answered at once. */
	repliesLater?: boolean;
	/** True if the vendor gets its reply before the items are made, because making them may take longer than it waits. If `items` then fails, the events themselves become the items. */
	repliesFirst?: boolean;
	/**
	 * Whether the vendor sent the delivery. Compare in constant time (`signature.ts`).
	 * @param secret the subscription's secret, if the vendor gives one
	 */
	isAuthentic(delivery: Delivery, secret: string | undefined): boolean;
	/** The events in a delivery; undefined if it cannot be read. */
	events(delivery: Delivery): readonly WebhookEvent[] | undefined;
	/** How old an event may be, in milliseconds; unlimited if absent. */
	window?: number;
	/**
	 * The items of new events; unwanted events are left out. Fails only if the vendor should send all of them again.
	 * @param connect opens the connection on its first call
	 */
	items(
		events: readonly WebhookEvent[],
		connect: () => Promise<Result<Session>>,
	): Promise<Result<IDataObject[]>>;
	/** The reply in the vendor's format; a plain status if absent. Strangers may get `refused` and `unreadable`, so these must reveal nothing. */
	reply?(verdict: Verdict, delivery: Delivery): Reply;
}
