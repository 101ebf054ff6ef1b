import { dynamicOption, id, text, type Field } from '../../../shared/form/fields';
import { ID, picked } from '../../fields/common';
import { moduleChoice } from '../../kinds/moduleChoice';
import { parentRecord } from '../parent';

/** Modules whose records can be linked to others (bigin 4.9). */
const LINKING = ['Contacts', 'Pipelines', 'Accounts', 'Products'];

/** It becomes a part of a path, where '..' would make another path of it. */
const API_NAME = { pattern: /^\w+$/, expects: 'the API name of a list' };

const relatedList = dynamicOption(
	text('relatedList', 'Related List Name or ID', {
		...API_NAME,
		required: true,
		description: 'The list of the record that is meant, such as its products',
	}),
	{ method: 'getRelatedLists', dependsOn: ['module', 'operation'] },
);

/** The record and its list; related records that share both are sent together. */
export function listOf(description: string, apis?: readonly string[]) {
	return [
		moduleChoice('The kind of record that has the list', apis),
		parentRecord(description),
		relatedList,
	] as const;
}

export const linkOptions = listOf('The record to link others to', LINKING);
export const unlinkOptions = listOf('The record to unlink others from', LINKING);

/** The record in the list. */
export function relatedRecordId(description: string): Field<'id', string, true> {
	return picked(
		id('id', 'Related Record', { ...ID, required: true, description }),
		'searchListedRecords',
		['module', 'relatedList', 'parentId.value'],
	);
}
