import type { Json, Person } from '../http/wire';
import { FIELDS, NAME_FIELDS, uniqueFields } from '../meta/fieldList';
import { Links } from './links';
import { stamp, type Settings } from './settings';
import { Table, type Row } from './table';
import { TagBook } from './tagBook';

/** A deleted record, as the list of them shows it (bigin 4.6). */
export interface Deleted {
	id: string;
	display_name: string;
	type: 'recycle' | 'permanent';
	deleted_time: string;
	deleted_by: Json;
	created_by: Json;
}

const brief = ({ id, name }: { id?: unknown; name?: unknown }): Json => ({ id, name });

/** Everything that the account holds as records. */
export class AccountState {
	readonly links = new Links();
	private readonly tables = new Map<string, Table>();
	private readonly books = new Map<string, TagBook>();
	private readonly deleted = new Map<string, Deleted[]>();
	private stamped = { second: NaN, text: '' };
	private nextId = 2034020000000644000n;

	constructor(readonly settings: Settings) {}

	reset(): void {
		this.tables.clear();
		this.books.clear();
		this.deleted.clear();
		this.links.clear();
	}

	readonly newId = (): string => String(this.nextId++);

	/** The time by the clock, in milliseconds. */
	millis(): number {
		return this.settings.clock().getTime();
	}

	/** The time as a stamp; those of one second share it. */
	now(): string {
		const millis = this.millis();
		const second = Math.floor(millis / 1000);
		if (second !== this.stamped.second) this.stamped = { second, text: stamp(new Date(millis)) };
		return this.stamped.text;
	}

	table(module: string): Table {
		let table = this.tables.get(module);
		if (table === undefined) {
			table = new Table(uniqueFields(module), () => this.settings.indexLag);
			this.tables.set(module, table);
		}
		return table;
	}

	tags(module: string): TagBook {
		let book = this.books.get(module);
		if (book === undefined) {
			book = new TagBook(this.newId);
			this.books.set(module, book);
		}
		return book;
	}

	/** Everything stored, by module; modules without records are left out. */
	stored(): Record<string, Row[]> {
		return Object.fromEntries(
			[...this.tables]
				.filter(([, table]) => table.size > 0)
				.map(([module, table]) => [module, [...table.rows()]]),
		);
	}

	/** Name of a record, as lookups show it. */
	nameOf(module: string, row: Row): string {
		if (module === 'Contacts') return [row.First_Name, row.Last_Name].filter(Boolean).join(' ');
		return String(row[NAME_FIELDS[module] ?? 'id'] ?? '');
	}

	/** The module that holds a record of this id, and the record. */
	owner(
		id: string,
		among: Iterable<string> = Object.keys(FIELDS),
	): { module: string; row: Row } | undefined {
		for (const module of among) {
			const row = this.tables.get(module)?.get(id);
			if (row) return { module, row };
		}
		return undefined;
	}

	/** Removes a record and notes it among the deleted ones. */
	remove(module: string, id: string, by: Person): boolean {
		const row = this.table(module).remove(id, this.millis());
		if (!row) return false;
		const list = this.deleted.get(module) ?? [];
		this.deleted.set(module, list);
		list.push({
			id,
			display_name: this.nameOf(module, row),
			type: 'recycle',
			deleted_time: this.now(),
			deleted_by: brief(by),
			created_by: brief((row.Created_By ?? {}) as Json),
		});
		return true;
	}

	deletedOf(module: string): readonly Deleted[] {
		return this.deleted.get(module) ?? [];
	}
}
