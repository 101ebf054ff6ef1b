import { ownFields } from '../fields/mapped';
import type { SalesforceKind } from './kind';

/** A file of Salesforce, whatever its versions and the records that it is linked to (salesforce-engagement 16). */
export const document: SalesforceKind = {
	api: 'ContentDocument',
	name: 'File',
	value: 'file',
	noun: 'file',
	nouns: 'files',
	fields: [],
	names: ['Title'],
	simple: [],
	choose: [],
	mapper: ownFields,
};
