import type { Json } from '../http/wire';

/** How the records of a related list belong to their record. */
export interface RelatedList {
	name: string;
	/** Fields of the related record that hold the id; none for links of their own. */
	by?: readonly string[];
	/** The other way round: fields of the record itself that hold ids of the related ones. */
	from?: readonly string[];
}

const ACTIVITIES: RelatedList[] = ['Tasks', 'Events'].map((name) => ({ name, by: ['Related_To'] }));
const CALLS: RelatedList = { name: 'Calls', by: ['Related_To', 'Contact_Name'] };
/** Read on paths of their own (bigin 5.1 and 5.2). */
const OWN: RelatedList[] = [{ name: 'Notes' }, { name: 'Attachments' }];

/** Related lists of each module (bigin 4.9). */
export const RELATED_LISTS: Record<string, readonly RelatedList[]> = {
	Contacts: [
		{ name: 'Pipelines', by: ['Contact_Name', 'Secondary_Contacts'] },
		{ name: 'Products' },
		...ACTIVITIES,
		CALLS,
		...OWN,
	],
	Accounts: [
		{ name: 'Contacts', by: ['Account_Name'] },
		{ name: 'Pipelines', by: ['Account_Name'] },
		{ name: 'Products' },
		...ACTIVITIES,
		CALLS,
		...OWN,
	],
	Pipelines: [
		{ name: 'Contacts', from: ['Contact_Name', 'Secondary_Contacts'] },
		{ name: 'Products' },
		...ACTIVITIES,
		CALLS,
		...OWN,
	],
	Products: [{ name: 'Contacts' }, { name: 'Pipelines' }, { name: 'Accounts' }, ...OWN],
	Tasks: OWN,
	Events: OWN,
	Calls: OWN.slice(0, 1),
};

/** True for lists that records can be put on: only products and the others (bigin 4.9). */
export function linkable(list: RelatedList): boolean {
	return list.by === undefined && list.from === undefined && !OWN.includes(list);
}

/** The related lists of a module as metadata shows them (bigin 7.4). */
export function relatedMeta(module: string): Json[] {
	return (RELATED_LISTS[module] ?? []).map((list, index) => ({
		id: String(
			2034020000000095000n + BigInt(Object.keys(RELATED_LISTS).indexOf(module) * 20 + index),
		),
		api_name: list.name,
		display_label: list.name === 'Accounts' ? 'Companies' : list.name,
		name: list.name,
		module: { api_name: list.name },
		href: `${module}/{ENTITYID}/${list.name}`,
		type: 'default',
		connectedmodule: null,
		linkingmodule: null,
		sequence_number: String(index + 1),
		action: linkable(list) ? 'assign' : null,
	}));
}
