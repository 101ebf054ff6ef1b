import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../shared/base/errors';
import { isEmpty } from '../../shared/base/values';
import { allFields } from '../fields/mapped';
import { objectChoice, type SalesforceKind } from './kind';

/** A record of any object, which the user picks. */
export const record: SalesforceKind = {
	api: '',
	name: 'Record',
	value: 'record',
	noun: 'record',
	nouns: 'records',
	fields: [],
	names: [],
	simple: [],
	choose: [objectChoice],
	mapper: allFields,
	finish: related,
	finishUpdate: relatedOfUpdate,
};

/** @throws InputError for an empty key of a related record: Salesforce cannot unlink a record by it */
function relatedOfUpdate(values: IDataObject): IDataObject {
	const emptied = Object.keys(values).find((key) => key.includes('.') && values[key] === null);
	if (emptied === undefined) return related(values);
	throw new InputError(
		`'${emptied}' is null, and a related record cannot be taken away by its key`,
		emptied,
		'Set the field of the relation itself to null, such as AccountId.',
	);
}

/**
 * Puts the keys of related records where Salesforce takes them: `Account.Ext__c` becomes `Account: { Ext__c }`.
 * @throws InputError for a path with more than two parts
 */
export function related(values: IDataObject): IDataObject {
	const paths = Object.keys(values).filter((key) => key.includes('.'));
	if (paths.length === 0) return values;
	const result: IDataObject = { ...values };
	for (const path of paths) {
		const [relation = '', field = '', ...rest] = path.split('.');
		const value = result[path];
		delete result[path];
		if (relation === '' || field === '' || rest.length > 0 || relation in result)
			throw new InputError(
				`'${path}' cannot be sent`,
				path,
				'Name a related record by one of its external IDs, such as Account.Ext__c.',
			);
		if (!isEmpty(value)) result[relation] = { [field]: value };
	}
	return result;
}
