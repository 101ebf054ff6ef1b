import type { Field } from '../../shared/form/fields';
import type { Operation } from '../../shared/form/operation';

/** A module of Bigin: what its records are called and made of. */
export interface Module {
	/** API name: "Contacts". */
	api: string;
	/** Name of the resource, as on Bigin's screens: "Contact". */
	name: string;
	value: string;
	/** The resource in a sentence: "contact", "contacts". */
	noun: string;
	nouns: string;
	/** Documented fields. */
	fields: readonly Field[];
	/** API name of the field that tells a person which record it is. */
	title: string;
	/** API names of the fields that make up the title, where they are written one by one; the title itself if absent. */
	titleParts?: readonly string[];
	/** API name of a text that tells apart what has the same title. */
	subtitle?: string;
	/** API names of the fields that Simplify keeps, beside the id; at most nine. */
	simple: readonly string[];
	/** Checks a whole record, as Create takes it. */
	finish?: Operation['finish'];
	/** Checks what an update brings along. */
	finishUpdate?: Operation['finish'];
}
