import type { IDataObject } from 'n8n-workflow';

import { dynamicOption, id, type Field } from '../../shared/form/fields';
import { ID } from './ids';

const FIELD = 'RecordTypeId';

function recordType(description: string): Field<'recordTypeId', string, false> {
	return dynamicOption(id('recordTypeId', 'Record Type Name or ID', { ...ID, description }), {
		method: 'getRecordTypes',
		dependsOn: ['object', 'resource'],
	});
}

/** The record type whose picklist values are asked for. */
export const recordTypeChoice = recordType(
	'Only the values of this record type; all if left empty',
);

/** The record type that written records get. */
export const recordTypeOption = recordType(
	'The record type that the records get; picklists then offer its values only',
);

/** A record with the record type of its call, where it names none itself. */
export function withRecordType(
	record: IDataObject,
	{ recordTypeId }: { recordTypeId?: string },
): IDataObject {
	return recordTypeId === undefined || FIELD in record
		? record
		: { ...record, [FIELD]: recordTypeId };
}
