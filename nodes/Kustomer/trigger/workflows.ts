import { createHash, randomBytes } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../shared/base/errors';
import type { Result } from '../../shared/base/result';
import { at, isObject, textOf } from '../../shared/base/values';
import { pathPart } from '../../shared/http/replies';
import type { Session } from '../../shared/http/session';
import type { Hook, Wanted } from '../../shared/trigger/webhook/members';
import type { Subscription } from '../../shared/trigger/webhook/subscription';
import type { Delivery, WebhookEvent } from '../../shared/trigger/webhook/trigger';
import { readRows } from '../records/rows';
import { VENDOR } from '../replies';
import { isCallable, notCallable } from './hooks';

const PATH = '/v1/workflows';
/** The step that calls an address (kustomer 5.3). */
const CALL = 'kustomer.rest-api.json';
/** Calls of a workflow are not signed, so this header proves where they come from. */
export const SECRET = 'x-n8n-secret';

/** Events that only workflows of Kustomer tell (kustomer 5.3), by the names of the form. */
export const FLOW_EVENTS = [
	{ name: 'Company Created', value: 'company.create' },
	{ name: 'Company Updated', value: 'company.update' },
	{ name: 'Custom Object Created', value: 'kobject.create' },
	{ name: 'Custom Object Updated', value: 'kobject.update' },
	{ name: 'Note Created', value: 'note.create' },
	{ name: 'Note Updated', value: 'note.update' },
];

/** Kustomer's names of chosen events; those of custom objects name the class, too. */
export function flowEvents(chosen: readonly string[], classes: readonly string[]): string[] {
	return chosen.flatMap((event) => {
		const [kind, action] = event.split('.');
		return kind === 'kobject'
			? classes.map((klass) => `kustomer.kobject.${klass}.${action}`)
			: [`kustomer.${event}`];
	});
}

/** A workflow of Kustomer that tells an n8n workflow of one event. */
interface Flow {
	id: string;
	event: string;
	url: string;
	secret?: string;
	enabled: boolean;
}

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

async function read(session: Session): Promise<Result<Flow[]>> {
	const rows = await readRows(session, { path: PATH });
	return rows.ok ? { ok: true, value: rows.value.flatMap(flowOf) } : refused(rows.failure);
}

function flowOf(row: IDataObject): Flow[] {
	const id = textOf(row.id);
	const event = textOf(at(row.trigger, 'eventName'));
	const step = at(row.steps, 0);
	const url = textOf(at(step, 'params', 'uri'));
	const secret = textOf(at(step, 'params', 'headers', SECRET));
	// A workflow without our secret belongs to somebody else.
	if (at(step, 'action') !== CALL || !id || !event || !url || !secret) return [];
	return [{ id, event, url, secret, enabled: row.enabled === true }];
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

async function switchOff(session: Session, flows: readonly Flow[]): Promise<Result<undefined>> {
	for (const flow of flows) {
		if (!flow.enabled) continue;
		if (flow.id === '') return { ok: false, failure: NO_ID };
		const saved = await save(session, { ...flow, enabled: false }, flow.id);
		if (!saved.ok) return saved;
	}
	return { ok: true, value: undefined };
}

/**
 * Sends the whole document, so that the result does not depend on what a partial update keeps.
 * @returns the ID of the workflow; empty where the reply names none
 */
async function save(
	session: Session,
	{ event, url, secret, enabled }: Omit<Flow, 'id'>,
	id?: string,
): Promise<Result<string>> {
	const answer = await session.call({
		...(id === undefined
			? { method: 'POST', path: PATH }
			: { method: 'PUT', path: `${PATH}/${pathPart(id)}`, idempotent: true }),
		body: {
			name: `n8n-${createHash('sha256').update(`${url} ${event}`).digest('hex').slice(0, 24)}`,
			description: `Tells n8n of ${event}. A Kustomer Trigger of n8n made this workflow and switches it on and off.`,
			enabled,
			meta: { displayName: `n8n: ${event}` },
			trigger: {
				id: '1',
				eventName: event,
				transitions: [{ target: 'tell', condition: { op: 'true', values: [true] } }],
			},
			steps: [
				{
					id: 'tell',
					action: CALL,
					params: {
						uri: url,
						method: 'POST',
						json: true,
						headers: { [SECRET]: secret },
						// Kustomer documents references to single values. That one can pass on the whole record is a guess.
						data: { name: event, record: '/#steps.1' },
					},
					meta: { displayName: 'Tell n8n' },
					transitions: [],
					errorCases: [],
				},
			],
		},
	});
	return answer.ok
		? { ok: true, value: id ?? textOf(at(answer.body, 'data', 'id')) ?? '' }
		: refused(answer.failure);
}

/** The event of a call: the record is flat, and its changes stand in it (kustomer 5.3). Kustomer gives a call no ID. */
export function flowEventsOf({ body }: Pick<Delivery, 'body'>): WebhookEvent[] | undefined {
	const name = textOf(at(body, 'name'));
	const record = at(body, 'record');
	if (name === undefined || !isObject(record)) return undefined;
	const { id, changes, ...attributes } = record;
	const type = name.split('.')[1] ?? '';
	return [
		{
			json: {
				name,
				data: { type, id, attributes, relationships: {} },
				changes: changes ?? null,
			} as IDataObject,
		},
	];
}

const NO_ID: Failure = {
	message: `${VENDOR} did not name the ID of a new workflow`,
	description: 'Look at the workflows in Kustomer whose names begin with n8n.',
	executed: 'unknown',
};

const NOTHING_CHOSEN: Failure = {
	message: "'Trigger On' is empty, or has custom objects but no 'Class Names or IDs'",
	description: 'Choose at least one event, and for custom objects at least one class.',
	executed: 'no',
	input: true,
};

function refused(failure: Failure): { ok: false; failure: Failure } {
	if (failure.httpCode !== 401 && failure.httpCode !== 403) return { ok: false, failure };
	const description =
		'Check the credential and its expiry. Its roles must hold org.permission.workflow.read, .create and .update, or org.admin.workflow.read and .write.';
	return { ok: false, failure: { ...failure, description } };
}
