import { randomBytes } from 'crypto';

import type { Failure } from '../../shared/base/errors';
import type { Result } from '../../shared/base/result';
import type { Session } from '../../shared/http/session';
import type { Hook, Wanted } from '../../shared/trigger/webhook/members';
import type { Subscription } from '../../shared/trigger/webhook/subscription';
import { VENDOR } from '../replies';
import { read, save, switchOff, type Flow } from './flows';
import { isCallable, notCallable } from './hooks';

/**
 * The workflows of Kustomer that call this n8n workflow, one for each event. They use none of the five webhooks.
 * Kustomer cannot delete them by its API (kustomer 5.3), so they are switched off, and used again later.
 */
export function workflowsFor(events: readonly string[]): Subscription {
	return {
		events,
		async list(session) {
			const flows = await read(session);
			return flows.ok ? { ok: true, value: hooksOf(flows.value) } : flows;
		},
		create: async (session, wanted) => await setUp(session, wanted),
		change: async (session, _hook, wanted) => await setUp(session, wanted),
		async remove(session, { url }) {
			const flows = await read(session);
			if (!flows.ok) return flows;
			return await switchOff(
				session,
				flows.value.filter((flow) => flow.url === url),
			);
		},
	};
}

/** The enabled workflows as webhooks, one for each address. Disabled ones call nothing, so they are left out. */
function hooksOf(flows: readonly Flow[]): Hook[] {
	const hooks = new Map<string, Hook & { events: string[] }>();
	for (const { id, event, url, secret, enabled } of flows) {
		if (!enabled) continue;
		const hook = hooks.get(url) ?? { id, url, enabled, events: [], secret };
		hook.events.push(event);
		hooks.set(url, hook);
	}
	return [...hooks.values()];
}

/** Enables one workflow for each wanted event, and disables all others that call this address. */
async function setUp(session: Session, { url, events }: Wanted): Promise<Result<Hook>> {
	if (!isCallable(url)) return { ok: false, failure: notCallable(url) };
	if (events.length === 0) return { ok: false, failure: NOTHING_CHOSEN };
	const known = await read(session);
	if (!known.ok) return known;
	const own = known.value.filter((flow) => flow.url === url);
	const secret = own[0]?.secret ?? randomBytes(32).toString('hex');
	const made: Flow[] = [];
	for (const event of events) {
		const flow = own.find((other) => other.event === event);
		if (flow?.enabled && flow.secret === secret) continue;
		const saved = await save(session, { event, url, secret, enabled: true }, flow?.id);
		if (!saved.ok) {
			await switchOff(session, made);
			return saved;
		}
		if (flow === undefined) made.push({ id: saved.value, event, url, secret, enabled: true });
	}
	const seen = await recognized(session, made);
	if (!seen.ok) return seen;
	const rest = await switchOff(
		session,
		own.filter(({ event }) => !events.includes(event)),
	);
	if (!rest.ok) return rest;
	return { ok: true, value: { id: url, url, enabled: true, events, secret } };
}

/**
 * Makes sure that the list shows new workflows as ours: otherwise nobody could switch them off later, and each activation
 * would make others. Those that are not shown are switched off by the IDs of their creation.
 */
async function recognized(session: Session, made: readonly Flow[]): Promise<Result<undefined>> {
	if (made.length === 0) return { ok: true, value: undefined };
	const known = await read(session);
	const isShown = ({ event, url, secret }: Flow) =>
		known.ok &&
		known.value.some(
			(flow) => flow.enabled && flow.event === event && flow.url === url && flow.secret === secret,
		);
	if (made.every(isShown)) return { ok: true, value: undefined };
	const off = await switchOff(session, made);
	const ids = made.map(({ id }) => id || 'without an ID').join(', ');
	return {
		ok: false,
		failure: {
			message: `${VENDOR} does not show its new workflows as they were saved, so nobody could switch them off later`,
			description: `${off.ok ? 'They were switched off again' : 'They could not be switched off again: do it in Kustomer'} (${ids}). Set 'Receive Events By' to 'Webhook', or use the node 'Kustomer Polling Trigger'.`,
			executed: 'no',
		},
	};
}

const NOTHING_CHOSEN: Failure = {
	message: "'Trigger On' is empty, or has custom objects but no 'Class Names or IDs'",
	description: 'Choose at least one event, and for custom objects at least one class.',
	executed: 'no',
	input: true,
};
