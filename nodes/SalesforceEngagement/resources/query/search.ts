import type { IDataObject } from 'n8n-workflow';

import { failed, found, InputError } from '../../../shared/base/errors';
import { at, isObject } from '../../../shared/base/values';
import { defineOperation } from '../../../shared/form/defineOperation';
import { dynamicList, list, number, text, upFront, type Values } from '../../../shared/form/fields';
import { apiVersion } from '../../fields/apiVersion';
import { NAME } from '../../kinds/kind';
import { apiPath } from '../../version';

/** Most rows of a search in SOSL (from memory). */
const MOST = 2_000;

/** Signs that SOSL reads as its own (from memory); with a backslash they stand for themselves. */
const RESERVED = /[?&|!{}[\]()^~*:\\"'+-]/g;

const objects = dynamicList(
	list('objects', 'Object Names or IDs', {
		unique: true,
		description: 'The kinds of records to search; contacts, leads and accounts if left empty',
		entry(entry) {
			if (typeof entry === 'string' && NAME.test(entry)) return entry;
			throw new InputError(
				"'Object Names or IDs' must hold API names of objects",
				'objects',
				'Names look like Contact or Visit__c.',
			);
		},
	}),
	{ method: 'getObjects' },
);

const fields = [
	text('text', 'Text', {
		required: true,
		max: 4_000,
		placeholder: 'e.g. Bell',
		description: 'The words to look for, of at least two characters; they are escaped',
	}),
	upFront(objects),
	upFront(
		number('limit', 'Limit', {
			min: 1,
			max: MOST,
			integer: true,
			default: 50,
			description: 'Max number of results to return',
		}),
	),
] as const;

/** Search: a text in all fields of several objects, in SOSL. The form of the request is from memory. */
export const searchText = defineOperation({
	name: 'Search',
	value: 'search',
	action: 'Search text',
	description: 'Find records of several objects that hold a text in any of their fields (SOSL)',
	input: 'form',
	reads: true,
	fields,
	options: [apiVersion],
	limits: { records: 1 },
	returns: { object: 'string', id: 'string', Name: 'string' },
	async send(session, { records, options }) {
		const [asked] = records;
		const answer = await session.call({
			method: 'GET',
			path: apiPath(options, 'search'),
			query: { q: sosl(asked) },
		});
		if (!answer.ok) return [failed(answer.failure)];
		const rows = at(answer.body, 'searchRecords');
		if (!Array.isArray(rows))
			return [
				failed({
					message: 'Salesforce sent a reply without search results',
					description: 'Try again later.',
					executed: 'no',
				}),
			];
		return [found(rows.filter(isObject).map(plain))];
	},
});

function sosl(asked: Values<typeof fields>): string {
	const words = asked.text.replace(RESERVED, '\\$&');
	const kinds = asked.objects ?? [];
	const returning = (kinds.length === 0 ? ['Account', 'Contact', 'Lead'] : kinds).map(
		(kind) => `${kind}(Id, Name)`,
	);
	return `FIND {${words}} IN ALL FIELDS RETURNING ${returning.join(', ')} LIMIT ${asked.limit ?? 50}`;
}

function plain({ attributes, Id, ...row }: IDataObject): IDataObject {
	return { object: at(attributes, 'type') as string, id: Id, ...row };
}
