import type { Operation } from '../../../shared/form/operation';
import { RECORDS_PER_CALL } from '../../limits';
import { recordId } from '../../fields/common';
import { deleteByIds } from '../../records/delete';
import { deletedSince } from '../../records/deleted';
import { DELETED } from '../../records/shapes';

const NOTES = { api: 'Notes', noun: 'note' };

/** Delete: up to 100 notes a call (bigin 5.1). */
export const deleteNote: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete note',
	description: 'Delete a note; many input items are sent in one request',
	input: 'form',
	fields: [recordId('note', 'searchNotes')],
	limits: { records: RECORDS_PER_CALL },
	returns: DELETED,
	send: async (session, batch) => await deleteByIds(session, '/bigin/v2/Notes', batch),
	recover: async (session, { records }, departure) =>
		await deletedSince(session, NOTES, records, departure),
};
