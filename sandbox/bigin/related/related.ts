import {
	Answer,
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
import { linkable, RELATED_LISTS, type RelatedList } from '../meta/relatedLists';
import { moduleOf } from '../records/modules';
import { Pages } from '../records/pageTokens';
import { fieldsOf, idsOf, listOf } from '../records/paging';
import { shown } from '../records/present';
import type { Row } from '../state/table';
import type { AccountState } from '../state/accountState';

/** Most records of one request (bigin 4.9). */
const MAX_LINKS = 100;

const holds = (value: unknown, id: string): boolean =>
	Array.isArray(value)
		? value.some((entry) => holds(entry, id))
		: (value as Json | null | undefined)?.id === id;
const idsIn = (value: unknown): string[] =>
	Array.isArray(value)
		? value.flatMap(idsIn)
		: [(value as Json | null | undefined)?.id].filter((id) => typeof id === 'string');

interface Place {
	module: string;
	parent: Row;
	list: RelatedList;
}

class Related {
	constructor(private readonly state: AccountState) {}

	/** The record and its list; an unknown record is an internal error to Bigin (bigin 4.9). */
	place(call: Call): Place {
		const module = moduleOf(call);
		const list = RELATED_LISTS[module]?.find(({ name }) => name === call.params.related);
		if (!list)
			throw new Refused(
				400,
				'INVALID_MODULE',
				{ resource_path_index: 2 },
				'the relation name given seems to be invalid',
			);
		const parent = this.state.table(module).get(call.params.id ?? '');
		if (!parent) throw new Refused(500, 'INTERNAL_ERROR');
		return { module, parent, list };
	}

	rows({ parent, list }: Place): Row[] {
		const table = this.state.table(list.name);
		if (list.by)
			return [...table.rows()].filter((row) =>
				list.by?.some((name) => holds(row[name], parent.id)),
			);
		const ids = list.from
			? new Set(list.from.flatMap((name) => idsIn(parent[name])))
			: this.state.links.of(parent.id, list.name);
		return [...ids].flatMap((id) => table.get(id) ?? []);
	}

	link(call: Call, ids: readonly string[]): Answer {
		const { module, parent, list } = this.linkPlace(call);
		return this.each(ids, (id) => {
			if (!this.state.table(list.name).get(id)) return undefined;
			return this.state.links.add(module, parent.id, list.name, id)
				? 'relation added'
				: 'relation updated';
		});
	}

	unlink(call: Call, ids: readonly string[]): Answer {
		const { module, parent, list } = this.linkPlace(call);
		return this.each(ids, (id) =>
			this.state.links.remove(module, parent.id, list.name, id) ? 'relation removed' : undefined,
		);
	}

	private linkPlace(call: Call): Place {
		const place = this.place(call);
		if (!linkable(place.list)) throw new Refused(400, 'NOT_SUPPORTED', { resource_path_index: 2 });
		return place;
	}

	private each(ids: readonly string[], act: (id: string) => string | undefined): Answer {
		const entries = ids.map((id) => {
			const message = act(id);
			return message
				? goodEntry(message, { id })
				: refusedEntry(refusal('INVALID_DATA', { id }, 'the related id given seems to be invalid'));
		});
		return new Answer(mixed(entries, 200, 400), { data: entries });
	}
}

/** Records that belong to a record (bigin 4.9). */
export function relatedRoutes(serve: Serve, state: AccountState): void {
	const related = new Related(state);
	const path = '/bigin/v2/:module/:id/:related';
	serve('GET', path, (call) => {
		const place = related.place(call);
		const fields = fieldsOf(call);
		const pages = new Pages(call, state);
		const rows = related.rows(place);
		const data = rows
			.slice(pages.from, pages.from + pages.size)
			.map((row) => shown(state, place.list.name, row, fields));
		return data.length === 0
			? NOTHING
			: { data, info: pages.info(data.length, pages.from + pages.size < rows.length) };
	});
	serve('PUT', path, (call) =>
		related.link(
			call,
			listOf(call.body, 'data', MAX_LINKS).map((element) => String((element as Json | null)?.id)),
		),
	);
	serve('PUT', `${path}/:relatedId`, (call) => {
		listOf(call.body, 'data', 1);
		return related.link(call, [call.params.relatedId ?? '']);
	});
	serve('DELETE', path, (call) => related.unlink(call, idsOf(call.query.ids, MAX_LINKS)));
	serve('DELETE', `${path}/:relatedId`, (call) =>
		related.unlink(call, [call.params.relatedId ?? '']),
	);
}
