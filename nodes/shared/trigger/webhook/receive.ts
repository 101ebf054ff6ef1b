import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { Failure } from '../../base/errors';
import { lastingMemory } from '../../base/lasting';
import type { Result } from '../../base/result';
import { at, textOf } from '../../base/values';
import type { RunOptions } from '../../http/runOptions';
import { cleanFailure, redactedIn } from '../../http/secrets';
import type { Session } from '../../http/session';
import { isTest, kept, placeOf, refusedCredential, urlOf } from './kept';
import { hookOf } from './members';
import { passOn } from './passOn';
import { answer, deliveryOf, reply } from './reply';
import { Seen } from './seen';
import type { Delivery, Verdict, WebhookEvent, WebhookTrigger } from './trigger';

/** Short, because the vendor waits only a few seconds for the reply. Times in milliseconds. */
const IN_A_WEBHOOK: RunOptions = { parallel: 4, timeout: 3_000, maxTries: 1, maxWait: 0 };
/** After the reply the vendor does not send an event again, so it would be lost if n8n ended before the workflow starts. Times in milliseconds. */
const AFTER_THE_REPLY: RunOptions = { parallel: 4, timeout: 4_000, maxTries: 2, maxWait: 2_000 };
/** How long to wait, in milliseconds, before asking the vendor for the secret again after an invalid signature. */
const ASK_AGAIN = 60_000;

/** The nodes that asked for it recently. */
const asked = lastingMemory<'named' | Failure>(ASK_AGAIN, 1_000);

/** What becomes of a delivery, and the items that start the workflow. */
type Received = { verdict: Verdict; items?: IDataObject[] };

/** Handles a delivery: checks it, passes it on, drops events that were seen before, and replies. Never throws, because n8n would show its stack trace to strangers. */
export async function receive(
	context: IWebhookFunctions,
	trigger: WebhookTrigger,
): Promise<IWebhookResponseData> {
	const delivery = deliveryOf(context);
	let received: Received;
	try {
		received = await take(context, trigger, delivery);
	} catch (error) {
		warn(context, textOf(at(error, 'message')) ?? 'unknown');
		received = { verdict: 'later' };
	}
	return answer(context, trigger, received.verdict, delivery, received.items);
}

async function take(
	context: IWebhookFunctions,
	trigger: WebhookTrigger,
	delivery: Delivery,
): Promise<Received> {
	const connect = connectOnce(context, trigger);
	const authentic = await isAuthentic(context, trigger, delivery, connect);
	if (!authentic.ok) return postponed(context, authentic.failure);
	if (!authentic.value) return { verdict: 'refused' };
	const events = trigger.events(delivery);
	if (events === undefined) return { verdict: 'unreadable' };
	if (events.some((event) => isStale(event, trigger.window))) return { verdict: 'refused' };
	// Pass on before dropping duplicates, because the first delivery may have reached only some of the workflows.
	const passedOn = await passOn(context, trigger, delivery);
	const verdict = passedOn ? 'accepted' : 'later';
	if (trigger.repliesFirst) reply(context, trigger, verdict, delivery);
	const stored = context.getWorkflowStaticData('node');
	const items: IDataObject[] = [];
	const seen = new Seen(placeOf(context), stored);
	const taken = await seen.once(
		// A test in the editor shows every event.
		events.map(({ id, digest }) =>
			isTest(context) ? [] : [id, digest].filter((name) => name !== undefined),
		),
		async (fresh) => {
			if (fresh.length === 0) return true;
			const result = await itemsOf(
				context,
				trigger,
				fresh.flatMap((position) => events[position] ?? []),
				connect,
			);
			if (!result.ok) warn(context, cleanFailure(context, result.failure).message);
			else items.push(...result.value);
			return result.ok;
		},
	);
	return { verdict: taken ? verdict : 'later', items: withNotice(context, items) };
}

/** The items of the events. If the reply has already left, the vendor does not send the events again, so a failure falls back to the bare events as items. */
async function itemsOf(
	context: IWebhookFunctions,
	trigger: WebhookTrigger,
	events: readonly WebhookEvent[],
	connect: () => Promise<Result<Session>>,
): Promise<Result<IDataObject[]>> {
	if (!trigger.repliesFirst) return await trigger.items(events, connect);
	let why: string | undefined;
	try {
		const result = await trigger.items(events, connect);
		if (result.ok) return result;
		why = cleanFailure(context, result.failure).message;
	} catch (error) {
		why = textOf(at(error, 'message'));
	}
	const incomplete = redactedIn(context, why ?? 'unknown');
	context.logger.warn(
		`'${context.getNode().name}' emits an event without further data: ${incomplete}`,
	);
	return { ok: true, value: events.map(({ json }) => ({ ...json, incomplete })) };
}

/** Checks the signature with the known secret, and then with the vendor's current one, which may have changed. */
async function isAuthentic(
	context: IWebhookFunctions,
	trigger: WebhookTrigger,
	delivery: Delivery,
	connect: () => Promise<Result<Session>>,
): Promise<Result<boolean>> {
	const store = kept(context);
	if (trigger.isAuthentic(delivery, store.secret)) return { ok: true, value: true };
	const { subscription } = trigger;
	if (subscription === undefined) return { ok: true, value: false };
	const lately = asked.get(placeOf(context));
	if (lately !== undefined)
		// If the vendor could not be asked, the delivery may be genuine, so it must be sent again later.
		return lately === 'named' ? { ok: true, value: false } : { ok: false, failure: lately };
	asked.set(placeOf(context), 'named');
	const session = await connect();
	const hooks = session.ok ? await subscription.list(session.value) : session;
	if (!hooks.ok) {
		asked.set(placeOf(context), hooks.failure);
		return hooks;
	}
	const secret = hookOf(hooks.value, { url: store.url ?? urlOf(context) })?.secret;
	// The vendor itself named this secret, so genuine deliveries fit from now on, even if this one does not.
	if (secret !== undefined) store.secret = secret;
	return { ok: true, value: secret !== undefined && trigger.isAuthentic(delivery, secret) };
}

function isStale({ sentAt }: WebhookEvent, window: number | undefined): boolean {
	return window !== undefined && (sentAt === undefined || Math.abs(Date.now() - sentAt) > window);
}

/** Adds a kept notice about the webhook to the first item. */
function withNotice(context: IWebhookFunctions, items: IDataObject[]): IDataObject[] {
	const store = kept(context);
	const [first, ...others] = items;
	const { notice } = store;
	if (notice === undefined || first === undefined) return items;
	delete store.notice;
	return [{ ...first, notice }, ...others];
}

function connectOnce(
	context: IWebhookFunctions,
	{ vendor, repliesFirst }: WebhookTrigger,
): () => Promise<Result<Session>> {
	let connection: Promise<Result<Session>> | undefined;
	const open = async (): Promise<Result<Session>> => {
		try {
			const options = repliesFirst ? AFTER_THE_REPLY : IN_A_WEBHOOK;
			return { ok: true, value: await vendor.connect(context, options) };
		} catch (error) {
			return { ok: false, failure: refusedCredential(vendor.name, error) };
		}
	};
	return async () => await (connection ??= open());
}

function postponed(context: IWebhookFunctions, failure: Failure): Received {
	warn(context, cleanFailure(context, failure).message);
	return { verdict: 'later' };
}

function warn(context: IWebhookFunctions, message: string): void {
	context.logger.warn(
		`'${context.getNode().name}' could not take an event, so the sender must send it again: ${redactedIn(context, message)}`,
	);
}
