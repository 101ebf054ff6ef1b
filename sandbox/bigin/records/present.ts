import type { Json } from '../http/wire';
import { FIELDS, fieldOf } from '../meta/fieldList';
import type { FieldSpec } from '../meta/kinds';
import { TEAM_PIPELINES } from '../meta/pipelines';
import type { Row } from '../state/table';
import type { AccountState } from '../state/accountState';

/** Modules that `$se_module` may name; which name pipelines have is not confirmed (bigin 3.10). */
const RELATED: Record<string, string> = {
	Contacts: 'Contacts',
	Accounts: 'Accounts',
	Pipelines: 'Pipelines',
	Deals: 'Pipelines',
};
const RELATED_MODULES = ['Contacts', 'Accounts', 'Pipelines'];

/** Keys that a full record has beyond its fields (bigin 4.2). */
const DOLLAR = {
	$currency_symbol: '$',
	$field_states: null,
	$sharing_permission: 'full_access',
	$state: 'save',
	$process_flow: false,
	$locked_for_me: false,
	$approval: { delegate: false, takeover: false, approve: false, reject: false, resubmit: false },
	$editable: true,
	$review_process: { approve: false, reject: false, resubmit: false },
	$review: null,
	$zia_visions: null,
	$orchestration: null,
	$in_merge: false,
	$is_duplicate: false,
	$approval_state: 'approved',
	$pathfinder: null,
	Locked__s: false,
};

/** A lookup with the name that its target has now; as it was sent where there is no such record. */
function expanded(state: AccountState, value: unknown, modules: readonly string[]): unknown {
	const { id } = (value ?? {}) as { id?: string };
	if (id === undefined) return value ?? null;
	const found = state.owner(id, modules);
	return found ? { id, name: state.nameOf(found.module, found.row) } : value;
}

function teamPipeline(value: unknown): unknown {
	const { id } = (value ?? {}) as { id?: string };
	const team = TEAM_PIPELINES.find((entry) => entry.id === id);
	return team ? { id, name: team.name } : (value ?? null);
}

/** A field's value as reads show it: empty is null, lookups and tags show names (bigin 4.1 and 4.2). */
export function valueOf(state: AccountState, module: string, row: Row, spec: FieldSpec): unknown {
	const value = row[spec.name];
	if (spec.name === 'Full_Name') return state.nameOf(module, row);
	if (spec.kind === 'tags') return value ?? [];
	if (value === undefined || value === null) return null;
	switch (spec.kind) {
		case 'lookup':
			return spec.to === 'Layouts' ? teamPipeline(value) : expanded(state, value, [spec.to ?? '']);
		case 'multi_module_lookup':
			return module === 'Notes'
				? value
				: expanded(state, value, [RELATED[String(row.$se_module)] ?? '', ...RELATED_MODULES]);
		case 'multiselectlookup':
			return (value as unknown[]).map((entry) => expanded(state, entry, [spec.to ?? '']));
		case 'subform':
			return (value as Json[]).map((entry) => ({
				...entry,
				Product: expanded(state, entry.Product, [spec.to ?? '']),
			}));
		default:
			return value;
	}
}

/** A record of a list: the id and the asked fields; names that are no fields are left out (bigin 4.1). */
export function projected(
	state: AccountState,
	module: string,
	row: Row,
	fields: readonly string[],
): Json {
	const result: Json = { id: row.id };
	for (const name of fields) {
		const spec = fieldOf(module, name);
		if (spec) result[name] = valueOf(state, module, row, spec);
		else if (name in DOLLAR) result[name] = DOLLAR[name as keyof typeof DOLLAR];
	}
	return result;
}

/** A whole record, as "get one" shows it (bigin 4.2). */
export function whole(state: AccountState, module: string, row: Row): Json {
	const result: Json = { ...DOLLAR };
	for (const spec of FIELDS[module] ?? []) result[spec.name] = valueOf(state, module, row, spec);
	if (row.$se_module !== undefined) result.$se_module = row.$se_module;
	return result;
}

/** A record with the asked fields, or all of it. */
export function shown(
	state: AccountState,
	module: string,
	row: Row,
	fields: readonly string[] | undefined,
): Json {
	return fields ? projected(state, module, row, fields) : whole(state, module, row);
}
