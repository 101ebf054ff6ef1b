import { failed, found, InputError } from '../../shared/base/errors';
import { defineOperation } from '../../shared/form/defineOperation';
import {
	dynamicList,
	dynamicOption,
	id,
	limit,
	list,
	returnAll,
	text,
	wanted,
} from '../../shared/form/fields';
import type { Operation } from '../../shared/form/operation';
import { apiVersion } from '../fields/apiVersion';
import { ID, picked } from '../fields/ids';
import { NAME, objectOf, type SalesforceKind } from '../kinds/kind';
import { relationsOf } from '../metadata';
import { readRecords } from './rows';
import { fieldNames, listedFields } from './selection';
import { isIn, quoted } from './soql';

const relationship = dynamicOption(
	text('relationship', 'Relationship Name or ID', {
		required: true,
		pattern: NAME,
		expects: 'the name of a relationship, such as Contacts or Visits__r',
		description: 'Which related records to return',
	}),
	{ method: 'getRelationships', dependsOn: ['object'] },
);

const relatedFields = dynamicList(
	list('fields', 'Field Names or IDs', {
		description: 'The fields of the related records to return; all if left empty',
		unique: true,
		entry: fieldNames,
	}),
	{ method: 'getRelatedFields', dependsOn: ['object', 'relationship'] },
);

/** Get Related: the records of another object that name a record, by the relationship that describe tells (salesforce-engagement 2.6). */
export function getRelated(kind: SalesforceKind): Operation {
	const { noun } = kind;
	return defineOperation({
		name: 'Get Related',
		value: 'getRelated',
		action: `Get related records of ${noun}`,
		description: `Get the records of another object that belong to a ${noun}, such as the contacts of an account`,
		input: 'form',
		reads: true,
		requiredOptions: [...kind.choose, relationship],
		fields: [
			picked(
				id('id', 'Record', { ...ID, required: true, description: `The ${noun} they belong to` }),
				'searchRecords',
				['object'],
			),
			returnAll,
			limit,
		],
		options: [relatedFields, apiVersion],
		limits: { records: 1 },
		returns: { id: 'string' },
		async send(session, { records: [asked], options }) {
			const object = objectOf(kind, options);
			const relations = await relationsOf(session, object);
			if (!relations.ok) return [failed(relations.failure)];
			const name = options.relationship;
			const relation = relations.value.find((one) => one.name.toLowerCase() === name.toLowerCase());
			if (relation === undefined)
				throw new InputError(
					`${object} has no relationship '${name}'`,
					'relationship',
					'Choose it from the list.',
				);
			const chosen = options.fields ?? [];
			const fields =
				chosen.length > 0
					? { ok: true as const, value: chosen }
					: await listedFields(session, relation.object);
			if (!fields.ok) return [failed(fields.failure)];
			const where = [isIn(relation.field, [quoted(asked.id)])];
			const read = await readRecords(
				session,
				{ object: relation.object, fields: fields.value, where, limit: wanted(asked) },
				{ options, limit: wanted(asked) },
			);
			return [read.ok ? found(read.value) : failed(read.failure)];
		},
	});
}
