import { company } from './company';
import { conversation } from './conversation';
import { customer } from './customer';
import { customObject } from './customObject';
import type { Kind } from './kind';

export type { ChosenClass, Kind, Lookup } from './kind';

/** The kinds of objects that are created, updated, found and searched in the same way. */
export const KINDS = { company, conversation, customer, customObject } as const satisfies Record<
	string,
	Kind
>;

/** The kind behind a resource of the form. */
export function kindOf(resource: string): Kind | undefined {
	return Object.values<Kind>(KINDS).find(({ value }) => value === resource);
}
