import type { Resource } from '../../shared/form/operation';
import type { Module } from '../kinds';
import { createRecords } from './create';
import { deleteRecords } from './delete';
import { getRecord } from './get';
import { getDeletedRecords } from './getDeleted';
import { getManyRecords } from './getMany';
import { searchRecords } from './search';
import { updateRecords } from './update';
import { upsertRecords } from './upsert';

/** What can be done with the records of every module; the first one is preset in the form. */
const OPERATIONS = [
	createRecords,
	upsertRecords,
	deleteRecords,
	getRecord,
	getDeletedRecords,
	getManyRecords,
	searchRecords,
	updateRecords,
];

/** The resource of a module. */
export function recordResource(module: Module): Resource {
	return {
		name: module.name,
		value: module.value,
		operations: OPERATIONS.map((operation) => operation(module)),
	};
}
