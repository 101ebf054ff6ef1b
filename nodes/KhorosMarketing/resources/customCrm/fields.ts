import type { IDataObject } from 'n8n-workflow';

import { failed, type Outcome } from '../../../shared/base/errors';
import { textOf } from '../../../shared/base/values';
import { id, text } from '../../../shared/form/fields';
import type { Call, Session } from '../../../shared/http/session';
import { contentOf, secret } from '../../fields/khoros';

export const PATH = '/v2/crm/admin/custom';

/** The number of a CRM in Khoros (khoros-marketing 7). */
export const crmId = id('crmId', 'CRM ID', {
	required: true,
	form: /^\d{1,19}$/,
	expects: 'a whole number',
	placeholder: 'e.g. 4711',
	description: 'Number of the CRM in Khoros, as the reply to its registration told',
});

/** What Khoros must know of a CRM; a change needs all of it again (khoros-marketing 7). */
export function crm(newSecret: string) {
	return [
		text('name', 'Name', { required: true, placeholder: 'e.g. Our CRM' }),
		text('instanceUrl', 'Base URL', {
			required: true,
			pattern: /^https:\/\/[^\s/?#][^\s?#]*$/i,
			expects: 'an address that begins with https://',
			placeholder: 'e.g. https://n8n.example.com/webhook/1234/1234',
			description: 'Address of the CRM, up to the part before /case',
		}),
		secret('authHeaderValue', newSecret, {
			required: true,
			description: 'The complete value of the header that Khoros sends with each request',
		}),
	] as const;
}

export const returns = { id: 'string', name: 'string', instanceUrl: 'string' } as const;

/**
 * Sends what Khoros must know. The reply is not documented, so any success is one (khoros-marketing 7).
 * @param known the number of a CRM that is changed, which the reply need not tell
 */
export async function save(
	session: Session,
	call: Pick<Call, 'method' | 'path'>,
	record: IDataObject,
	known: IDataObject = {},
): Promise<Outcome> {
	// Without a reply that can be read, nobody could name the CRM that a registration has added.
	const anyReply = call.method !== 'POST';
	const answer = await session.call({ ...call, body: record, anyReply });
	if (!answer.ok) return failed(answer.failure);
	const json = { ...known, ...contentOf(answer.body) };
	return { ok: true, id: textOf(json.id) ?? textOf(json.crmId), json };
}
