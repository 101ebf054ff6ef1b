import {
	Answer,
	FAULT_ENTRY,
	goodEntry,
	mixed,
	NOTHING,
	refusal,
	refusedEntry,
	Refused,
	type Call,
	type Json,
	type Serve,
} from '../http/wire';
import type { AccountState } from '../state/accountState';
import { moduleOf } from './modules';
import { idsOf, sinceOf, slice } from './paging';

/** Most records of one deletion (bigin 4.5). */
const MAX_IDS = 100;

/** Deletes what hangs on deleted records: their notes, and the contacts of companies (bigin 4.5). */
function cascade(state: AccountState, module: string, ids: ReadonlySet<string>, call: Call): void {
	if (ids.size === 0) return;
	const within = (value: unknown) => ids.has(String((value as Json | null | undefined)?.id));
	for (const note of [...state.table('Notes').rows()])
		if (within(note.Parent_Id)) state.remove('Notes', note.id, call.user);
	if (module !== 'Accounts') return;
	const contacts = [...state.table('Contacts').rows()]
		.filter((row) => within(row.Account_Name))
		.map(({ id }) => id);
	for (const id of contacts) state.remove('Contacts', id, call.user);
	cascade(state, 'Contacts', new Set(contacts), call);
}

/** Deletes records one by one; the refusal of all of them is the refusal of the request. */
export function deleteAll(
	state: AccountState,
	module: string,
	ids: readonly string[],
	call: Call,
): Answer {
	const workflow = call.query.wf_trigger;
	if (workflow !== undefined && workflow !== 'true' && workflow !== 'false')
		throw new Refused(400, 'INVALID_DATA', {
			param_name: 'wf_trigger',
			expected_data_type: 'boolean',
		});
	const gone = new Set<string>();
	const entries = ids.map((id, index) => {
		if (call.fail.has(index)) return FAULT_ENTRY;
		if (!state.remove(module, id, call.user))
			return refusedEntry(refusal('INVALID_DATA', { id }, 'the id given seems to be invalid'));
		gone.add(id);
		return goodEntry('record deleted', { id });
	});
	cascade(state, module, gone, call);
	return new Answer(mixed(entries, 200, 400), { data: entries });
}

/** Deletion and the list of what was deleted (bigin 4.5 and 4.6). */
export function deleteRoutes(serve: Serve, state: AccountState): void {
	serve('DELETE', '/bigin/v2/:module/:id', (call) =>
		deleteAll(state, moduleOf(call, 'Notes'), [call.params.id ?? ''], call),
	);
	serve('DELETE', '/bigin/v2/:module', (call) =>
		deleteAll(state, moduleOf(call, 'Notes'), idsOf(call.query.ids, MAX_IDS), call),
	);

	serve('GET', '/bigin/v2/:module/deleted', (call) => {
		const { type = 'all' } = call.query;
		const module = moduleOf(call, 'Notes');
		if (!['all', 'recycle', 'permanent'].includes(type))
			throw new Refused(400, 'INVALID_DATA', { param_name: 'type' });
		const since = sinceOf(call);
		const all = state.deletedOf(module).filter((entry) => type === 'all' || entry.type === type);
		const fresh =
			since === undefined ? all : all.filter((entry) => Date.parse(entry.deleted_time) >= since);
		if (since !== undefined && fresh.length === 0) return new Answer(304);
		return fresh.length === 0
			? NOTHING
			: slice('data', [...fresh].reverse(), call, (entry) =>
					state.settings.timeless.has(entry.id) ? { ...entry, deleted_time: null } : entry,
				);
	});
}
