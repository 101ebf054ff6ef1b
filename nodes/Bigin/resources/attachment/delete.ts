import type { IDataObject } from 'n8n-workflow';

import type { Outcome } from '../../../shared/errors';
import type { Operation } from '../../../shared/operation';
import type { Session } from '../../../shared/session';
import { deleted } from '../../records/delete';
import { callForEntries } from '../../records/entries';
import { readRows } from '../../records/rows';
import { DELETED } from '../../records/shapes';
import { attachmentId, attachmentsPath, parent } from './parent';

const fields = [...parent, attachmentId];

/** Delete: takes an attachment off its record (contract 5.2). */
export const remove: Operation = {
	name: 'Delete',
	value: 'delete',
	action: 'Delete attachment',
	description: 'Remove one attachment from a record',
	input: 'form',
	fields,
	limits: { records: 1 },
	returns: DELETED,
	async send(session, { records }) {
		const [asked = {}] = records;
		const id = String(asked.id);
		return await callForEntries(session, { method: 'DELETE', path: attachmentsPath(asked) }, { count: 1, fields, outcome: () => deleted(id) });
	},
	lookUp: async (session, { records }) => await Promise.all(records.map(async (asked) => await goneOutcome(session, asked))),
};

/** After a lost reply the record's list tells whether the attachment is gone. */
async function goneOutcome(session: Session, { id, ...of }: IDataObject): Promise<Outcome | undefined> {
	const read = await readRows(session, { path: attachmentsPath(of), fields: ['File_Name'] });
	return read.ok && !read.rows.some((row) => row.id === id) ? deleted(String(id)) : undefined;
}
