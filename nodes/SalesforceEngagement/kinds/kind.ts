import { pickable, text, type Field } from '../../shared/form/fields';
import type { RecordKind } from '../../shared/operations/kind';

/** A kind of record of Salesforce. */
export interface SalesforceKind extends RecordKind {
	/** API name of the object; empty where the user chooses it. */
	api: string;
	/** Options that stand before the record: the choice of the object, where there is one. */
	choose: ReadonlyArray<Field<'object', string>>;
	/** The mapper for the fields that the form does not know. */
	mapper: Field;
}

/** API name of an object: it becomes part of a query. */
export const NAME = /^[A-Za-z]\w{0,79}$/;

/** The object that an operation is about. */
export const objectChoice = pickable(
	text('object', 'Object', {
		required: true,
		pattern: NAME,
		expects: 'the API name of an object, such as Contact or Visit__c',
		placeholder: 'e.g. Contact',
		description: 'The kind of record',
	}),
	{ search: 'searchObjects', by: 'name', placeholder: 'e.g. Visit__c' },
);

/** The chosen object, for a kind that covers all of them. */
export type ChosenObject = { [Key in (typeof objectChoice)['name']]?: unknown };

/** API name of the object that a batch is about. */
export function objectOf({ api }: Pick<SalesforceKind, 'api'>, { object }: ChosenObject): string {
	return api === '' ? String(object) : api;
}
