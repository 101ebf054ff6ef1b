import type { Result } from '../../shared/base/result';
import { dynamicList, list, type ValueIn } from '../../shared/form/fields';
import { outputMode, selectedFields, type OutputChoice } from '../../shared/form/output';
import type { Session } from '../../shared/http/session';
import { fieldsOf } from '../metadata';
import { objectOf, type ChosenObject, type SalesforceKind } from '../kinds/kind';
import { InputError } from '../../shared/base/errors';
import { PATH } from './conditions';

/** Types whose values a query cannot give out for many rows. */
const NOT_LISTED = ['base64'];

const names = dynamicList(
	list('fields', 'Field Names or IDs', {
		description:
			'The fields to return, also those of related records such as Account.Name; all of the object if left empty',
		unique: true,
		entry: fieldNames,
	}),
	{ method: 'getFields', dependsOn: ['resource', 'object'] },
);

/** Which fields of each record are wanted, where the output is not simplified. */
export const fieldsToReturn = {
	...names,
	property: {
		...names.property,
		displayOptions: {
			hide: { '/simplify': [true], '/output': ['simplified', 'selectedFields'] },
		},
	},
};

/** Which fields of a record are wanted, of an object that has no simplified form. */
export const anyFields = names;

/** Reads an entry of a list of fields. Throws InputError. */
export function fieldNames(entry: unknown, label: string): string {
	if (typeof entry === 'string' && PATH.test(entry)) return entry;
	throw new InputError(
		`${label} must hold API names of fields, but holds ${JSON.stringify(entry)}`,
		'fields',
		'Names look like Status, Visit__c or Account.Name.',
	);
}

/** The choices that decide which fields are returned. */
type Selection = ValueIn<typeof fieldsToReturn> & OutputChoice & ChosenObject;

/** The fields to ask for: those of the simplified output, those chosen, or all that describe names. */
export async function wantedFields(
	session: Session,
	kind: SalesforceKind,
	options: Selection,
): Promise<Result<string[]>> {
	if (kind.simple.length > 0 && outputMode(options) === 'simplified')
		return { ok: true, value: [...kind.simple] };
	const selected = kind.simple.length > 0 ? selectedFields(options) : undefined;
	const chosen = selected ?? options.fields ?? [];
	if (chosen.length > 0)
		return { ok: true, value: chosen.map((name) => fieldNames(name, "'Output Fields'")) };
	return await listedFields(session, objectOf(kind, options));
}

/** All fields of an object that a query can give out for many rows. */
export async function listedFields(session: Session, object: string): Promise<Result<string[]>> {
	const known = await fieldsOf(session, object);
	return known.ok
		? {
				ok: true,
				value: known.value
					.filter(({ dataType }) => !NOT_LISTED.includes(dataType))
					.map(({ apiName }) => apiName),
			}
		: known;
}
