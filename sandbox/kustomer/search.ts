import { KINDS, kobjectKind, shown, type Json, type Kind } from './store';
import type { Ask, Route, State } from './state';

const SEARCH_ROLES = ['org.permission.search.create', 'org.user.search.read'];

/** Operators by type of attribute (kustomer 3.6). Those beyond the documented ones are a guess. */
const OPERATORS = {
	string: ['equals', 'not_equals', 'in', 'not_in', 'set', 'not_set', 'contains', 'prefix'],
	string_notanalyzed: ['equals', 'not_equals', 'in', 'not_in', 'set', 'not_set'],
	text: ['equals', 'contains', 'set', 'not_set'],
	any: ['equals', 'contains'],
	number: ['equals', 'not_equals', 'gt', 'gte', 'lt', 'lte', 'set', 'not_set'],
	datetime: ['equals', 'gt', 'gte', 'lt', 'lte', 'set', 'not_set'],
	boolean: ['equals'],
	list: ['equals', 'not_equals', 'in', 'not_in', 'set', 'not_set'],
	tree: ['equals', 'set', 'not_set'],
};

/** Attributes that the fake server knows beside the custom ones; a selection of kustomer, appendix B. */
const ATTRIBUTES: Record<string, keyof typeof OPERATORS> = {
	any_text: 'any',
	customer_any_text: 'any',
	customer_name: 'string',
	customer_email: 'string',
	customer_phone: 'string',
	customer_externalId: 'string_notanalyzed',
	customer_tags: 'list',
	customer_created_at: 'datetime',
	customer_updated_at: 'datetime',
	company_any_text: 'any',
	company_name: 'string',
	company_created_at: 'datetime',
	company_updated_at: 'datetime',
	conversation_any_text: 'any',
	conversation_name: 'string',
	conversation_status: 'list',
	conversation_tags: 'list',
	conversation_assigned_users: 'list',
	conversation_assigned_teams: 'list',
	conversation_customer_id: 'string_notanalyzed',
	conversation_priority: 'number',
	conversation_created_at: 'datetime',
	conversation_updated_at: 'datetime',
	message_any_text: 'any',
	message_created_at: 'datetime',
	message_updated_at: 'datetime',
	note_created_at: 'datetime',
	note_updated_at: 'datetime',
	kobject_any_text: 'any',
	kobject_created_at: 'datetime',
	kobject_updated_at: 'datetime',
};

/** Routes of the search (kustomer 3.6). */
export function searchRoutes(on: Route, state: State): void {
	on('POST', '/v1/customers/search', SEARCH_ROLES, (ask) => search(ask, state, false));
	on('POST', '/v1/customers/archive/search', SEARCH_ROLES, (ask) => search(ask, state, true));
	on('GET', '/v1/customers/searches/schema', [], () => ({
		data: {
			type: 'search_schema',
			id: 'schema',
			attributes: {
				operators: OPERATORS,
				attributes: Object.fromEntries(
					Object.entries(ATTRIBUTES).map(([name, type]) => [name, { type }]),
				),
			},
		},
	}));
}

/** Attributes that the archive knows (kustomer 3.6). */
const ARCHIVED =
	/_(id|created_at|updated_at|customer_id|company_id|conversation_id|companyId|deleted|any_text|any_text_new)$/;

/** The search sees what was changed in the last two years, in milliseconds, and the archive all else (kustomer 3.6). */
const RECENT = 2 * 365 * 86_400_000;

function search(ask: Ask, state: State, archive: boolean): Json {
	const { settings } = state;
	const body = ask.body as Json;
	const context = String(body.queryContext ?? 'customer');
	const kind = context.startsWith('kobject_')
		? kobjectKind(context.slice('kobject_'.length))
		: KINDS.find(({ type }) => type === context);
	if (kind === undefined)
		return ask.refuse(400, 'bad_request', `queryContext ${context} is unknown`);
	const wrong = ['and', 'or', 'not']
		.flatMap((key) => criteriaOf(body[key]))
		.flatMap((criterion) => wrongIn(criterion, archive) ?? []);
	if (wrong.length > 0) return ask.refuse(400, 'bad_request', wrong[0] ?? '');
	if (['and', 'or', 'not'].some((key) => criteriaOf(body[key]).length > 20))
		return ask.refuse(400, 'bad_request', 'body must NOT have more than 20 criteria');
	const page = Math.max(1, Number(ask.query.page ?? 1));
	const size = Math.min(Number(ask.query.pageSize ?? 100), settings.searchPageSize);
	if (page > settings.searchPages)
		return ask.refuse(400, 'bad_request', `page must be at most ${settings.searchPages}`);
	const sorted = memo(state, archive, kind, body);
	const data = sorted.slice((page - 1) * size, page * size).map((row) => shown(kind, row));
	const totalPages = Math.ceil(sorted.length / size);
	const link = (number: number) => `/v1/customers/search?page=${number}&pageSize=${size}`;
	return {
		meta: { page, pageSize: size, total: sorted.length, totalPages },
		links: {
			self: link(page),
			next: page < Math.min(totalPages, settings.searchPages) ? link(page + 1) : null,
		},
		data,
	};
}

/** The hits of the latest search, as long as nothing is stored: the pages of a long export are not searched each by itself. */
const latest = new WeakMap<State['store'], { key: string; hits: Json[] }>();

function memo(state: State, archive: boolean, kind: Kind, body: Json): Json[] {
	const { store, settings } = state;
	const key = JSON.stringify([store.version, archive, settings.sorts, kind.type, body]);
	const known = latest.get(store);
	if (known?.key === key && settings.searchLag === 0) return known.hits;
	const hits = hitsOf(state, archive, kind, body);
	latest.set(store, { key, hits });
	return hits;
}

function hitsOf({ store, settings }: State, archive: boolean, kind: Kind, body: Json): Json[] {
	const seenUntil = Date.now() - settings.searchLag;
	const changedAt = (row: Json) => Date.parse(String(row.changedAt ?? row.storedAt));
	const hits = store
		.rows(kind.type)
		.filter((row) => changedAt(row) <= seenUntil)
		.filter((row) => changedAt(row) < Date.now() - RECENT === archive)
		.filter((row) => body.includeDeleted === true || row.deleted !== true)
		.filter(
			(row) =>
				criteriaOf(body.and).every((one) => meets(row, kind, one)) &&
				(body.or === undefined || criteriaOf(body.or).some((one) => meets(row, kind, one))) &&
				!criteriaOf(body.not).some((one) => meets(row, kind, one)),
		);
	return settings.sorts ? order(hits, kind, body.sort) : hits;
}

function criteriaOf(value: unknown): Json[] {
	return Array.isArray(value) ? (value as Json[]) : value === undefined ? [] : [value as Json];
}

function wrongIn(criterion: Json, archive: boolean): string | undefined {
	for (const [attribute, condition] of Object.entries(criterion)) {
		const type = typeOf(attribute);
		if (type === undefined || (archive && !ARCHIVED.test(attribute)))
			return `attribute ${attribute} is unknown`;
		for (const operator of Object.keys(condition as Json))
			if (!OPERATORS[type].includes(operator))
				return `operator ${operator} is not allowed for ${attribute}`;
	}
	return undefined;
}

const ENDINGS: Array<[RegExp, keyof typeof OPERATORS]> = [
	[/Num$/, 'number'],
	[/At$/, 'datetime'],
	[/Bool$/, 'boolean'],
	[/Tree$/, 'tree'],
	[/(Str|Txt|Url|Id)$/, 'string'],
];

function typeOf(attribute: string): keyof typeof OPERATORS | undefined {
	if (ATTRIBUTES[attribute] !== undefined) return ATTRIBUTES[attribute];
	if (!attribute.includes('_custom_')) return undefined;
	return ENDINGS.find(([ending]) => ending.test(attribute))?.[1];
}

/** The values that an attribute has in an object. */
function valuesAt(row: Json, { type }: Kind, attribute: string): unknown[] {
	const [, custom] = /_custom_(?:.*_)?([^_]+)$/.exec(attribute) ?? [];
	if (custom !== undefined) return listOf((row.custom as Json | undefined)?.[custom]);
	if (attribute.endsWith('any_text')) return [JSON.stringify(row)];
	const name = attribute.slice(attribute.indexOf('_') + 1);
	switch (name) {
		case 'email':
			return listOf(row.emails).map((entry) => (entry as Json).email);
		case 'phone':
			return listOf(row.phones).map((entry) => (entry as Json).phone);
		case 'created_at':
			return [row.createdAt ?? row.storedAt];
		case 'updated_at':
			return [row.changedAt ?? row.storedAt];
		case 'customer_id':
			return listOf(row.customer);
		default:
			void type;
			return listOf(row[name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())]);
	}
}

function listOf(value: unknown): unknown[] {
	return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

function meets(row: Json, kind: Kind, criterion: Json): boolean {
	return Object.entries(criterion).every(([attribute, condition]) =>
		Object.entries(condition as Json).every(([operator, value]) =>
			compare(
				valuesAt(row, kind, attribute),
				operator,
				value,
				['string', 'text', 'any'].includes(typeOf(attribute) ?? ''),
			),
		),
	);
}

function compare(known: unknown[], operator: string, value: unknown, analyzed: boolean): boolean {
	const same = (one: unknown, other: unknown) =>
		analyzed ? holdsWords(one, other) : moment(one) === moment(other);
	const some = (test: (one: string | number) => boolean) => known.some((one) => test(moment(one)));
	const wanted = moment(value);
	switch (operator) {
		case 'equals':
		case 'contains':
			return known.some((one) => same(one, value));
		case 'not_equals':
			return !known.some((one) => same(one, value));
		case 'in':
			return listOf(value).some((each) => known.some((one) => same(one, each)));
		case 'not_in':
			return !listOf(value).some((each) => known.some((one) => same(one, each)));
		case 'prefix':
			return known.some((one) => String(one).toLowerCase().startsWith(String(value).toLowerCase()));
		case 'set':
			return known.length > 0;
		case 'not_set':
			return known.length === 0;
		case 'gt':
			return some((one) => one > wanted);
		case 'gte':
			return some((one) => one >= wanted);
		case 'lt':
			return some((one) => one < wanted);
		case 'lte':
			return some((one) => one <= wanted);
		default:
			return false;
	}
}

/** An analyzed text is found by its words, so also by part of it. */
function holdsWords(one: unknown, other: unknown): boolean {
	const known = wordsIn(String(one));
	for (const word of wordsIn(String(other))) if (!known.has(word)) return false;
	return true;
}

/** Words of texts that were compared: a search compares each of a hundred texts with those of every object. */
const words = new Map<string, ReadonlySet<string>>();
const MOST_TEXTS = 50_000;

function wordsIn(text: string): ReadonlySet<string> {
	const known = words.get(text);
	if (known) return known;
	if (words.size >= MOST_TEXTS) words.clear();
	const found = new Set(text.toLowerCase().split(/[^\p{L}\p{N}]+/u));
	words.set(text, found);
	return found;
}

/** A time as a number, so that times compare whatever their form. */
function moment(value: unknown): string | number {
	if (typeof value === 'number') return value;
	const text = String(value);
	return /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : text;
}

function order(rows: Json[], kind: Kind, sort: unknown): Json[] {
	const [first] = criteriaOf(sort);
	const [attribute, direction] = Object.entries(first ?? {})[0] ?? [];
	if (attribute === undefined) return rows;
	const value = (row: Json) => moment(valuesAt(row, kind, attribute)[0] ?? '');
	const factor = direction === 'desc' ? -1 : 1;
	return [...rows].sort(
		(a, b) => factor * (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0),
	);
}
