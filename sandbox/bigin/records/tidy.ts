import type { Json, Person } from '../http/wire';
import { FIELDS } from '../meta/fieldList';
import type { Row } from '../state/table';
import type { AccountState } from '../state/accountState';
import { personOf } from '../related/people';

/** Keys that a request can set; all others are ignored (bigin 3). */
const WRITABLE = new Map(
	Object.entries(FIELDS).map(([module, fields]) => [
		module,
		new Set([...fields.filter(({ readOnly }) => !readOnly).map(({ name }) => name), '$se_module']),
	]),
);

/** The sent fields in the form in which they are stored. */
export function tidy(state: AccountState, module: string, record: Json, user: Person): Json {
	const writable = WRITABLE.get(module);
	const result: Json = {};
	for (const [name, value] of Object.entries(record)) {
		if (!writable?.has(name)) continue;
		if (name === 'Tag') result.Tag = tagsFor(state, module, value, user);
		else if (name === 'Owner') result.Owner = ownerFor(value, user);
		else if (name === 'Associated_Products' && Array.isArray(value))
			result[name] = value.map((row: Json) => ({ id: state.newId(), ...row }));
		else result[name] = value;
	}
	return result;
}

function tagsFor(state: AccountState, module: string, value: unknown, user: Person): unknown {
	if (!Array.isArray(value)) return [];
	const names = new Set(value.map((tag: { name: string }) => tag.name));
	return [...names].map((name) => state.tags(module).take(name, user, state.now()));
}

function ownerFor(value: unknown, user: Person): unknown {
	return personOf((value as { id?: string } | null)?.id) ?? value ?? user;
}

/** Rows of products after an update: rows with an id change in place or leave, others are added (bigin 3.4). */
function mergeRows(before: unknown, sent: unknown): unknown {
	if (!Array.isArray(sent)) return sent;
	const rows = new Map(((before ?? []) as Json[]).map((row) => [row.id, row]));
	for (const row of sent as Json[]) {
		if ('_delete' in row) rows.delete(row.id);
		else rows.set(row.id, { ...rows.get(row.id), ...row });
	}
	return [...rows.values()];
}

/** A record after an update: only sent fields change, null clears (bigin 4.3). */
export function changed(before: Row, sent: Json): Row {
	const after: Row = { ...before, ...sent };
	if ('Associated_Products' in sent)
		after.Associated_Products = mergeRows(before.Associated_Products, sent.Associated_Products);
	return after;
}
