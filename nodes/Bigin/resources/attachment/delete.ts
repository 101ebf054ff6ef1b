import type { Values } from '../../../shared/form/fields';
import { defineOperation } from '../../../shared/form/defineOperation';
import type { Finding } from '../../../shared/form/operation';
import type { Session } from '../../../shared/http/session';
import { deleted, isGone } from '../../records/deleted';
import { callForEntries } from '../../records/entries';
import { readRows } from '../../records/rows';
import { DELETED } from '../../records/shapes';
import { attachmentId, attachmentsPath, parent } from './parent';

const fields = [...parent, attachmentId] as const;

/** Delete: removes an attachment from its record (bigin 5.2). */
export const remove = defineOperation({
	name: 'Delete',
	value: 'delete',
	action: 'Delete attachment',
	description: 'Remove one attachment from a record',
	input: 'form',
	fields,
	limits: { records: 1 },
	returns: DELETED,
	async send(session, { records }) {
		const [asked] = records;
		const id = asked.id;
		return await callForEntries(
			session,
			{ method: 'DELETE', path: attachmentsPath(asked) },
			{ count: 1, fields, outcome: () => deleted(id) },
		);
	},
	recover: async (session, { records }) =>
		await Promise.all(records.map(async (asked) => await goneNow(session, asked))),
});

/** The record's list tells whether the attachment is gone, but not whether it ever existed. */
async function goneNow(session: Session, { id, ...of }: Values<typeof fields>): Promise<Finding> {
	const read = await readRows(session, { path: attachmentsPath(of), fields: ['File_Name'] });
	return read.ok && !read.rows.some((row) => row.id === id) ? isGone('attachment', id) : undefined;
}
