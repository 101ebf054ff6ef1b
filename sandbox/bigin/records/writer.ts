import {
	goodEntry,
	refusal,
	refusedEntry,
	type Json,
	type Person,
	type Refusal,
} from '../http/wire';
import { REFERENCE_FIELDS, uniqueFields } from '../meta/fieldList';
import { changeWrong, checkRecord } from './check';
import type { Row } from '../state/table';
import type { AccountState } from '../state/accountState';
import { changed, tidy } from './tidy';

/** What became of one record. */
export interface Outcome {
	entry: Json;
	/** Absent where the record was refused. */
	id?: string;
	refusal?: Refusal;
	action?: 'insert' | 'update';
}

const refused = (wrong: Refusal): Outcome => ({ entry: refusedEntry(wrong), refusal: wrong });

/** Writes single records; requests and imports go the same way. */
export class Writer {
	constructor(private readonly state: AccountState) {}

	insert(module: string, record: unknown, index: number, user: Person): Outcome {
		const wrong = checkRecord(module, record, index);
		if (wrong) return refused(wrong);
		const clash = this.state.table(module).clash(record as Json);
		if (clash) return refused(refusal('DUPLICATE_DATA', clash));
		// Set one by one: copying each of very many records takes longer than all the rest.
		const row = tidy(this.state, module, record as Json, user) as Row;
		row.id = this.state.newId();
		row.Owner ??= user;
		row.Created_Time = row.Modified_Time = this.state.now();
		row.Created_By = row.Modified_By = user;
		this.state.table(module).put(row, this.state.millis());
		return { entry: goodEntry('record added', stamps(row)), id: row.id, action: 'insert' };
	}

	/** Changes the record of this id; a clash with another record's unique field is a refusal (bigin 4.3). */
	update(module: string, id: unknown, record: unknown, index: number, user: Person): Outcome {
		const table = this.state.table(module);
		if (id === undefined) return refused(refusal('MANDATORY_NOT_FOUND', { api_name: 'id' }));
		const before = typeof id === 'string' ? table.get(id) : undefined;
		const wrong = changeWrong(module, record, before, index);
		if (wrong) return refused(wrong);
		if (!before)
			return refused(refusal('INVALID_DATA', { id }, 'the id given seems to be invalid'));
		const clash = table.clash(record as Json, before.id);
		if (clash) return refused(refusal('DUPLICATE_DATA', clash));
		const row = this.stampedRow(
			changed(before, tidy(this.state, module, record as Json, user)),
			user,
		);
		table.put(row, this.state.millis());
		return { entry: goodEntry('record updated', stamps(row)), id: row.id, action: 'update' };
	}

	/** Updates the record that shares the first of these fields with another, or adds it (bigin 4.4). */
	upsert(
		module: string,
		record: unknown,
		index: number,
		user: Person,
		checked: readonly string[],
	): Outcome {
		const found =
			typeof record === 'object' && record !== null
				? this.find(module, record as Json, checked)
				: undefined;
		const outcome = found
			? this.update(module, found.id, record, index, user)
			: this.insert(module, withoutNulls(record), index, user);
		if (outcome.refusal) return outcome;
		return {
			...outcome,
			entry: { ...outcome.entry, action: outcome.action, duplicate_field: found?.field ?? null },
		};
	}

	/** A changed record with who changed it and when. */
	stampedRow(row: Row, user: Person): Row {
		return { ...row, Modified_Time: this.state.now(), Modified_By: user };
	}

	find(
		module: string,
		record: Json,
		checked: readonly string[],
	): { id: string; field: string } | undefined {
		for (const field of checked) {
			const id =
				field === 'id'
					? this.state.table(module).get(String(record.id))?.id
					: this.state.table(module).find(field, record[field])[0];
			if (id !== undefined) return { id, field };
		}
		return undefined;
	}
}

/** Fields that an upsert may find records by. */
export function checkable(module: string): string[] {
	const reference = REFERENCE_FIELDS[module];
	return [...uniqueFields(module), ...(reference === undefined ? [] : [reference])];
}

function withoutNulls(record: unknown): unknown {
	if (typeof record !== 'object' || record === null || Array.isArray(record)) return record;
	return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
}

/** What a reply tells of a written record (bigin 3.13). */
export function stamps(row: Row): Json {
	const { Created_By: made, Modified_By: changedBy } = row as unknown as Record<string, Person>;
	const brief = (user: Person | undefined) => ({ name: user?.name, id: user?.id });
	return {
		Modified_Time: row.Modified_Time,
		Modified_By: brief(changedBy),
		Created_Time: row.Created_Time,
		id: row.id,
		Created_By: brief(made),
	};
}
