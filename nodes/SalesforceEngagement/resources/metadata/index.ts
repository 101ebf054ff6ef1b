import type { IDataObject } from 'n8n-workflow';

import { failed, found } from '../../../shared/base/errors';
import type { Shape } from '../../../shared/base/schema';
import { at, isObject } from '../../../shared/base/values';
import { defineOperation } from '../../../shared/form/defineOperation';
import { boolean, limit, wanted, type Field } from '../../../shared/form/fields';
import type { OperationEntry, Resource } from '../../../shared/form/operation';
import { pathPart } from '../../../shared/http/replies';
import { simplified } from '../../../shared/operations/simplify';
import { apiVersion } from '../../fields/apiVersion';
import { objectChoice } from '../../kinds/kind';
import { fieldMeta } from '../../metadata';
import { apiPath } from '../../version';
import { getPicklists } from './picklists';

/** Half a list of fields is of little use, so all come unless fewer are wanted. */
const returnAll = {
	...boolean('returnAll', 'Return All', {
		default: true,
		description: 'Whether to return all results or only up to a given limit',
	}),
	upFront: true,
};

interface Listing extends OperationEntry {
	/** The choice of the object, where a list is about one. */
	fields?: ReadonlyArray<Field<'object', string>>;
	/** Path after that of the version; the whole path if it begins with a slash. */
	path(asked: { object?: string }): string;
	/** The rows of the reply. */
	rows(body: unknown): unknown;
	simplify?: (row: IDataObject) => IDataObject;
	returns: { [key: string]: Shape };
}

/** An operation that reads a list about the org, which Salesforce returns in one reply (salesforce-engagement 2.5). */
function listing({ fields = [], path, rows, ...entry }: Listing) {
	return defineOperation({
		...entry,
		input: 'form',
		reads: true,
		fields: [...fields, returnAll, limit],
		options: [apiVersion],
		limits: { records: 1 },
		async send(session, { records: [asked], options }) {
			const given = path(asked);
			const answer = await session.call({
				method: 'GET',
				path: given.startsWith('/') ? given : apiPath(options, given),
			});
			if (!answer.ok) return [failed(answer.failure)];
			const list = rows(answer.body);
			if (!Array.isArray(list))
				return [
					failed({
						message: 'Salesforce sent a reply without the list',
						description: 'Try again later.',
						executed: 'no',
					}),
				];
			return [found(list.filter(isObject).slice(0, wanted(asked)))];
		},
	});
}

const OBJECT: { [key: string]: Shape } = {
	name: 'string',
	label: 'string',
	keyPrefix: 'string',
	custom: 'boolean',
	createable: 'boolean',
	updateable: 'boolean',
	deletable: 'boolean',
	queryable: 'boolean',
};

function simpleField(row: IDataObject): IDataObject {
	const field = fieldMeta(row);
	if (field === undefined) return row;
	const { apiName: name, label, dataType: type, values, required, custom, matches } = field;
	return {
		name,
		label,
		type,
		required,
		createable: field.createable,
		updateable: field.updateable,
		custom,
		externalId: matches,
		referenceTo: field.referenceTo,
		picklistValues: values.map(({ value }) => value),
	};
}

/** Objects, fields and limits of the org. */
export const metadata: Resource = {
	name: 'Metadata',
	value: 'metadata',
	operations: [
		listing({
			name: 'Get Fields',
			value: 'getFields',
			action: 'Get fields',
			description: 'List the fields of an object with their API names, types and picklist values',
			fields: [objectChoice],
			path: ({ object = '' }) => `sobjects/${pathPart(object)}/describe`,
			rows: (body) => at(body, 'fields'),
			simplify: simpleField,
			returns: {
				name: 'string',
				label: 'string',
				type: 'string',
				required: 'boolean',
				createable: 'boolean',
				updateable: 'boolean',
				custom: 'boolean',
				externalId: 'boolean',
				referenceTo: ['string'],
				picklistValues: ['string'],
			},
		}),
		listing({
			name: 'Get Limits',
			value: 'getLimits',
			action: 'Get limits',
			description: 'List the limits of the org, how much of each is left, and what is used',
			path: () => 'limits',
			rows: (body) =>
				isObject(body)
					? Object.entries(body).map(([name, value]) => ({
							name,
							max: at(value, 'Max'),
							remaining: at(value, 'Remaining'),
						}))
					: undefined,
			returns: { name: 'string', max: 'integer', remaining: 'integer' },
		}),
		listing({
			name: 'Get Objects',
			value: 'getObjects',
			action: 'Get objects',
			description:
				'List the objects of the org with their API names and what can be done with them',
			path: () => 'sobjects',
			rows: (body) => at(body, 'sobjects'),
			simplify: simplified(Object.keys(OBJECT)),
			returns: OBJECT,
		}),
		getPicklists,
		listing({
			name: 'Get Versions',
			value: 'getVersions',
			action: 'Get API versions',
			description: 'List the versions of the API that the org has',
			path: () => '/services/data/',
			rows: (body) => body,
			returns: { label: 'string', url: 'string', version: 'string' },
		}),
	],
};
