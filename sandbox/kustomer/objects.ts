import { checkOne, type Shape } from './schemas';
import { without, KINDS, kobjectKind, shown, type Json, type Kind } from './store';
import { nothing, type Ask, type Handler, type Route, type State } from './state';
import { pageOf } from './paging';

/** What an update of an object asks for. */
export interface Change {
	row: Json;
	changes: Json;
	rev?: number;
}

/** Routes of the objects that are read and written in the same way (kustomer 2, 3, 4.5, 4.6). */
export function objectRoutes(on: Route, state: State): void {
	for (const kind of KINDS)
		addRoutes(on, state, kind.path, () => kind, kind.role, kind.shape !== undefined);
	addRoutes(
		on,
		state,
		'/v1/klasses/:klass',
		({ params }) => kobjectKind(params.klass ?? ''),
		'kobject',
		true,
	);
	on('POST', '/v1/tags', role('tag', 'create'), ({ body, status }) => {
		const kind = kindOf('tag');
		const row = state.store.add(kind, body as Json) ?? {};
		status(201);
		return { data: shown(kind, row) };
	});
}

export function kindOf(type: string): Kind {
	return KINDS.find((kind) => kind.type === type) ?? kobjectKind(type.replace(/^kobject\./, ''));
}

/** Names of the roles that allow something; any one is enough (kustomer 1.3). */
export function role(object: string, action: 'create' | 'read' | 'update' | 'delete'): string[] {
	return [
		`org.permission.${object}.${action}`,
		`org.user.${object}.${action === 'read' ? 'read' : 'write'}`,
	];
}

function addRoutes(
	on: Route,
	state: State,
	path: string,
	kind: (ask: Ask) => Kind,
	object: string,
	written: boolean,
): void {
	const list: Handler = (ask) => {
		const of = kind(ask);
		// The list of tags has an attribute for those that were deleted (kustomer 2.4).
		const { externalId } = ask.query;
		// Companies alone are found by their External ID in the list (kustomer 4.5).
		const isWanted = (row: Json) =>
			of.type !== 'company' || externalId === undefined || row.externalId === externalId;
		const rows = state.store
			.rows(of.type)
			.filter((row) => (row.deleted !== true || of.type === 'tag') && isWanted(row));
		return pageOf(
			ask,
			of.path,
			rows.map((row) => shown(of, row)),
			state.settings.sorts,
		);
	};
	const get: Handler = (ask) => getOne(ask, state, kind(ask));
	// Classes have an ID where their objects have the name of the class in front.
	if (path !== '/v1/klasses/:klass') {
		on('GET', path, role(object, 'read'), list);
		if (path !== '/v1/klasses') on('GET', `${path}/:key`, role(object, 'read'), get);
	} else {
		on('GET', path, role('klass', 'read'), list);
		on('GET', `${path}/:key`, role(object, 'read'), get);
	}
	if (!written) return;
	const create: Handler = (ask) => createOne(ask, state, kind(ask));
	const update: Handler = (ask) => updateOne(ask, state, kind(ask));
	on('POST', path, role(object, 'create'), create);
	on('PUT', `${path}/:key`, role(object, 'update'), update);
	if (object === 'conversation' || object === 'customer')
		on('PATCH', `${path}/:key`, role(object, 'update'), update);
	if (object !== 'company')
		on('DELETE', `${path}/:key`, role(object, 'delete'), (ask) => {
			const of = kind(ask);
			const row = state.store.get(of.type, ask.params.key ?? '');
			if (row === undefined) return missing(ask);
			state.store.remove(of, row);
			return nothing(ask);
		});
}

export function missing(ask: Ask): Json {
	return ask.refuse(404, 'not_found', 'Not found');
}

/** An object by its id or, written as `externalId=...`, by a key (kustomer 2.7 and 3.2); several by their ids. */
function getOne(ask: Ask, { store }: State, kind: Kind): Json {
	const key = ask.params.key ?? '';
	if (key.includes(',')) {
		const rows = key
			.split(',')
			.map((id) => store.get(kind.type, id))
			.filter((found) => found !== undefined);
		return { data: rows.map((row) => shown(kind, row)) };
	}
	const [, name = '', value = ''] = /^(externalId|email|phone)=(.*)$/s.exec(key) ?? [];
	const row =
		name === ''
			? store.get(kind.type, key)
			: store.find(kind.type, `${name}=${name === 'email' ? value.toLowerCase() : value}`);
	return row === undefined ? missing(ask) : { data: shown(kind, row) };
}

export function shapeOf(action: 'create' | 'update', { shape }: Kind): Shape {
	return `${action} ${shape ?? 'conversation'}`;
}

/** Customers whose IDs begin like this do not exist, so that a test can name one. */
export function isNobody(id: unknown): boolean {
	return typeof id === 'string' && id.startsWith('dead');
}

function createOne(ask: Ask, { store }: State, kind: Kind): Json {
	const given = ask.body as Json;
	const wrong = checkOne(shapeOf('create', kind), given);
	if (wrong !== undefined) return ask.refuse(400, 'bad_request', wrong);
	if (isNobody(given.customer)) return ask.refuse(404, 'not_found', 'customer not found');
	const row = store.add(kind, kind.type === 'conversation' ? { status: 'open', ...given } : given);
	if (row === undefined) return ask.refuse(409, 'conflict', 'duplicate detected');
	ask.status(201);
	return { data: shown(kind, row) };
}

function updateOne(ask: Ask, state: State, kind: Kind): Json {
	const row = state.store.get(kind.type, ask.params.key ?? '');
	if (row === undefined) return missing(ask);
	const wrong = checkOne(shapeOf('update', kind), ask.body);
	if (wrong !== undefined) return ask.refuse(400, 'bad_request', wrong);
	const said = update(state, kind, row, ask.body as Json, ask.query.rev);
	if (said === 'stale') return ask.refuse(409, 'conflict', 'rev does not match');
	if (said === 'taken') return ask.refuse(409, 'conflict', 'duplicate detected');
	return { data: shown(kind, row) };
}

/** Changes an object as one request or one item of a job asks for. */
export function update(
	{ store, settings }: State,
	kind: Kind,
	row: Json,
	given: Json,
	revOfQuery?: string,
): 'done' | 'stale' | 'taken' {
	const { rev = revOfQuery, ...rest } = given;
	const changes = without(rest, ['id', '_clientRef']);
	if (rev !== undefined && Number(rev) !== Number(row.rev ?? 1)) return 'stale';
	const linked = kind.type === 'customer' && settings.unlinksCompany && !('company' in changes);
	const done = store.change(kind, row, { ...changes, ...(linked ? { company: null } : {}) });
	return done ? 'done' : 'taken';
}
