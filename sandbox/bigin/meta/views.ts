import type { Json } from '../http/wire';
import { tagsOf } from '../state/tagBook';
import type { Row } from '../state/table';
import { FIELDS, NAME_FIELDS } from './fieldList';

/** A custom view of a module (bigin 7.4). */
export interface View {
	id: string;
	name: string;
	isDefault: boolean;
	/** What it filters by, as metadata shows it; absent where it shows all. */
	criteria?: Json;
	shows(row: Row): boolean;
}

type Filter = Pick<View, 'name' | 'criteria' | 'shows'>;

const equal = (name: string, value: string): Filter => ({
	name: value,
	criteria: { comparator: 'equal', field: { api_name: name }, value },
	shows: (row) => row[name] === value,
});

/** The one filtered view of each module. */
const FILTERED: Record<string, Filter> = {
	Contacts: {
		name: 'VIP',
		criteria: { comparator: 'equal', field: { api_name: 'Tag' }, value: 'VIP' },
		shows: (row) => tagsOf(row).some(({ name }) => name === 'VIP'),
	},
	Accounts: equal('Tier', 'Gold'),
	Pipelines: equal('Stage', 'Closed Won'),
	Products: {
		name: 'Active',
		criteria: { comparator: 'equal', field: { api_name: 'Product_Active' }, value: true },
		shows: (row) => row.Product_Active === true,
	},
	Tasks: equal('Status', 'Not Started'),
	Events: {
		name: 'All Day',
		criteria: { comparator: 'equal', field: { api_name: 'All_day' }, value: true },
		shows: (row) => row.All_day === true,
	},
	Calls: equal('Call_Type', 'Missed'),
};

const VIEWS = new Map(
	Object.entries(FILTERED).map(([module, filter], index) => {
		const id = (offset: number) => String(2034020000000087000n + BigInt(index * 10 + offset));
		return [
			module,
			[
				{ id: id(1), name: 'All', isDefault: true, shows: () => true } as View,
				{ id: id(2), isDefault: false, ...filter },
			],
		];
	}),
);

export const viewsOf = (module: string): readonly View[] => VIEWS.get(module) ?? [];

/** A view as metadata shows it. */
export function viewMeta(module: string, { id, name, isDefault, criteria }: View): Json {
	const shown = new Set([NAME_FIELDS[module], 'Owner', 'Modified_Time']);
	return {
		id,
		name,
		display_value: name === 'All' ? `All ${module}` : name,
		system_name: name === 'All' ? 'ALLVIEWS' : null,
		category: 'public_views',
		default: isDefault,
		system_defined: isDefault,
		favorite: null,
		offline: true,
		access_type: 'public',
		criteria: criteria ?? null,
		fields: (FIELDS[module] ?? [])
			.filter((spec) => shown.has(spec.name))
			.map((spec) => ({ api_name: spec.name })),
		sort_by: null,
		sort_order: null,
		created_by: null,
		modified_by: null,
	};
}
