import { Answer, NOTHING, Refused, type Call, type Json, type Serve } from '../http/wire';
import { viewsOf } from '../meta/views';
import { sortRows, type Row } from '../state/table';
import type { AccountState } from '../state/accountState';
import { moduleOf } from './modules';
import { Pages } from './pageTokens';
import { fieldsOf, idsOf, sinceOf } from './paging';
import { shown } from './present';

const SORTABLE = ['id', 'Created_Time', 'Modified_Time'];
const MAX_IDS = 100;

/** The value of a parameter that has to be one of these. */
function oneOf(call: Call, name: string, allowed: readonly string[], fallback: string): string {
	const value = call.query[name] ?? fallback;
	if (!allowed.includes(value)) throw new Refused(400, 'INVALID_DATA', { param_name: name });
	return value;
}

/** All records in ascending order, as they are now or, with a lag, as they were. */
function ordered(state: AccountState, module: string, by: string): readonly Row[] {
	const table = state.table(module);
	return state.settings.listLag && state.settings.indexLag > 0
		? sortRows([...table.seen(state.millis())], by)
		: table.sortedBy(by);
}

/** What a list leaves out: other ids, records outside the custom view, and older ones. */
function filters(call: Call, module: string): Array<(row: Row) => boolean> {
	const result: Array<(row: Row) => boolean> = [];
	const { cvid, ids } = call.query;
	if (cvid !== undefined) {
		const view = viewsOf(module).find(({ id }) => id === cvid);
		if (!view) throw new Refused(400, 'INVALID_DATA', { param_name: 'cvid' });
		call.charge(3);
		result.push((row) => view.shows(row));
	}
	if (ids !== undefined) {
		const wanted = new Set(idsOf(ids, MAX_IDS));
		result.push(({ id }) => wanted.has(id));
	}
	const since = sinceOf(call);
	if (since !== undefined) result.push((row) => Date.parse(String(row.Modified_Time)) >= since);
	return result;
}

/** One page of a module, worked out anew for each request, so that rows move between pages as in life. */
export function list(
	state: AccountState,
	module: string,
	fields: readonly string[] | undefined,
	call: Call,
): Answer | Json {
	const by = oneOf(call, 'sort_by', SORTABLE, 'id');
	const order = oneOf(call, 'sort_order', ['asc', 'desc'], 'desc');
	const pages = new Pages(call, state);
	const tests = filters(call, module);
	let rows = ordered(state, module, by);
	if (tests.length > 0) rows = rows.filter((row) => tests.every((test) => test(row)));
	if (rows.length === 0)
		return call.headers['if-modified-since'] === undefined ? NOTHING : new Answer(304);
	const { from, size } = pages;
	const page =
		order === 'asc'
			? rows.slice(from, from + size)
			: rows
					.slice(Math.max(0, rows.length - from - size), Math.max(0, rows.length - from))
					.reverse();
	if (page.length === 0) return NOTHING;
	const { timeless, refused } = state.settings;
	if (call.query.ids !== undefined && page.some(({ id }) => refused.has(id)))
		throw new Refused(403, 'NO_PERMISSION', {});
	const data = page.map((row) => {
		const record = shown(state, module, row, fields);
		return timeless.has(row.id) ? { ...record, Created_Time: null, Modified_Time: null } : record;
	});
	return {
		data,
		info: { ...pages.info(data.length, from + size < rows.length), sort_by: by, sort_order: order },
	};
}

/** Reading records (bigin 4.1 and 4.2). */
export function listRoutes(serve: Serve, state: AccountState): void {
	serve('GET', '/bigin/v2/:module', (call) => {
		const module = moduleOf(call, 'Notes');
		const fields = fieldsOf(call);
		// Notes alone may be listed without: the page only advises it (bigin 5.1).
		if (!fields && module !== 'Notes')
			throw new Refused(400, 'REQUIRED_PARAM_MISSING', { param_name: 'fields' });
		return list(state, module, fields, call);
	});

	serve('GET', '/bigin/v2/:module/:id', (call) => {
		const module = moduleOf(call, 'Notes');
		const row = state.table(module).get(call.params.id ?? '');
		if (!row) return NOTHING;
		if (state.settings.refused.has(row.id)) throw new Refused(403, 'NO_PERMISSION', {});
		return { data: [shown(state, module, row, fieldsOf(call))] };
	});
}
