import { choice } from '../../../shared/form/fields';
import { pathPart } from '../../../shared/http/replies';
import { biginId } from '../../fields/common';
import { MODULES } from '../../kinds';
import { parentRecord, pathOfParent, type Parent } from '../parent';

/** Modules whose records can have attachments: notes too, but not calls (bigin 5.2). */
const WITH_ATTACHMENTS = [
	...MODULES.filter(({ api }) => api !== 'Calls').map(({ name, api }) => ({ name, value: api })),
	{ name: 'Note', value: 'Notes' },
];

/** The record that an attachment belongs to. */
export const parent = [
	choice(
		'module',
		'Module',
		WITH_ATTACHMENTS.sort((a, b) => a.name.localeCompare(b.name)),
		{
			required: true,
			default: 'Contacts',
			description: 'The kind of record',
		},
	),
	parentRecord(),
] as const;

export const attachmentId = biginId('id', 'Attachment ID', {
	required: true,
	description: 'The ID of the attachment, as Get Many returns it',
});

/** Path of the attachments of a record, or of one of them. */
export function attachmentsPath({ id, ...asked }: Parent & { id?: string }): string {
	const path = pathOfParent(asked, 'Attachments');
	return id === undefined ? path : `${path}/${pathPart(id)}`;
}
