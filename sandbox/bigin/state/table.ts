import type { Json } from '../http/wire';

/** A stored record; a change makes a new one. */
export interface Row extends Json {
	id: string;
}

/** A version of a record, with the second from which the index may show it. An absent record means deleted. */
interface Version {
	row: Row | undefined;
	at: number;
}

interface Entry extends Version {
	/** Versions that the index may still show, newest first; absent for a record that never changed. */
	older?: Version[];
}

/** Ids by value; a list only where several records share it, which keeps large tables small. */
type Index = Map<string, string | string[]>;

const keyOf = (value: unknown): string | undefined =>
	typeof value === 'string' && value !== '' ? value.toLowerCase() : undefined;

/** The records of one module, in the order of their ids. */
export class Table {
	private readonly entries = new Map<string, Entry>();
	/** Deleted records that the index may still show. */
	private readonly ghosts = new Map<string, Entry>();
	/** Ids by value, for unique fields and those that were asked for. */
	private readonly indexes = new Map<string, Index>();
	private changes = 0;
	private sorted?: { by: string; changes: number; rows: Row[] };

	constructor(
		private readonly unique: readonly string[],
		private readonly lag: () => number,
	) {
		for (const name of unique) this.indexes.set(name, new Map());
	}

	get size(): number {
		return this.entries.size;
	}

	get(id: string): Row | undefined {
		return this.entries.get(id)?.row;
	}

	/** Stores a record, new or changed, at a time in milliseconds. */
	put(row: Row, now: number): void {
		const at = Math.ceil(now / 1000) * 1000;
		const before = this.entries.get(row.id);
		if (before === undefined) {
			this.entries.set(row.id, { row, at });
		} else {
			this.unlist(before.row as Row);
			this.keep(before, now);
			before.row = row;
			before.at = at;
		}
		for (const [name, index] of this.indexes) add(index, keyOf(row[name]), row.id);
		this.changes += 1;
	}

	remove(id: string, now: number): Row | undefined {
		const entry = this.entries.get(id);
		const row = entry?.row;
		if (entry === undefined || row === undefined) return undefined;
		this.unlist(row);
		this.keep(entry, now);
		if (this.lag() > 0)
			this.ghosts.set(id, { ...entry, row: undefined, at: Math.ceil(now / 1000) * 1000 });
		this.entries.delete(id);
		this.changes += 1;
		return row;
	}

	/** Ids of the records with this value, whatever its case. */
	find(name: string, value: unknown): readonly string[] {
		const key = keyOf(value);
		return key === undefined ? NONE : listed(this.index(name).get(key));
	}

	/** The unique field, if any, whose value another record than `id` has. */
	clash(record: Json, id?: string): { api_name: string; id: string } | undefined {
		for (const name of this.unique) {
			const value = record[name];
			if (value === undefined) continue;
			const other = this.find(name, value).find((found) => found !== id);
			if (other !== undefined) return { api_name: name, id: other };
		}
		return undefined;
	}

	*rows(): Iterable<Row> {
		for (const { row } of this.entries.values()) if (row) yield row;
	}

	/** What the index shows at a time: with a lag, records as they were (bigin 4.7). */
	*seen(now: number): Iterable<Row> {
		const lag = this.lag();
		if (lag === 0) return yield* this.rows();
		for (const entries of [this.entries, this.ghosts]) {
			for (const [id, entry] of entries) {
				const shown = [entry, ...(entry.older ?? [])].find(({ at }) => at + lag <= now);
				if (shown?.row) yield shown.row;
				else if (entry.row === undefined && shown === entry) this.ghosts.delete(id);
			}
		}
	}

	/** All records by a time stamp or the id, ascending; kept until something changes. */
	sortedBy(name: string): readonly Row[] {
		if (this.sorted?.by !== name || this.sorted.changes !== this.changes)
			this.sorted = { by: name, changes: this.changes, rows: sortRows([...this.rows()], name) };
		return this.sorted.rows;
	}

	/** Keeps the versions of a record that the index may still show. */
	private keep(entry: Entry, now: number): void {
		const lag = this.lag();
		if (lag === 0) {
			delete entry.older;
			return;
		}
		const versions = [{ row: entry.row, at: entry.at }, ...(entry.older ?? [])];
		const shown = versions.findIndex(({ at }) => at + lag <= now);
		entry.older = shown < 0 ? versions : versions.slice(0, shown + 1);
	}

	private index(name: string): Index {
		let index = this.indexes.get(name);
		if (index === undefined) {
			index = new Map();
			this.indexes.set(name, index);
			for (const row of this.rows()) add(index, keyOf(row[name]), row.id);
		}
		return index;
	}

	private unlist(row: Row): void {
		for (const [name, index] of this.indexes) {
			const key = keyOf(row[name]);
			if (key === undefined) continue;
			const left = listed(index.get(key)).filter((id) => id !== row.id);
			if (left.length === 0) index.delete(key);
			else index.set(key, left);
		}
	}
}

const NONE: readonly string[] = [];

function listed(ids: string | string[] | undefined): readonly string[] {
	if (ids === undefined) return NONE;
	return typeof ids === 'string' ? [ids] : ids;
}

function add(index: Index, key: string | undefined, id: string): void {
	if (key === undefined) return;
	const ids = index.get(key);
	if (ids === undefined) index.set(key, id);
	else if (typeof ids === 'string') index.set(key, [ids, id]);
	else ids.push(id);
}

/** Sorts in place; equal stamps stand in the order of ids. Ids are as long as each other. */
export function sortRows(rows: Row[], name: string): Row[] {
	const text = (row: Row) => String(row[name] ?? '');
	return rows.sort((a, b) => compare(text(a), text(b)) || compare(a.id, b.id));
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));
