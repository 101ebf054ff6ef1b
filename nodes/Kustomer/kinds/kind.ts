import type { IDataObject } from 'n8n-workflow';

import type { Field } from '../../shared/form/fields';
import type { RecordKind } from '../../shared/operations/kind';

/** The chosen class of custom objects. */
export interface ChosenClass {
	klass?: unknown;
}

/** A kind of objects of Kustomer. Its API name is the type of its objects in replies and in searches. */
export interface Kind extends RecordKind {
	/** Path of the list; of custom objects it holds the class, which is a option. */
	path(options: ChosenClass): string;
	/** The kind in searches and metadata (kustomer 3.6 and 4.9). */
	context(options: ChosenClass): string;
	/** Method of an update: companies and custom objects have no PATCH (kustomer 4.5 and 4.6). */
	method: 'PATCH' | 'PUT';
	/** How one object is found, beside by its ID: parts of the path such as `email=` (kustomer 3.2). */
	lookups: readonly Lookup[];
	/** Names of fields that only a new object takes. */
	createOnly?: readonly string[];
	/** Options that say which objects are meant, such as the class of custom objects. */
	requiredOptions?: ReadonlyArray<Field<keyof ChosenClass, string>>;
	/** The method of methods/listSearch.ts that fills the picker. */
	picker?: Picker;
	/** True where Kustomer keeps no two objects with the same key, so that a second sending finds the first one's (kustomer 3.3). */
	unique?: boolean;
	/** False where there is no request that deletes; the object is marked instead (kustomer 4.5). */
	deletes: boolean;
}

/** A key that Kustomer finds one object by. */
export interface Lookup {
	/** Name in the path, before the equals sign. */
	name: 'externalId' | 'email' | 'phone';
	/** Name in the form: "External ID". */
	label: string;
	placeholder: string;
	/** True where the key is a filter of the list, and no part of the path (kustomer 4.5). */
	listed?: boolean;
	/** Attribute of the search, and its type, where the search knows the key (kustomer, appendix B). */
	attribute?: string;
	type?: string;
	/** The values that an object has for it. */
	valuesIn(row: IDataObject): string[];
	/** Two values are the same where this is the same. */
	same(value: string): string;
}

/** The lists behind pickers. */
export type Picker =
	| 'searchCustomers'
	| 'searchConversations'
	| 'searchCompanies'
	| 'searchCustomObjects'
	| 'searchUsers'
	| 'searchTeams'
	| 'searchQueues'
	| 'searchTags'
	| 'searchClasses';
