import { defineOperation } from '../../../shared/form/defineOperation';
import { RECORDS_PER_CALL } from '../../limits';
import { recordId } from '../../fields/common';
import { deleteByIds } from '../../records/delete';
import { deletedSince } from '../../records/deleted';
import { DELETED } from '../../records/shapes';

const NOTES = { api: 'Notes', noun: 'note' };

/** Delete: up to 100 notes per call (bigin 5.1). */
export const deleteNote = defineOperation({
	name: 'Delete',
	value: 'delete',
	action: 'Delete note',
	description: 'Delete a note; many input items are sent in one request',
	input: 'form',
	fields: [recordId('note', 'searchNotes')],
	limits: { records: RECORDS_PER_CALL },
	returns: DELETED,
	send: async (session, { records }) => await deleteByIds(session, '/bigin/v2/Notes', records),
	recover: async (session, { records }, departure) =>
		await deletedSince(session, NOTES, records, departure),
});
