import type { IHookFunctions } from 'n8n-workflow';

import type { Result } from '../../base/result';
import { cleanFailure } from '../../http/secrets';
import type { Session } from '../../http/session';
import { isTest, kept, urlOf } from './kept';
import {
	alone,
	hookOf,
	isComplete,
	joined,
	left,
	shareable,
	type Hook,
	type Member,
	type Wanted,
} from './members';
import { passOnWorks } from './passOn';
import type { WebhookTrigger } from './trigger';
import { connected, inTurn } from './turns';

/** How to manage the webhook at the vendor. */
export interface Subscription {
	/** The events that this workflow waits for. */
	events: readonly string[];
	list(session: Session): Promise<Result<readonly Hook[]>>;
	create(session: Session, wanted: Wanted): Promise<Result<Hook>>;
	/** Changes a webhook to what is wanted, and switches it on. */
	change(session: Session, hook: Hook, wanted: Wanted): Promise<Result<Hook>>;
	/** Deletes a webhook; succeeds if it no longer exists. */
	remove(session: Session, hook: Hook): Promise<Result<unknown>>;
}

/** True if the webhook exists and needs no change. Throws NodeApiError or NodeOperationError. */
export async function isSubscribed(
	context: IHookFunctions,
	trigger: WebhookTrigger,
): Promise<boolean> {
	return await inTurn(context, trigger, async (subscription, session) => {
		const hooks = await subscription.list(session);
		if (!hooks.ok) return hooks;
		const me = memberOf(context, subscription);
		const hook = hookOf(hooks.value, me);
		const complete = hook !== undefined && isComplete(hook, me);
		if (complete) keep(context, hook);
		return { ok: true, value: complete };
	});
}

/** Creates a webhook, joins a shared one, or repairs this workflow's. Throws NodeApiError or NodeOperationError. */
export async function subscribe(
	context: IHookFunctions,
	trigger: WebhookTrigger,
): Promise<boolean> {
	return await inTurn(context, trigger, async (subscription, session) => {
		const me = memberOf(context, subscription);
		const hooks = await subscription.list(session);
		if (!hooks.ok) return hooks;
		const own = hookOf(hooks.value, me);
		const done = own
			? await subscription.change(session, own, joined(own, me, !own.enabled))
			: await joinOrCreate(context, subscription, session, trigger.shared ? hooks.value : [], me);
		if (!done.ok) return done;
		keep(context, done.value);
		if (own?.enabled === false) tellRepair(context, trigger.vendor.name);
		return { ok: true, value: true };
	});
}

/**
 * Leaves the webhook, and deletes it if no other workflow shares it; never touches one that somebody else created.
 * @returns false if the vendor did not do it: n8n deactivates the workflow anyway, and finds the webhook again later
 */
export async function unsubscribe(
	context: IHookFunctions,
	trigger: WebhookTrigger,
): Promise<boolean> {
	const { subscription } = trigger;
	if (subscription === undefined) return true;
	const result = await connected(context, trigger, async (session) => {
		const me = memberOf(context, subscription);
		const hooks = await subscription.list(session);
		if (!hooks.ok) return hooks;
		const hook = hookOf(hooks.value, me);
		if (hook === undefined) return { ok: true, value: undefined };
		const rest = left(hook, me);
		return rest === undefined
			? await subscription.remove(session, hook)
			: await subscription.change(session, hook, rest);
	});
	delete kept(context).secret;
	if (!result.ok) context.logger.warn(cleanFailure(context, result.failure).message);
	return result.ok;
}

/**
 * @param hooks the webhooks that may be joined
 */
async function joinOrCreate(
	context: IHookFunctions,
	subscription: Subscription,
	session: Session,
	hooks: readonly Hook[],
	me: Member,
): Promise<Result<Hook>> {
	const open = shareable(hooks, me);
	const state = open ? await passOnWorks(context, open.url) : 'unreachable';
	if (open !== undefined && state !== 'unreachable') {
		// If the called workflow is gone, the vendor calls this one from now on.
		const first = me.test !== true && (state === 'gone' || !open.enabled);
		if (first || state === 'answers') {
			const hook = await subscription.change(session, open, joined(open, me, first));
			if (!hook.ok || isComplete(hook.value, me)) return hook;
		}
	}
	return await subscription.create(session, alone(me));
}

/** This workflow as a member of a webhook. */
function memberOf(context: IHookFunctions, { events }: Subscription): Member {
	return { url: urlOf(context), events, ...(isTest(context) ? { test: true } : {}) };
}

function keep(context: IHookFunctions, { secret }: Hook): void {
	const store = kept(context);
	store.url = urlOf(context);
	if (secret !== undefined) store.secret = secret;
}

function tellRepair(context: IHookFunctions, vendor: string): void {
	const text = `${vendor} had switched this webhook off, probably because n8n did not answer for some time. It was switched on again at ${new Date().toISOString()}; events before that may be missing.`;
	kept(context).notice = text;
	context.logger.warn(text);
}
