import { id, idInAddress, pickable, type Field } from '../../shared/form/fields';

/** Form of a Salesforce ID: 15 characters, or 18 with a check (salesforce-engagement 9.3). */
export const ID = {
	form: /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/,
	expects: 'a Salesforce ID of 15 or 18 characters',
	idHint: 'Choose it from the list, or find its ID first, for example with Get Many.',
};

/** The address of a record's page in Lightning. A guess: no page of the vendor's was read for it. */
const RECORD_URL = {
	pattern: /^https?:\/\/[^/]+\/.*?\/r\/(?:\w+\/)?([A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?)(?:[/?#]|$)/,
	placeholder:
		'e.g. https://mycompany.lightning.force.com/lightning/r/Contact/003000000000001AAA/view',
};

/** What a field can be picked from: the lists of methods/listSearch.ts. */
export type Picker =
	| 'searchObjects'
	| 'searchRecords'
	| 'searchPeople'
	| 'searchUsers'
	| 'searchInteractions';

/** Lets a field with the ID of a record be picked. */
export function picked<One extends Field>(field: One, search: Picker, dependsOn?: string[]): One {
	return pickable(field, {
		search,
		by: 'id',
		placeholder: 'e.g. 003000000000001AAA',
		url: RECORD_URL,
		dependsOn,
	});
}

/** The ID in what a picker holds: the ID itself, or the address of a record's page. */
export function idIn(value: string | undefined): string | undefined {
	if (value === undefined) return undefined;
	return ID.form.test(value) ? value : idInAddress(value, RECORD_URL);
}

/** A field with the ID of another record. */
export function reference<Name extends string, const Required extends boolean = false>(
	name: Name,
	displayName: string,
	options: { required?: Required; description?: string; placeholder?: string; hint?: string } = {},
): Field<Name, string, Required> {
	return id(name, displayName, { ...ID, ...options });
}

/** IDs of one record, as a text that is the same for both of its forms. */
export function shortId(value: unknown): string {
	return String(value).slice(0, 15);
}
