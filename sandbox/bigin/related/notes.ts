import {
	Answer,
	FAULT_ENTRY,
	goodEntry,
	mixed,
	refusal,
	refusedEntry,
	Refused,
	type Call,
	type Json,
	type Refusal,
	type Serve,
} from '../http/wire';
import { MODULES } from '../records/check';
import { moduleOf } from '../records/modules';
import { fieldsOf, listOf, slice } from '../records/paging';
import { shown } from '../records/present';
import { stamps } from '../records/writer';
import type { Row } from '../state/table';
import type { AccountState } from '../state/accountState';

const MAX_NOTES = 100;
/** Lengths of title and content (bigin 5.1). */
const LENGTHS: Record<string, number> = { Note_Title: 120, Note_Content: 32000 };

interface Parent {
	module: string;
	row: Row;
}

/** What is wrong with the texts of a note. */
function wrongTexts(note: unknown, index: number, isNew: boolean): Refusal | undefined {
	if (typeof note !== 'object' || note === null || Array.isArray(note))
		return refusal('INVALID_DATA', { expected_data_type: 'jsonobject', index });
	const content = (note as Json).Note_Content;
	if (
		isNew
			? content === undefined || content === null || content === ''
			: content === null || content === ''
	)
		return refusal('MANDATORY_NOT_FOUND', { api_name: 'Note_Content' });
	for (const [name, maximum] of Object.entries(LENGTHS)) {
		const value = (note as Json)[name];
		if (value === undefined || value === null) continue;
		if (typeof value !== 'string')
			return refusal('INVALID_DATA', { api_name: name, expected_data_type: 'string' });
		if (value.length > maximum)
			return refusal('INVALID_DATA', { api_name: name, maximum_length: maximum });
	}
	return undefined;
}

/** The fields of a note that a request sets. */
function sentTexts(note: Json): Json {
	return Object.fromEntries(
		Object.keys(LENGTHS)
			.filter((name) => name in note)
			.map((name) => [name, note[name]]),
	);
}

class Notes {
	constructor(private readonly state: AccountState) {}

	add(call: Call, parentOf: (note: Json) => Parent | undefined): Answer {
		return this.each(call, 201, (note, index) => {
			const wrong = wrongTexts(note, index, true);
			if (wrong) return refusedEntry(wrong);
			const parent = parentOf(note as Json);
			if (!parent) return refusedEntry(refusal('INVALID_DATA', { api_name: 'Parent_Id' }));
			const { state: state } = this;
			const now = state.now();
			const parentId = {
				id: parent.row.id,
				name: state.nameOf(parent.module, parent.row),
				module: { api_name: parent.module },
			};
			const row: Row = {
				...sentTexts(note as Json),
				id: state.newId(),
				Parent_Id: parentId,
				Owner: call.user,
				Created_Time: now,
				Modified_Time: now,
				Created_By: call.user,
				Modified_By: call.user,
			};
			state.table('Notes').put(row, state.millis());
			return goodEntry('record added', stamps(row));
		});
	}

	change(call: Call, idOf: (note: Json) => unknown, belongs: (note: Row) => boolean): Answer {
		return this.each(call, 200, (note, index) => {
			const wrong = wrongTexts(note, index, false);
			if (wrong) return refusedEntry(wrong);
			const id = idOf(note as Json);
			if (id === undefined) return refusedEntry(refusal('MANDATORY_NOT_FOUND', { api_name: 'id' }));
			const before = this.state.table('Notes').get(String(id));
			if (!before || !belongs(before))
				return refusedEntry(refusal('INVALID_DATA', { id }, 'the id given seems to be invalid'));
			const row: Row = {
				...before,
				...sentTexts(note as Json),
				Modified_Time: this.state.now(),
				Modified_By: call.user,
			};
			this.state.table('Notes').put(row, this.state.millis());
			return goodEntry('record updated', stamps(row));
		});
	}

	/** The record of a nested path. */
	parentOfPath(call: Call): Parent {
		const module = moduleOf(call);
		const row = this.state.table(module).get(call.params.id ?? '');
		if (!row)
			throw new Refused(
				400,
				'INVALID_DATA',
				{ id: call.params.id, resource_path_index: 1 },
				'the related id given seems to be invalid',
			);
		return { module, row };
	}

	/** The record that a note names, in either of the two forms (bigin 5.1). */
	parentOfNote(note: Json): Parent | undefined {
		const given = note.Parent_Id;
		const byObject = typeof given === 'object' && given !== null;
		const id = byObject ? (given as Json).id : given;
		const module = byObject
			? ((given as Json).module as Json | undefined)?.api_name
			: note.$se_module;
		if (typeof id !== 'string' || typeof module !== 'string' || !MODULES.has(module))
			return undefined;
		const row = this.state.table(module).get(id);
		return row && { module, row };
	}

	private each(call: Call, good: number, write: (note: unknown, index: number) => Json): Answer {
		const data = listOf(call.body, 'data', MAX_NOTES);
		const entries = data.map((note, index) =>
			call.fail.has(index) ? FAULT_ENTRY : write(note, index),
		);
		return new Answer(mixed(entries, good), { data: entries });
	}
}

const parentIdOf = (note: Row) => (note.Parent_Id as Json).id;

/** Notes; reading and deleting them by their own path is that of all records (bigin 5.1). */
export function noteRoutes(serve: Serve, state: AccountState): void {
	const notes = new Notes(state);
	serve('POST', '/bigin/v2/Notes', (call) => notes.add(call, (note) => notes.parentOfNote(note)));
	serve('PUT', '/bigin/v2/Notes', (call) =>
		notes.change(
			call,
			({ id }) => id,
			() => true,
		),
	);
	serve('PUT', '/bigin/v2/Notes/:id', (call) =>
		notes.change(
			call,
			() => call.params.id,
			() => true,
		),
	);
	serve('GET', '/bigin/v2/:module/:id/Notes', (call) => {
		const { row: parent } = notes.parentOfPath(call);
		const fields = fieldsOf(call);
		const rows = [...state.table('Notes').rows()]
			.filter((note) => parentIdOf(note) === parent.id)
			.reverse();
		return slice('data', rows, call, (note) => shown(state, 'Notes', note, fields));
	});
	serve('POST', '/bigin/v2/:module/:id/Notes', (call) => {
		const parent = notes.parentOfPath(call);
		return notes.add(call, () => parent);
	});
	serve('PUT', '/bigin/v2/:module/:id/Notes/:noteId', (call) => {
		const parent = notes.parentOfPath(call);
		return notes.change(
			call,
			() => call.params.noteId,
			(note) => parentIdOf(note) === parent.row.id,
		);
	});
}
