import type { Operation } from '../../../shared/operation';
import { RECORDS_PER_CALL } from '../../api';
import { recordId } from '../../fields/common';
import { deleteByIds, goneOutcomes } from '../../records/delete';
import { DELETED } from '../../records/shapes';

const NOTES = { api: 'Notes', title: 'Note_Title' };

/** Delete: up to 100 notes a call (contract 5.1). */
export const deleteNote: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete note',
	description: 'Delete a note; many input items travel in one request',
	input: 'form',
	fields: [recordId('note', 'searchNotes')],
	limits: { records: RECORDS_PER_CALL },
	returns: DELETED,
	send: async (session, batch) => await deleteByIds(session, '/bigin/v2/Notes', batch),
	lookUp: async (session, { records }) => await goneOutcomes(session, NOTES, records),
};
