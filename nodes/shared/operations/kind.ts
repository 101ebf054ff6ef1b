import type { Field } from '../form/fields';
import type { Operation } from '../form/operation';

/** A kind of record in a service: its names and its fields. */
export interface RecordKind {
	/** API name: "Contacts". */
	api: string;
	/** Name of the resource, as on the service's screens: "Contact". */
	name: string;
	value: string;
	/** The resource in a sentence: "contact", "contacts". */
	noun: string;
	nouns: string;
	/** Documented fields. */
	fields: readonly Field[];
	/** Fields that an update accepts, if they differ. */
	updateFields?: readonly Field[];
	/** API names of the written fields that tell a person which record it is; a result starts with them. */
	names: readonly string[];
	/** API names of the fields that Simplify keeps in addition to the ID; at most nine. */
	simple: readonly string[];
	/** Checks a whole record, as in Create. */
	finish?: Operation['finish'];
	/** Checks the fields of an update. */
	finishUpdate?: Operation['finish'];
}

/** The noun with "a" or "an". */
export function withArticle(noun: string): string {
	return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}
