import { text, type Field, upFront } from '../../../shared/form/fields';
import type { Shape } from '../../../shared/base/schema';

/** Maximum characters of title and content. The figures are Zoho CRM's (bigin 5.1). */
const TITLE = 120;
const CONTENT = 32_000;

export const title = upFront(
	text('Note_Title', 'Title', { max: TITLE, placeholder: 'e.g. First call' }),
);

/** @param required true for a new note */
export function content<Required extends boolean>(
	required: Required,
): Field<'Note_Content', string, Required> {
	return upFront(
		text('Note_Content', 'Content', {
			required,
			max: CONTENT,
			rows: 5,
			placeholder: 'e.g. Wants an offer by Friday',
		}),
	);
}

/** The fields to read of a note: nine with the ID, so nothing is left to simplify (bigin 5.1). */
export const NOTE_FIELDS = [
	'Note_Title',
	'Note_Content',
	'Parent_Id',
	'Owner',
	'Created_By',
	'Modified_By',
	'Created_Time',
	'Modified_Time',
];

const NAMED: Shape = { id: 'string', name: 'string' };

export const NOTE: { [key: string]: Shape } = {
	id: 'string',
	Note_Title: 'string',
	Note_Content: 'string',
	Parent_Id: NAMED,
	Owner: NAMED,
	Created_By: NAMED,
	Modified_By: NAMED,
	Created_Time: 'string',
	Modified_Time: 'string',
};
