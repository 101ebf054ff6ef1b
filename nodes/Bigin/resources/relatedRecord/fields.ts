import { dynamicOption, id, text } from '../../../shared/form/fields';
import { ID, picked } from '../../fields/common';
import { moduleChoice } from '../../kinds/moduleChoice';
import { parentRecord } from '../parent';

/** Modules whose records can be linked to others (bigin 4.9). */
const LINKING = ['Contacts', 'Pipelines', 'Accounts', 'Products'];

/** The name becomes part of a path, where '..' would lead to another path. */
const API_NAME = { pattern: /^\w+$/, expects: 'the API name of a list' };

const relatedList = dynamicOption(
	text('relatedList', 'Related List Name or ID', {
		...API_NAME,
		required: true,
		description: 'The related list of the record, such as its products',
	}),
	{ method: 'getRelatedLists', dependsOn: ['module', 'operation'] },
);

/** The record and its list; related records that share both are sent together. */
export function listOf(apis?: readonly string[]) {
	return [moduleChoice(apis), parentRecord(), relatedList] as const;
}

export const linkOptions = listOf(LINKING);

/** The record in the list. */
export const relatedRecordId = picked(
	id('id', 'Related Record', {
		...ID,
		required: true,
		description: 'The record to link or unlink',
	}),
	'searchListedRecords',
	['module', 'relatedList', 'parentId.value'],
);
