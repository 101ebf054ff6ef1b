import type { IDataObject } from 'n8n-workflow';

import type { Result } from '../../base/result';
import type { Vendor } from '../../form/operation';
import type { Session } from '../../http/session';
import type { Member } from './members';
import type { Subscription } from './subscription';

/** A request to the webhook, as it arrived. */
export interface Delivery {
	/** The exact bytes of the body, which signatures are made of. */
	raw: Buffer;
	/** By name in lower case. */
	headers: IDataObject;
	query: IDataObject;
	/** Values of the path, such as that of `:id`. */
	params: IDataObject;
	/** Which webhook of the node was called. */
	webhook: string;
	/** What n8n has read from the body; undefined or empty for types that it does not know. */
	body: unknown;
}

/** One thing that has happened at the vendor. */
export interface WebhookEvent {
	/** The same whenever the vendor tells of it again; absent where the vendor gives no ID, so that nothing is dropped. */
	id?: string;
	/** Another name of the event, given where a stranger could send a captured delivery again under another ID. */
	digest?: string;
	/** When the vendor sent it, in milliseconds, where that is covered by the signature. */
	sentAt?: number;
	json: IDataObject;
}

/**
 * What becomes of a delivery:
 * `accepted` - all of it was taken; `refused` - the vendor did not send it, or too long ago; `unreadable` - it holds no event;
 * `later` - it could not be taken now and has to come again.
 */
export type Verdict = 'accepted' | 'refused' | 'unreadable' | 'later';

/** A reply to the vendor. */
export interface Reply {
	status: number;
	headers?: Record<string, string>;
	body?: string;
}

/** What makes one trigger by webhook differ from the others. */
export interface WebhookTrigger {
	vendor: Pick<Vendor, 'name' | 'connect'>;
	/** How the webhook is set up at the vendor; absent where a person does that. */
	subscription?: Subscription;
	/** Given where workflows share one webhook, because an account has few: the vendor calls one workflow, which passes on to the others. */
	shared?: {
		/** The others that wait for this delivery, by what it says or by what the form says; those of another host get nothing. */
		members(delivery: Delivery): ReadonlyArray<Pick<Member, 'url'>>;
		/** Names of the headers that the others need, in lower case; they get the content type anyway. */
		headers: readonly string[];
	};
	/** True where a later node of the workflow replies (`responseMode: 'responseNode'`); what starts no workflow is still answered at once. */
	repliesLater?: boolean;
	/** True where the vendor gets its reply before the items are made, because making them may take longer than it waits; `items` never fails then. */
	repliesFirst?: boolean;
	/**
	 * Whether the vendor has sent it. Compare in constant time (`signature.ts`).
	 * @param secret that of the subscription, where the vendor gives one
	 */
	isAuthentic(delivery: Delivery, secret: string | undefined): boolean;
	/** What has happened, by the delivery; undefined where it cannot be read. */
	events(delivery: Delivery): readonly WebhookEvent[] | undefined;
	/** How long ago an event may have been sent, in milliseconds; any time if absent. */
	window?: number;
	/**
	 * The items of events that are new: what is not wanted is left out.
	 * Fails only where the vendor is to send all of it again.
	 * @param connect opens the connection, the first time it is called
	 */
	items(
		events: readonly WebhookEvent[],
		connect: () => Promise<Result<Session>>,
	): Promise<Result<IDataObject[]>>;
	/** The vendor's form of a reply; a plain status if absent. A stranger gets `refused` and `unreadable`, so they tell nothing. */
	reply?(verdict: Verdict, delivery: Delivery): Reply;
}
