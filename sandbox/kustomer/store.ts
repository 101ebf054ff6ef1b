export type Json = Record<string, unknown>;

/** What the sandbox knows of a kind of object. */
export interface Kind {
	/** Type in replies: "conversation". */
	type: string;
	/** Path of its list: "/v1/conversations". */
	path: string;
	/** Keys that replies show as relationships, with the type they point to. */
	relations: Record<string, string>;
	/** What no two objects may share: each value stands for itself (kustomer 2.2 and 3.3). */
	keys(row: Json): string[];
	/** Middle of the name of its roles (kustomer 1.3). */
	role: string;
	/** Kind in the checks of bodies. */
	shape?: 'conversation' | 'customer' | 'company' | 'kobject';
}

export const ORG = '5a0000000000000000000001';
export const MACHINE_USER = '5a0000000000000000000002';

const external = ({ externalId }: Json) =>
	typeof externalId === 'string' ? [`externalId=${externalId}`] : [];
const none = () => [];
const listOf = (value: unknown) => (Array.isArray(value) ? (value as Json[]) : []);

export const KINDS: readonly Kind[] = [
	{
		type: 'conversation',
		path: '/v1/conversations',
		relations: { customer: 'customer' },
		keys: external,
		role: 'conversation',
		shape: 'conversation',
	},
	{
		type: 'customer',
		path: '/v1/customers',
		relations: { company: 'company' },
		keys: (row) => [
			...external(row),
			...listOf(row.emails).map(({ email }) => `email=${String(email).toLowerCase()}`),
			...listOf(row.phones).map(({ phone }) => `phone=${String(phone)}`),
		],
		role: 'customer',
		shape: 'customer',
	},
	{
		type: 'company',
		path: '/v1/companies',
		relations: {},
		keys: external,
		role: 'company',
		shape: 'company',
	},
	{
		type: 'message',
		path: '/v1/messages',
		relations: { conversation: 'conversation', customer: 'customer' },
		keys: external,
		role: 'message',
	},
	{
		type: 'note',
		path: '/v1/notes',
		relations: { conversation: 'conversation', customer: 'customer' },
		keys: external,
		role: 'note',
	},
	{
		type: 'draft',
		path: '/v1/drafts',
		relations: { conversation: 'conversation', customer: 'customer' },
		keys: none,
		role: 'draft',
	},
	...[
		['tag', '/v1/tags'],
		['user', '/v1/users'],
		['team', '/v1/teams'],
		['queue', '/v1/routing/queues', 'routing_queue'],
		['shortcut', '/v1/shortcuts'],
		['brand', '/v1/brands'],
		['sla', '/v1/slas'],
		['satisfaction', '/v1/satisfaction'],
		['klass', '/v1/klasses'],
		['workflow', '/v1/workflows'],
	].map(
		([type = '', path = '', role = type]): Kind => ({
			type,
			path,
			relations: {},
			keys: none,
			role,
		}),
	),
];

/** The kind of the objects of a class (kustomer 4.6). */
export function kobjectKind(klass: string): Kind {
	return {
		type: `kobject.${klass}`,
		path: `/v1/klasses/${klass}`,
		relations: { customer: 'customer', company: 'company' },
		keys: external,
		role: 'kobject',
		shape: 'kobject',
	};
}

/** All objects, flat as they are written, by type. */
export class Store {
	/** How far the vendor's clock is ahead, in milliseconds. */
	clockAhead = 0;
	private readonly tables = new Map<string, Map<string, Json>>();
	/** Grows with each change of what is stored. */
	version = 0;
	private readonly owners = new Map<string, string>();
	private nextId = 0x5b3b00000000000000000000n;

	clear(): void {
		this.tables.clear();
		this.owners.clear();
		this.version += 1;
	}

	freshId(): string {
		return (this.nextId++).toString(16);
	}

	now(): string {
		return new Date(Date.now() + this.clockAhead).toISOString();
	}

	rows(type: string): Json[] {
		return [...this.table(type).values()];
	}

	get(type: string, id: string): Json | undefined {
		return this.table(type).get(id);
	}

	/** The object with a key such as `externalId=4711`. */
	find(type: string, key: string): Json | undefined {
		const id = this.owners.get(`${type} ${key}`);
		return id === undefined ? undefined : this.get(type, id);
	}

	/** Stores a new object; undefined where another has its id or one of its keys. */
	add({ type, keys }: Kind, given: Json): Json | undefined {
		const row: Json = { ...given, id: given.id ?? this.freshId(), storedAt: this.now() };
		const taken = keys(row).map((key) => `${type} ${key}`);
		if (this.table(type).has(String(row.id)) || taken.some((key) => this.owners.has(key)))
			return undefined;
		for (const key of taken) this.owners.set(key, String(row.id));
		this.table(type).set(String(row.id), row);
		this.version += 1;
		return row;
	}

	/** Changes an object; false where another has one of its new keys. */
	change({ type, keys }: Kind, row: Json, changes: Json): boolean {
		const id = String(row.id);
		const changed: Json = { ...row, ...changes };
		if (changes.custom !== undefined)
			changed.custom = { ...(row.custom as Json), ...(changes.custom as Json) };
		const wanted = keys(changed).map((key) => `${type} ${key}`);
		if (wanted.some((key) => (this.owners.get(key) ?? id) !== id)) return false;
		for (const key of keys(row)) this.owners.delete(`${type} ${key}`);
		for (const key of wanted) this.owners.set(key, id);
		this.version += 1;
		Object.assign(row, changed, { id, changedAt: this.now(), rev: Number(row.rev ?? 1) + 1 });
		return true;
	}

	remove({ type, keys }: Kind, row: Json): void {
		for (const key of keys(row)) this.owners.delete(`${type} ${key}`);
		this.table(type).delete(String(row.id));
		this.version += 1;
	}

	private table(type: string): Map<string, Json> {
		const found = this.tables.get(type) ?? new Map<string, Json>();
		this.tables.set(type, found);
		return found;
	}
}

/** An object as it is read (kustomer 2.7 and 6). */
export function shown({ type, path, relations }: Kind, row: Json): Json {
	const { id, storedAt, changedAt, rev, ...fields } = row;
	const attributes: Json = { createdAt: storedAt };
	const related: Json = relationships();
	for (const [key, value] of Object.entries(fields)) {
		const target = relations[key];
		if (target === undefined) attributes[key] = value;
		else if (value !== null && value !== undefined)
			related[key] = { data: { type: target, id: value } };
	}
	const { queue } = fields as { queue?: { id?: string } };
	if (type === 'conversation' && queue?.id)
		related.queue = { data: { type: 'queue', id: queue.id } };
	attributes.updatedAt = changedAt ?? storedAt;
	attributes.rev = rev ?? 1;
	return { type, id, attributes, relationships: related, links: { self: `${path}/${String(id)}` } };
}

/** Organization and author, as replies show them. */
export function relationships(): Json {
	return {
		org: { links: { self: `/v1/orgs/${ORG}` }, data: { type: 'org', id: ORG } },
		createdBy: {
			links: { self: `/v1/users/${MACHINE_USER}` },
			data: { type: 'user', id: MACHINE_USER },
		},
	};
}

/** A refusal of shape A (kustomer 8). */
export function refusal(code: string, message: string): Json {
	return { errors: [{ code, message, meta: {} }] };
}

/** An object without some of its keys. */
export function without(row: Json, names: readonly string[]): Json {
	return Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
}
