import { defineOperation } from '../../../shared/form/defineOperation';
import { UPDATE_FIELDS } from '../../../shared/form/operation';
import { pathPart } from '../../../shared/http/replies';
import { accountFieldsOf } from '../../kinds/accountFields';
import { recordId } from '../../fields/common';
import { callForEntries } from '../../records/entries';
import { idOf } from '../../../shared/operations/write';
import { WRITTEN } from '../../records/shapes';
import { content, title } from './fields';

// In the collection, so that a field that the user does not add is not sent.
const fields = [
	recordId('note', 'searchNotes'),
	...[content(false), title].map((field) => ({ ...field, upFront: false })),
];

/** Update: one note per call, because it is unconfirmed that one call can change several (bigin 5.1). */
export const updateNote = defineOperation({
	name: 'Update',
	value: 'update',
	action: 'Update note',
	description:
		'Change the title or the content of a note; a field that is not given stays as it is',
	fields,
	accountFields: accountFieldsOf('Notes'),
	optionalFields: UPDATE_FIELDS,
	clears: true,
	limits: { records: 1 },
	names: ['Note_Title'],
	returns: WRITTEN,
	identity: idOf,
	async send(session, { records }) {
		const [{ id, ...changes } = {}] = records;
		return await callForEntries(
			session,
			{ method: 'PUT', path: `/bigin/v2/Notes/${pathPart(String(id))}`, body: { data: [changes] } },
			{ count: 1, fields },
		);
	},
});
