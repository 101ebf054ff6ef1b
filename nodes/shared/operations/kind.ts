import type { Field } from '../form/fields';
import type { Operation } from '../form/operation';

/** A kind of record that a service keeps: what it is called and made of. */
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
	/** Fields that an update takes, where they are others. */
	updateFields?: readonly Field[];
	/** API names of the written fields that tell a person which record it is; a result leads with them. */
	names: readonly string[];
	/** API names of the fields that Simplify keeps, beside the id; at most nine. */
	simple: readonly string[];
	/** Checks a whole record, as Create takes it. */
	finish?: Operation['finish'];
	/** Checks what an update brings along. */
	finishUpdate?: Operation['finish'];
}

/** The noun with "a" or "an". */
export function withArticle(noun: string): string {
	return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}
