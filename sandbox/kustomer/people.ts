import { kindOf, missing, role } from './objects';
import { pageOf } from './paging';
import { shown, type Json } from './store';
import type { Ask, Route, State } from './state';

/** Routes that write users, teams and workflows, and those of work items and satisfaction responses (kustomer 4.7, 4.8, 11). */
export function peopleRoutes(on: Route, state: State): void {
	const { store } = state;
	const find = (type: string, ask: Ask) => store.get(type, ask.params.key ?? '');
	on('POST', '/v1/users', role('user', 'create'), (ask) => {
		const body = ask.body as Json;
		const lacks = ['name', 'email'].find((key) => body[key] === undefined);
		if (lacks !== undefined) return ask.refuse(400, 'bad_request', `${lacks} is required`);
		const row = store.add(kindOf('user'), body) ?? {};
		ask.status(201);
		return { data: shown(kindOf('user'), row) };
	});
	on('PUT', '/v1/users/:key', role('user', 'update'), (ask) => {
		const row = find('user', ask);
		if (row === undefined) return missing(ask);
		store.change(kindOf('user'), row, ask.body as Json);
		return { data: shown(kindOf('user'), row) };
	});
	for (const method of ['POST', 'DELETE'] as const)
		on(method, '/v1/teams/:key/members', role('team', 'update'), (ask) => {
			const row = find('team', ask);
			if (row === undefined) return missing(ask);
			const known = (row.members ?? []) as string[];
			const { members = [] } = ask.body as { members?: string[] };
			store.change(kindOf('team'), row, {
				members:
					method === 'POST'
						? [...new Set([...known, ...members])]
						: known.filter((id) => !members.includes(id)),
			});
			return { data: shown(kindOf('team'), row) };
		});
	on('GET', '/v1/routing/queues/:key/work-items', role('routing_queue', 'read'), (ask) => {
		const { key = '' } = ask.params;
		if (find('queue', ask) === undefined) return missing(ask);
		const rows = store
			.rows('work_item')
			.filter(({ queue, status }) => queue === key && (ask.query.status ?? status) === status)
			.map((row) => shown({ ...kindOf('tag'), type: 'work_item', path: '/v1/work-items' }, row));
		return pageOf(ask, `/v1/routing/queues/${key}/work-items`, rows);
	});
	on('GET', '/v1/satisfaction-responses/:key', [], (ask) => {
		const row = find('satisfaction_response', ask);
		const path = '/v1/satisfaction-responses';
		return row === undefined
			? missing(ask)
			: { data: shown({ ...kindOf('tag'), type: 'satisfaction_response', path }, row) };
	});
	on('PUT', '/v1/workflows/:key', role('workflow', 'update'), (ask) => {
		const row = find('workflow', ask);
		if (row === undefined) return missing(ask);
		// The document is replaced, which is the worst that may be.
		const { id, storedAt } = row;
		for (const key of Object.keys(row)) delete row[key];
		Object.assign(row, { id, storedAt });
		store.change(kindOf('workflow'), row, ask.body as Json);
		return { data: shown(kindOf('workflow'), row) };
	});
	on('POST', '/v1/workflows/:key/call', role('workflow_call', 'create'), (ask) => {
		const row = find('workflow', ask);
		if (row === undefined) return missing(ask);
		if (row.callable !== true || row.enabled !== true)
			return ask.refuse(400, 'bad_request', 'workflow is not callable');
		const kind = { ...kindOf('tag'), type: 'workflow_call', path: '/v1/workflow-calls' };
		const call = store.add(kind, { ...(ask.body as Json), workflow: row.id }) ?? {};
		return { data: shown(kind, call) };
	});
}
