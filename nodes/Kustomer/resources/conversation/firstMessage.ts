import type { IDataObject } from 'n8n-workflow';

import type { Result } from '../../../shared/base/result';
import { textOf } from '../../../shared/base/values';
import { pathPart } from '../../../shared/http/replies';
import type { Answer, Session } from '../../../shared/http/session';
import { readRows } from '../../records/rows';
import { draftOf, scheduled, type DraftParts } from '../message/draft';
import { draftsOf } from '../message/send';
import type { Start } from './startFields';

/** The conversation that gets a first message. */
export interface Opened {
	customerId: string;
	conversationId?: string;
	/** How many messages it had when it was found; undefined where Kustomer did not tell. */
	messages?: number;
}

/** The first message as a draft, by default to the address or number that the item gives. */
export function draftFor(record: Start): DraftParts {
	const { channel = 'email', text: body, from, name } = record;
	const to = record.to ?? (channel === 'email' ? record.email : record.phone);
	return {
		channel,
		body,
		...(to === undefined ? {} : { to: [to] }),
		...(from === undefined ? {} : { from }),
		...(channel === 'email' && name !== undefined ? { subject: name } : {}),
	};
}

/**
 * True where a conversation that was found certainly has no message yet, nor a draft of one: an earlier run may have
 * broken off before its first message, or after it. A draft that is sent becomes a message, so drafts are read first.
 * @returns a failure if messages or drafts cannot be read, for example because the key lacks the role for drafts
 */
export async function isSilent(
	session: Session,
	{ firstMessage }: Start,
	{ customerId, conversationId = '', messages }: Opened,
): Promise<Result<boolean>> {
	if (messages !== 0) return { ok: true, value: false };
	if (firstMessage === 'send') {
		const drafts = await readRows(session, { path: draftsOf(customerId) });
		if (!drafts.ok) return drafts;
		// A draft that does not say where it belongs may belong here.
		const isOurs = (draft: IDataObject) =>
			[undefined, conversationId].includes(
				textOf(draft.conversationId) ?? textOf(draft.conversation),
			);
		if (drafts.value.some(isOurs)) return { ok: true, value: false };
	}
	const said = await readRows(session, {
		path: `/v1/conversations/${pathPart(conversationId)}/messages`,
		limit: 1,
	});
	return said.ok ? { ok: true, value: said.value.length === 0 } : said;
}

/** Records or sends the first message; nothing where the item has none. */
export async function sayFirst(
	session: Session,
	record: Start,
	{ customerId, conversationId = '' }: Opened,
): Promise<Answer | undefined> {
	const { firstMessage, channel = 'email', text: preview, direction = 'in', name } = record;
	if (firstMessage === 'send')
		return await session.call({
			method: 'POST',
			path: draftsOf(customerId),
			query: { createConversation: false },
			...scheduled({ ...draftOf(draftFor(record)), conversation: conversationId }),
		});
	if (firstMessage !== 'record') return undefined;
	return await session.call({
		method: 'POST',
		path: `/v1/conversations/${pathPart(conversationId)}/messages`,
		body: {
			channel,
			app: 'n8n',
			direction,
			preview,
			...(channel === 'email' && name !== undefined ? { subject: name } : {}),
			...(record.importedAt === undefined ? {} : { importedAt: record.importedAt }),
		},
	});
}
