import type { Json } from '../http/wire';
import { fieldOf } from '../meta/fieldList';
import { LOOKUPS, NUMBERS, TIMES, type Kind } from '../meta/kinds';
import { valueOf } from '../records/present';
import type { Row } from '../state/table';
import type { AccountState } from '../state/accountState';

/** Something of a record that a query can name. */
export interface Column {
	path: string;
	kind: Kind;
	/** The value as reads show it. */
	read(row: Row): unknown;
}

/** A field, or a field of a lookup's target after a dot (bigin 4.8); undefined if there is no such field. */
export function columnOf(state: AccountState, module: string, path: string): Column | undefined {
	const [name = '', inner, ...deeper] = path.split('.');
	const spec = fieldOf(module, name);
	if (!spec || deeper.length > 0) return undefined;
	const read = (row: Row) => valueOf(state, module, row, spec);
	if (inner === undefined) return { path, kind: spec.kind, read };
	if (!LOOKUPS.has(spec.kind)) return undefined;
	const target = spec.to === undefined ? undefined : fieldOf(spec.to, inner);
	if (target && inner !== 'id') {
		return {
			path,
			kind: target.kind,
			read: (row) => {
				const found = state.table(spec.to ?? '').get(String((row[name] as Json | undefined)?.id));
				return found ? valueOf(state, spec.to ?? '', found, target) : null;
			},
		};
	}
	if (!['id', 'name', 'email'].includes(inner)) return undefined;
	return { path, kind: 'text', read: (row) => (read(row) as Json | null)?.[inner] ?? null };
}

const DATE = /^\d{4}-\d\d-\d\d$/;
/** With an offset and without milliseconds; a `Z` is not taken (bigin 4.7). */
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/;

/** A text of a query as a value that can be compared; undefined where the field cannot hold it. */
export function literal(kind: Kind, text: string): string | number | boolean | undefined {
	if (NUMBERS.has(kind))
		return text.trim() === '' || Number.isNaN(Number(text)) ? undefined : Number(text);
	if (TIMES.has(kind))
		return (kind === 'date' ? DATE : DATE_TIME).test(text) && !Number.isNaN(Date.parse(text))
			? Date.parse(text)
			: undefined;
	if (kind === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined;
	return text.toLowerCase();
}

/** The values of a record that a query compares with: a lookup counts by its id and its name, a list by each of its entries. */
export function scalars(kind: Kind, value: unknown): Array<string | number | boolean> {
	if (value === null || value === undefined) return [];
	if (Array.isArray(value)) return value.flatMap((entry: unknown) => scalars(kind, entry));
	if (typeof value === 'object')
		return [(value as Json).id, (value as Json).name]
			.filter((part) => typeof part === 'string')
			.map((part) => part.toLowerCase());
	if (TIMES.has(kind)) return [Date.parse(String(value))];
	if (kind === 'boolean') return [value === true];
	if (NUMBERS.has(kind)) return [Number(value)];
	return [String(value).toLowerCase()];
}
