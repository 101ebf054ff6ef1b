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
	type Serve,
} from '../http/wire';
import { moduleOf } from '../records/modules';
import { idsOf, listOf } from '../records/paging';
import { Writer } from '../records/writer';
import { MAX_TAGS, tagsOf } from '../state/tagBook';
import type { AccountState } from '../state/accountState';

/** Most records of one request (bigin 5.4). */
const MAX_RECORDS = 500;

type Change = (names: readonly string[]) => readonly string[];

interface Order {
	ids: readonly string[];
	names: readonly string[];
	overWrite: boolean;
}

const split = (text: string) =>
	text
		.split(',')
		.map((name) => name.trim())
		.filter(Boolean);
const truth = (value: unknown) => value === true || value === 'true';

/** What to tag, from the body or the query; both at once is not proven harmless, so it is refused (bigin 5.4). */
function orderOf(call: Call): Order {
	const { tags, ids, over_write: overWrite } = call.body;
	const inQuery = call.query.tag_names !== undefined || call.query.ids !== undefined;
	const inBody = tags !== undefined || ids !== undefined;
	if (inQuery && inBody)
		throw new Refused(400, 'AMBIGUITY_DURING_PROCESSING', { param_name: 'tags' });
	const path = call.params.id;
	if (!inBody)
		return {
			ids: path ? [path] : idsOf(call.query.ids, MAX_RECORDS),
			names: namesOf(call),
			overWrite: truth(call.query.over_write),
		};
	const names = listOf(call.body, 'tags', 100).map((tag) => (tag as Json | null)?.name);
	if (!names.every((name) => typeof name === 'string' && name !== ''))
		throw new Refused(400, 'MANDATORY_NOT_FOUND', { api_name: 'name', parent_api_name: 'tags' });
	return {
		ids: path ? [path] : listOf(call.body, 'ids', MAX_RECORDS).map(String),
		names: names as string[],
		overWrite: truth(overWrite),
	};
}

function namesOf(call: Call): string[] {
	const names = split(call.query.tag_names ?? '');
	if (names.length === 0)
		throw new Refused(400, 'REQUIRED_PARAM_MISSING', { param_name: 'tag_names' });
	return names;
}

class Tagging {
	private readonly writer: Writer;

	constructor(private readonly state: AccountState) {
		this.writer = new Writer(state);
	}

	add(call: Call): Answer {
		const module = moduleOf(call);
		const { ids, names, overWrite } = orderOf(call);
		const book = this.state.tags(module);
		const wrong = names
			.map((name) => (book.byName(name) ? undefined : book.wrong(name)))
			.find((found) => found !== undefined);
		if (wrong) throw new Refused(400, wrong.code, wrong.details);
		return this.each(call, module, ids, (have) => {
			const kept = overWrite ? [] : have;
			const lower = new Set(kept.map((name) => name.toLowerCase()));
			return [...kept, ...names.filter((name) => !lower.has(name.toLowerCase()))];
		});
	}

	remove(call: Call): Answer {
		const module = moduleOf(call);
		const ids = call.params.id ? [call.params.id] : idsOf(call.query.ids, MAX_RECORDS);
		const gone = new Set(namesOf(call).map((name) => name.toLowerCase()));
		return this.each(call, module, ids, (have) =>
			have.filter((name) => !gone.has(name.toLowerCase())),
		);
	}

	/** Changes the tags of each record; the counts of the reply are texts (bigin 5.4). */
	private each(call: Call, module: string, ids: readonly string[], change: Change): Answer {
		call.charge(Math.max(1, Math.ceil(ids.length / 50)));
		const entries = ids.map((id, index) =>
			call.fail.has(index) ? FAULT_ENTRY : this.one(call, module, id, change),
		);
		const good = entries.filter(({ status }) => status === 'success').length;
		return new Answer(mixed(entries, 200), {
			data: entries,
			success_count: String(good),
			wf_scheduler: 'false',
		});
	}

	private one(call: Call, module: string, id: string, change: Change): Json {
		const table = this.state.table(module);
		const row = table.get(id);
		if (!row)
			return refusedEntry(refusal('INVALID_DATA', { id }, 'the id given seems to be invalid'));
		const names = [...new Set(change(tagsOf(row).map(({ name }) => name)))];
		if (names.length > MAX_TAGS)
			return refusedEntry(refusal('LIMIT_EXCEEDED', { id, limit: MAX_TAGS }));
		const Tag = names.map((name) =>
			this.state.tags(module).take(name, call.user, this.state.now()),
		);
		table.put(this.writer.stampedRow({ ...row, Tag }, call.user), this.state.millis());
		return goodEntry('tags updated successfully', { id, tags: names });
	}
}

/** Tags on records (bigin 5.4). */
export function taggingRoutes(serve: Serve, state: AccountState): void {
	const tagging = new Tagging(state);
	for (const path of ['/bigin/v2/:module/actions', '/bigin/v2/:module/:id/actions']) {
		serve('POST', `${path}/add_tags`, (call) => tagging.add(call));
		serve('POST', `${path}/remove_tags`, (call) => tagging.remove(call));
	}
}
