import {
	Answer,
	FAULT_ENTRY,
	mixed,
	Refused,
	type Call,
	type Json,
	type Serve,
} from '../http/wire';
import { uniqueFields } from '../meta/fieldList';
import type { AccountState } from '../state/accountState';
import { moduleOf } from './modules';
import { listOf } from './paging';
import { checkable, Writer, type Outcome } from './writer';

/** Most records of one write (bigin 9). */
const MAX_RECORDS = 100;

type Write = (record: unknown, index: number) => Outcome;

/** Writes each record of a request; one credit pays for ten (bigin 9). */
function writeAll(call: Call, write: Write): Json[] {
	const data = listOf(call.body, 'data', MAX_RECORDS);
	call.charge(Math.max(1, Math.ceil(data.length / 10)));
	return data.map((record, index) =>
		call.fail.has(index) ? FAULT_ENTRY : write(record, index).entry,
	);
}

/** Adding and changing records (bigin 3, 4.3 and 4.4). */
export function writeRoutes(serve: Serve, state: AccountState): void {
	const writer = new Writer(state);

	serve('POST', '/bigin/v2/:module', (call) => {
		const module = moduleOf(call);
		const entries = writeAll(call, (record, index) =>
			writer.insert(module, record, index, call.user),
		);
		return new Answer(mixed(entries, 201), { data: entries });
	});

	serve('PUT', '/bigin/v2/:module', (call) => {
		const module = moduleOf(call);
		const entries = writeAll(call, (record, index) =>
			writer.update(module, (record as Json | null)?.id, record, index, call.user),
		);
		return new Answer(mixed(entries, 200), { data: entries });
	});

	serve('PUT', '/bigin/v2/:module/:id', (call) => {
		const module = moduleOf(call);
		const entries = writeAll(call, (record, index) =>
			writer.update(module, call.params.id, record, index, call.user),
		);
		return new Answer(mixed(entries, 200), { data: entries });
	});

	serve('POST', '/bigin/v2/:module/upsert', (call) => {
		const module = moduleOf(call);
		const checked = checkedFields(module, call.body.duplicate_check_fields);
		const entries = writeAll(call, (record, index) =>
			writer.upsert(module, record, index, call.user, checked),
		);
		const status = entries.every(({ action }) => action === 'insert') ? 201 : 200;
		return new Answer(mixed(entries, status), { data: entries });
	});
}

/** The fields that an upsert compares; Bigin's unique ones where none are named. */
function checkedFields(module: string, named: unknown): readonly string[] {
	if (named === undefined) return uniqueFields(module);
	if (!Array.isArray(named))
		throw new Refused(400, 'INVALID_DATA', {
			expected_data_type: 'jsonarray',
			api_name: 'duplicate_check_fields',
		});
	const allowed = checkable(module);
	const index = named.findIndex((name) => !allowed.includes(String(name)));
	if (index >= 0)
		throw new Refused(400, 'INVALID_DATA', { api_name: 'duplicate_check_fields', index });
	return named as string[];
}
