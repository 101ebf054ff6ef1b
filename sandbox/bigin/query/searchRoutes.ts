import { Answer, Refused, type Call, type Json, type Serve } from '../http/wire';
import { FIELDS } from '../meta/fieldList';
import { TEXTS } from '../meta/kinds';
import { moduleOf } from '../records/modules';
import { fieldsOf, pageOf, slice } from '../records/paging';
import { shown, valueOf } from '../records/present';
import { sortRows, type Row } from '../state/table';
import type { AccountState } from '../state/accountState';
import type { Test } from './condition';
import { criteriaTest } from './criteria';

/** Most hits of a search (bigin 4.7). */
const MAX_HITS = 2000;
const WAYS = ['criteria', 'email', 'phone', 'word'] as const;

/** Any field of a kind that fits. */
function anyField(
	state: AccountState,
	module: string,
	kinds: readonly string[],
	fits: (text: string) => boolean,
): Test {
	const specs = (FIELDS[module] ?? []).filter(({ kind }) => kinds.includes(kind));
	return (row: Row) =>
		specs.some((spec) => fits(String(valueOf(state, module, row, spec) ?? '').toLowerCase()));
}

function testOf(
	state: AccountState,
	module: string,
	way: (typeof WAYS)[number],
	text: string,
): Test {
	const wanted = text.toLowerCase();
	const digits = text.replace(/\D/g, '');
	switch (way) {
		case 'criteria':
			return criteriaTest(state, module, text);
		case 'email':
			return anyField(state, module, ['email'], (value) => value === wanted);
		case 'phone':
			return anyField(
				state,
				module,
				['phone'],
				(value) =>
					value !== '' && (digits === '' ? value === wanted : value.replace(/\D/g, '') === digits),
			);
		case 'word':
			if (text.length < 2)
				throw new Refused(400, 'INVALID_DATA', { param_name: 'word', minimum_length: 2 });
			return anyField(state, module, [...TEXTS], (value) =>
				wanted
					.split(/\s+/)
					.every((word) => value.split(/\s+/).some((part) => part.startsWith(word))),
			);
	}
}

/** The one thing that a search looks for (bigin 4.7). */
function wayOf(call: Call): [(typeof WAYS)[number], string] {
	const given = WAYS.filter((way) => call.query[way] !== undefined);
	const [way] = given;
	const text = way && call.query[way];
	if (!way || !text)
		throw new Refused(400, 'REQUIRED_PARAM_MISSING', { param_name: way ?? 'criteria' });
	if (given.length > 1)
		throw new Refused(400, 'AMBIGUITY_DURING_PROCESSING', {
			param_name: given[1],
			ambiguity_due_to: way,
		});
	return [way, text];
}

/** Search in the index, which lags (bigin 4.7). */
export function searchRoutes(serve: Serve, state: AccountState): void {
	serve('GET', '/bigin/v2/:module/search', (call) => {
		const module = moduleOf(call, 'Notes');
		const [way, text] = wayOf(call);
		const { from, size } = pageOf(call);
		if (from + size > MAX_HITS)
			throw new Refused(400, 'LIMIT_EXCEEDED', { param_name: 'page', limit: MAX_HITS });
		const fits = testOf(state, module, way, text);
		const hits: Row[] = [];
		for (const row of state.table(module).seen(state.millis())) if (fits(row)) hits.push(row);
		const fields = fieldsOf(call);
		const newest = sortRows(hits, 'id').reverse().slice(0, MAX_HITS);
		const page = slice('data', newest, call, (row) => shown(state, module, row, fields));
		// Sort keys and no tokens (bigin 18).
		return page instanceof Answer
			? page
			: { ...page, info: { ...(page.info as Json), sort_by: 'id', sort_order: 'desc' } };
	});
}
