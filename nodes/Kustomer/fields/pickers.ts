import { dynamicList, id, idList, pickable, type Field } from '../../shared/form/fields';
import { ID } from './common';

/**
 * Addresses of Kustomer's screens. A guess: no page of the vendor's shows one; the ID must stand behind the word for its kind,
 * in the path alone, because a query or fragment may hold the address of another screen.
 */
const ADDRESSES: Record<string, { pattern: RegExp; placeholder: string }> = {
	searchCustomers: {
		pattern: /^https?:\/\/[^/?#]+\/(?:[^?#]*\/)?customers\/([0-9a-fA-F]{24})(?:[/?#]|$)/,
		placeholder: 'e.g. https://acme.kustomerapp.com/app/customers/5a1b2c3d4e5f60718293a4b5',
	},
	searchConversations: {
		pattern:
			/^https?:\/\/[^/?#]+\/(?:[^?#]*\/)?(?:event|conversations)\/([0-9a-fA-F]{24})(?:[/?#]|$)/,
		placeholder:
			'e.g. https://acme.kustomerapp.com/app/customers/5a1b2c3d4e5f60718293a4b5/event/5a1b2c3d4e5f60718293a4c6',
	},
	searchCompanies: {
		pattern: /^https?:\/\/[^/?#]+\/(?:[^?#]*\/)?companies\/([0-9a-fA-F]{24})(?:[/?#]|$)/,
		placeholder: 'e.g. https://acme.kustomerapp.com/app/companies/5a1b2c3d4e5f60718293a4b5',
	},
};

/**
 * The ID of an object, picked from a list, given by hand, or as the address of its screen.
 * @param search the method of methods/listSearch.ts that fills the list
 */
export function pickedId<Name extends string, const Required extends boolean = false>(
	name: Name,
	displayName: string,
	search: string,
	options: {
		required?: Required;
		upFront?: boolean;
		description?: string;
		dependsOn?: string[];
	} = {},
): Field<Name, string, Required> {
	const { dependsOn, ...given } = options;
	return pickable(id(name, displayName, { ...ID, ...given }), {
		search,
		by: 'id',
		placeholder: ID.placeholder,
		...(ADDRESSES[search] === undefined ? {} : { url: ADDRESSES[search] }),
		dependsOn,
	});
}

/** Most users, and most teams, of a conversation (kustomer 2.1). */
const MOST_ASSIGNED = 10;

/**
 * The users or teams that a conversation is assigned to.
 * @param method of methods/loadOptions.ts that lists them
 */
export function assignees<Name extends string>(
	name: Name,
	displayName: string,
	method: 'getUsers' | 'getTeams',
	description: string,
): Field<Name, string[]> {
	return dynamicList(
		idList(name, displayName, { ...ID, max: MOST_ASSIGNED, unique: true, description }),
		{ method },
	);
}
