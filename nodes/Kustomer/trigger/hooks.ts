import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../shared/base/errors';
import type { Result } from '../../shared/base/result';
import { at, isObject, textOf } from '../../shared/base/values';
import { pathPart } from '../../shared/http/replies';
import type { Call, Session } from '../../shared/http/session';
import {
	originOf,
	type Hook,
	type Member,
	type Wanted,
} from '../../shared/trigger/webhook/members';
import type { Subscription } from '../../shared/trigger/webhook/subscription';
import type { Delivery, WebhookTrigger } from '../../shared/trigger/webhook/trigger';
import { VENDOR } from '../replies';

const PATH = '/v1/outbound-webhooks';
/** Upper bound of pages: an organization has five webhooks, plus those of its apps. */
const MOST_PAGES = 20;
/** Kustomer sends the headers of a webhook with each event, so we keep the workflows that share it there (kustomer 5.1). */
const MEMBER = 'x-n8n-workflow-';

/** A webhook of Kustomer, with the headers that somebody else has added to it. */
interface KustomerHook extends Hook {
	otherHeaders: readonly IDataObject[];
}

/** The webhooks of an organization, of which there are five (kustomer 5.1), so that workflows share one. */
export function subscriptionTo(events: readonly string[]): Subscription {
	return { events, list, create, change, remove };
}

export const SIGNATURE = 'x-kustomer-webhook-signature';

/** The workflows that share a webhook, and the part of a delivery that each needs. */
export const SHARED: WebhookTrigger['shared'] = {
	members,
	headers: ['x-kustomer-webhook-event', SIGNATURE],
};

async function list(session: Session): Promise<Result<KustomerHook[]>> {
	const hooks: KustomerHook[] = [];
	let path: string | undefined = PATH;
	for (let page = 0; path !== undefined && page < MOST_PAGES; page++) {
		const answer = await session.call({ method: 'GET', path });
		if (!answer.ok) return refused(answer.failure);
		const rows = at(answer.body, 'data');
		for (const row of Array.isArray(rows) ? rows : []) hooks.push(...hookOf(row));
		// Kustomer gives a path without a host (kustomer 6). We follow nothing else, because it could send the key to another host.
		const next = textOf(at(answer.body, 'links', 'next'));
		path = next?.startsWith('/') ? next : undefined;
	}
	return { ok: true, value: hooks };
}

async function create(session: Session, wanted: Wanted): Promise<Result<KustomerHook>> {
	if (!isCallable(wanted.url)) return { ok: false, failure: notCallable(wanted.url) };
	const name = `n8n (${originOf(wanted.url)?.replace(/^https?:\/\//, '') ?? ''})`;
	const made = await saved(session, {
		method: 'POST',
		path: PATH,
		body: { name: name.slice(0, 255), ...bodyOf(wanted, []) },
	});
	return made.ok ? made : { ok: false, failure: limited(made.failure) };
}

/** Kustomer does not document the body of a change. We send the keys of a creation and `enabled` (a guess). */
async function change(
	session: Session,
	{ id, otherHeaders }: KustomerHook,
	wanted: Wanted,
): Promise<Result<KustomerHook>> {
	return await saved(session, {
		method: 'PATCH',
		path: `${PATH}/${pathPart(id)}`,
		body: { ...bodyOf(wanted, otherHeaders), enabled: true },
		idempotent: true,
	});
}

async function remove(session: Session, { id }: Hook): Promise<Result<undefined>> {
	const answer = await session.call({
		method: 'DELETE',
		path: `${PATH}/${pathPart(id)}`,
		idempotent: true,
	});
	return answer.ok || answer.failure.httpCode === 404
		? { ok: true, value: undefined }
		: refused(answer.failure);
}

async function saved(session: Session, call: Call): Promise<Result<KustomerHook>> {
	const answer = await session.call(call);
	if (!answer.ok) return refused(answer.failure);
	const [hook] = hookOf(at(answer.body, 'data'));
	return hook === undefined ? { ok: false, failure: UNKNOWN } : { ok: true, value: hook };
}

function bodyOf(
	{ url, events, members: all }: Wanted,
	others: readonly IDataObject[],
): IDataObject {
	const headers = all.map((member, index) => ({
		name: `${MEMBER}${index + 1}`,
		value: [member.url, member.events.join(','), ...(member.test ? ['test'] : [])].join(' '),
	}));
	return { url, events: [...events], headers: [...others, ...headers] };
}

function hookOf(row: unknown): KustomerHook[] {
	const id = textOf(at(row, 'id'));
	const attributes = at(row, 'attributes');
	if (id === undefined || !isObject(attributes)) return [];
	const { url, enabled, events, headers, token } = attributes;
	const all = (Array.isArray(headers) ? headers : []).filter(isObject);
	const isMember = ({ name }: IDataObject) => String(name).toLowerCase().startsWith(MEMBER);
	return [
		{
			id,
			url: textOf(url) ?? '',
			enabled: enabled !== false,
			events: Array.isArray(events) ? events.map(String) : [],
			secret: textOf(token),
			members: all.filter(isMember).flatMap(({ value }) => memberOf(value)),
			otherHeaders: all.filter((header) => !isMember(header)),
		},
	];
}

/** The other workflows that wait for the event of a delivery, by its headers. */
function members({ headers, body }: Delivery): Member[] {
	const name = textOf(at(body, 'name')) ?? '';
	return Object.entries(headers)
		.filter(([header]) => header.startsWith(MEMBER))
		.flatMap(([, value]) => memberOf(value))
		.filter(({ events }) => events.includes(name));
}

function memberOf(value: unknown): Member[] {
	const [url = '', events = '', test] = String(value).split(' ');
	if (originOf(url) === undefined) return [];
	return [{ url, events: events.split(','), ...(test === 'test' ? { test: true } : {}) }];
}

/** Kustomer calls only https addresses (kustomer 5.1). A fake server also calls its own machine. */
export function isCallable(url: string): boolean {
	return /^https:/i.test(url) || /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/i.test(url);
}

export function notCallable(url: string): Failure {
	return {
		message: `${VENDOR} cannot call this n8n: "${originOf(url) ?? url}" is not encrypted`,
		description: 'Give n8n an address that begins with https:// (its setting WEBHOOK_URL).',
		executed: 'no',
		cause: { cause: 'configuration-invalid' },
	};
}

const UNKNOWN: Failure = {
	message: `${VENDOR} did not tell which webhook it has stored`,
	description: 'Look at the webhooks in Kustomer, and activate the workflow again.',
	executed: 'unknown',
};

/** Kustomer does not document how it refuses a sixth webhook (kustomer 12), so every refusal that may be that one mentions the limit. */
function limited(failure: Failure): Failure {
	const { httpCode = 0, description } = failure;
	if (httpCode < 400 || httpCode >= 500 || failure.cause !== undefined) return failure;
	return {
		...failure,
		message: failure.message.replace('the request', 'a new webhook'),
		description: `An organization can have five webhooks. If they are all in use, delete one in Kustomer, or use the node 'Kustomer Polling Trigger'. ${description ?? ''}`,
	};
}

function refused(failure: Failure): { ok: false; failure: Failure } {
	const forbidden = failure.httpCode === 401 || failure.httpCode === 403;
	return {
		ok: false,
		failure: forbidden
			? {
					...failure,
					description:
						'Check the credential and its expiry. Its roles, or with OAuth2 its scopes, must hold org.permission.outbound_webhook.read, .create, .update and .delete, or org.admin.outbound_webhooks; roles of a key cannot be edited, so create a new one.',
				}
			: failure,
	};
}
