import { defineOperation } from '../../../shared/form/defineOperation';
import { RECORDS_PER_CALL } from '../../limits';
import { accountFieldsOf } from '../../kinds/accountFields';
import { moduleChoice } from '../../kinds/moduleChoice';
import { callForEntries } from '../../records/entries';
import { WRITTEN } from '../../records/shapes';
import { explained, parentRecord, pathOfParent } from '../parent';
import { content, title } from './fields';

const fields = [content(true), title];

/**
 * Create: notes for the same record are sent together, up to 100 per call. The path names the record, because the form in
 * which a note itself would name it is unconfirmed (bigin 5.1).
 */
export const createNote = defineOperation({
	name: 'Create',
	value: 'create',
	action: 'Create note',
	description: 'Add a note to a record; notes for the same record are sent in one request',
	requiredOptions: [moduleChoice(), parentRecord()],
	fields,
	accountFields: accountFieldsOf('Notes'),
	limits: { records: RECORDS_PER_CALL },
	names: ['Note_Title'],
	returns: WRITTEN,
	async send(session, { records, options }) {
		const outcomes = await callForEntries(
			session,
			{ method: 'POST', path: pathOfParent(options, 'Notes'), body: { data: records } },
			{ count: records.length, fields },
		);
		return await explained(session, options, outcomes);
	},
});
