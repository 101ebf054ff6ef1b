import {
	Answer,
	goodEntry,
	mixed,
	refusal,
	refusedEntry,
	type Call,
	type Json,
	type Serve,
} from '../http/wire';
import { MODULES } from '../records/check';
import { moduleParameter } from '../records/modules';
import { listOf } from '../records/paging';
import { tagsOf } from '../state/tagBook';
import type { AccountState } from '../state/accountState';

/** Most tags of one request, and of a module (bigin 5.4). */
const MAX_TAGS = 100;

const unknown = (id: unknown) =>
	refusedEntry(refusal('INVALID_DATA', { id }, 'the id given seems to be invalid'));

/** Renames tags; the id comes from the path or from each element. */
function change(state: AccountState, call: Call, pathId?: string): Answer {
	const book = state.tags(moduleParameter(call));
	const entries = listOf(call.body, 'tags', MAX_TAGS).map((element) => {
		const given = (element ?? {}) as Json;
		const id = String(pathId ?? given.id);
		if (!book.has(id)) return unknown(pathId ?? given.id);
		const wrong = book.wrong(given.name, id);
		if (wrong) return refusedEntry(wrong);
		const color =
			given.color_code === undefined ? {} : { color_code: given.color_code as string | null };
		return goodEntry(
			'tags updated successfully',
			book.change(id, { name: String(given.name), ...color }, call.user, state.now()) ?? {},
		);
	});
	return new Answer(mixed(entries, 200), { tags: entries });
}

/** Takes a tag from the module and from all records that carry it. */
function remove(state: AccountState, id: string): boolean {
	const module = [...MODULES].find((name) => state.tags(name).remove(id));
	if (module === undefined) return false;
	const table = state.table(module);
	for (const row of [...table.rows()]) {
		if (tagsOf(row).some((tag) => tag.id === id))
			table.put({ ...row, Tag: tagsOf(row).filter((tag) => tag.id !== id) }, state.millis());
	}
	return true;
}

/** The tags of modules (bigin 5.4). */
export function tagRoutes(serve: Serve, state: AccountState): void {
	serve('GET', '/bigin/v2/settings/tags', (call) => {
		const tags = state.tags(moduleParameter(call)).all();
		return { tags, info: { count: tags.length, allowed_count: MAX_TAGS } };
	});
	serve('POST', '/bigin/v2/settings/tags', (call) => {
		const book = state.tags(moduleParameter(call));
		const entries = listOf(call.body, 'tags', MAX_TAGS).map((element) => {
			const { name, color_code: color } = (element ?? {}) as Json;
			const wrong = book.wrong(name);
			if (wrong) return refusedEntry(wrong);
			const { id } = book.take(String(name), call.user, state.now());
			return goodEntry(
				'tags created successfully',
				book.change(
					id,
					{ color_code: (color as string | undefined) ?? null },
					call.user,
					state.now(),
				) ?? {},
			);
		});
		return new Answer(mixed(entries, 201), { tags: entries });
	});
	serve('PUT', '/bigin/v2/settings/tags', (call) => change(state, call));
	serve('PUT', '/bigin/v2/settings/tags/:tag', (call) => change(state, call, call.params.tag));
	serve('DELETE', '/bigin/v2/settings/tags/:tag', ({ params: { tag = '' } }) =>
		remove(state, tag)
			? { tags: [goodEntry('tags deleted successfully', { id: tag })] }
			: new Answer(400, { tags: [unknown(tag)] }),
	);
}
