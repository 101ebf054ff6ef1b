import type { IDataObject } from 'n8n-workflow';

import { failed, found, InputError } from '../../../shared/base/errors';
import {
	choice,
	limit,
	returnAll,
	wanted,
	upFront,
	type Field,
	type Values,
} from '../../../shared/form/fields';
import { defineOperation } from '../../../shared/form/defineOperation';
import { shownFor } from '../../fields/common';
import { moduleChoice } from '../../kinds/moduleChoice';
import { readRows } from '../../records/rows';
import { parentRecord, pathOfParent, readOfParent } from '../parent';
import { NOTE, NOTE_FIELDS } from './fields';

const notesOf = upFront(
	choice('notesOf', 'Notes Of', [
		{ name: 'All Records', value: 'all' },
		{ name: 'One Record', value: 'record' },
	]),
);

function ofRecord<Name extends string, Value>(
	field: Field<Name, Value>,
): Field<Name, Value, false> {
	return upFront({ ...shownFor(field, 'notesOf', ['record']), required: false });
}

const fields = [
	notesOf,
	ofRecord(moduleChoice()),
	ofRecord(parentRecord()),
	returnAll,
	limit,
] as const;

/** Get Many: all notes, or those of one record (bigin 5.1). */
export const getManyNotes = defineOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many notes',
	description: 'Get many notes: those of one record, or those of the whole account',
	input: 'form',
	reads: true,
	fields,
	limits: { records: 1 },
	returns: NOTE,
	finish: checkRecord,
	async send(session, { records }) {
		const [asked] = records;
		const { notesOf: which, module = '', parentId = '' } = asked;
		const parent = { module, parentId };
		const list = { fields: NOTE_FIELDS, limit: wanted(asked) };
		const read =
			which === 'record'
				? await readOfParent(session, parent, { ...list, path: pathOfParent(parent, 'Notes') })
				: await readRows(session, { ...list, path: '/bigin/v2/Notes' });
		return [read.ok ? found(read.rows) : failed(read.failure)];
	},
});

function checkRecord(asked: Values<typeof fields>): IDataObject {
	if (asked.notesOf !== 'record' || asked.parentId !== undefined) return asked;
	throw new InputError(
		"'Record' is missing",
		'parentId',
		"Choose the record, or set 'Notes Of' to 'All Records'.",
	);
}
