import type { IDataObject } from 'n8n-workflow';

import { text } from '../../../shared/form/fields';
import { formBody } from '../../../shared/formats/multipart';
import { defineOperation } from '../../../shared/form/defineOperation';
import type { Call } from '../../../shared/http/session';
import { callForEntries } from '../../records/entries';
import { WRITTEN } from '../../records/shapes';
import { attachmentsPath, parent } from './parent';

/** Where the call carries the link. Bigin's page names it beside the form part; Zoho CRM takes it as `query` (bigin 5.2). */
const LINK_IN: 'query' | 'form' = 'query';

const fields = [
	...parent,
	text('attachmentUrl', 'Link', {
		required: true,
		pattern: /^https?:\/\/\S+$/i,
		expects: 'an address that begins with https:// or http://',
		placeholder: 'e.g. https://example.com/offer.pdf',
		description: 'The address that the attachment points to',
	}),
];

/** Upload Link: attaches an address to a record (bigin 5.2). */
export const uploadLink = defineOperation({
	name: 'Upload Link',
	value: 'uploadLink',
	action: 'Upload attachment link',
	description: 'Attach a web address, rather than a file, to a record',
	input: 'form',
	fields,
	limits: { records: 1 },
	names: ['attachmentUrl'],
	returns: WRITTEN,
	async send(session, { records }) {
		const [asked] = records;
		return await callForEntries(
			session,
			{
				method: 'POST',
				path: attachmentsPath(asked),
				...linkIn(LINK_IN, { attachmentUrl: asked.attachmentUrl }),
			},
			{ count: 1, fields },
		);
	},
});

/** The part of a call that carries the link. */
export function linkIn(
	place: 'query' | 'form',
	link: IDataObject,
): Pick<Call, 'query' | 'body' | 'headers'> {
	if (place === 'query') return { query: link };
	const { body, contentType } = formBody(
		Object.entries(link).map(([name, value]) => ({ name, value: String(value) })),
	);
	return { body, headers: { 'Content-Type': contentType } };
}
