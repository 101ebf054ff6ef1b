import { Refused, type Json } from '../http/wire';
import { fieldOf, NAME_FIELDS } from '../meta/fieldList';
import type { FieldSpec } from '../meta/kinds';
import type { AccountState } from '../state/accountState';
import { valueOfCell } from './cells';

/** Which column fills which field. */
export interface Mapping {
	spec: FieldSpec;
	index: number | undefined;
	/** Field of the lookup's target that the cells hold; its id unless said. */
	target: string;
	fallback: string | undefined;
}

const wrong = (details: Json) =>
	new Refused(400, 'INVALID_DATA', { ...details, parent_api_name: 'field_mappings' });

/** Lookups are named as `Account_Name.id`, or with `find_by` (bigin 10.2). */
function mappingOf(module: string, given: Json, columns: number): Mapping {
	const [name = '', dotted] = String(given.api_name).split('.');
	const spec = fieldOf(module, name);
	if (!spec || (spec.readOnly && name !== 'id')) throw wrong({ api_name: given.api_name });
	const { index } = given;
	if (
		index !== undefined &&
		!(Number.isInteger(index) && Number(index) >= 0 && Number(index) < columns)
	)
		throw wrong({ api_name: given.api_name, index });
	const fallback = (given.default_value as Json | undefined)?.value;
	if (index === undefined && fallback === undefined)
		throw wrong({ api_name: given.api_name, reason: 'index is missing' });
	return {
		spec,
		index: index as number | undefined,
		target: dotted ?? String(given.find_by ?? 'id'),
		fallback: fallback === undefined ? undefined : String(fallback),
	};
}

/** The mappings of an import; columns are taken by the names in the header where none are given. */
export function mappingsOf(module: string, given: unknown, header: readonly string[]): Mapping[] {
	if (given !== undefined && !Array.isArray(given))
		throw new Refused(400, 'INVALID_DATA', {
			api_name: 'field_mappings',
			expected_data_type: 'jsonarray',
		});
	const list =
		(given as Json[] | undefined) ?? header.map((name, index) => ({ api_name: name, index }));
	return list.map((entry: Json | null) => mappingOf(module, entry ?? {}, header.length));
}

/** A row of the file as a record; empty cells clear fields unless they are to be ignored. */
export function recordOf(
	state: AccountState,
	mappings: readonly Mapping[],
	row: readonly string[],
	ignoreEmpty: boolean,
): Json {
	const record: Json = {};
	for (const mapping of mappings) {
		const text =
			(mapping.index === undefined ? '' : (row[mapping.index] ?? '')) || mapping.fallback || '';
		if (text !== '')
			record[mapping.spec.name] = lookedUp(state, mapping, text) ?? valueOfCell(mapping.spec, text);
		else if (!ignoreEmpty) record[mapping.spec.name] = null;
	}
	return record;
}

/** A lookup whose cells hold another field than the id; what is not found stays as it is and is refused. */
function lookedUp(state: AccountState, { spec, target }: Mapping, text: string): unknown {
	if (spec.kind !== 'lookup' || target === 'id' || spec.to === undefined) return undefined;
	const field = target === 'name' ? (NAME_FIELDS[spec.to] ?? '') : target;
	const [id] = state.table(spec.to).find(field, text);
	return { id: id ?? text };
}
