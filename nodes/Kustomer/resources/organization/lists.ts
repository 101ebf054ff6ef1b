import type { IDataObject } from 'n8n-workflow';

import { boolean, text, type Field } from '../../../shared/form/fields';
import type { Operation, Resource } from '../../../shared/form/operation';
import type { Kind } from '../../kinds';
import { action, listing } from '../../records/action';
import { get, getListed } from '../../records/get';
import { given } from '../../records/rows';
import { TEAM, teamActions, USER, userActions } from './people';
import { getResponse } from './responses';
import { getWorkItems } from './workItems';
import { WORKFLOW, workflowActions } from './workflows';

/** A kind of settings of an organization, or its users. */
interface Setting {
	name: string;
	value: string;
	noun: string;
	nouns: string;
	path: string;
	simple: readonly string[];
	picker?: Kind['picker'];
	/** Filters of the list, by their names in the query. */
	filters?: readonly Field[];
	more?: readonly Operation[];
	/** True where no request reads a single one, so that it is taken from the list. */
	listed?: boolean;
}

const deleted = boolean('deleted', 'Deleted', {
	default: true,
	description: 'Whether to return what was deleted, instead of what is in use',
});

const createTag = action({
	name: 'Create',
	value: 'create',
	action: 'Create tag',
	description: 'Add a new tag to the organization; no page of the vendor shows this request',
	keeps: ['name', 'color', 'createdAt'],
	creates: true,
	fields: [text('name', 'Name', { required: true, max: 64 })],
	// A guess: the list of tags is in use, but not published (kustomer 2.4).
	call: (asked) => ({ method: 'POST', path: '/v1/tags', body: asked }),
});

const SETTINGS: readonly Setting[] = [
	{
		name: 'Brand',
		value: 'brand',
		noun: 'brand',
		nouns: 'brands',
		path: '/v1/brands',
		simple: ['name', 'iconUrl', 'default', 'createdAt', 'updatedAt'],
	},
	{
		name: 'Queue',
		value: 'queue',
		noun: 'queue',
		nouns: 'queues',
		path: '/v1/routing/queues',
		simple: ['name', 'displayName', 'key', 'description', 'priority', 'itemSize', 'updatedAt'],
		picker: 'searchQueues',
		more: [getWorkItems],
	},
	{
		name: 'Satisfaction Form',
		value: 'satisfaction',
		noun: 'satisfaction form',
		nouns: 'satisfaction forms',
		path: '/v1/satisfaction',
		simple: ['name', 'channel', 'enabled', 'createdAt', 'updatedAt'],
		listed: true,
		more: [getResponse],
	},
	{
		name: 'Shortcut',
		value: 'shortcut',
		noun: 'shortcut',
		nouns: 'shortcuts',
		path: '/v1/shortcuts',
		simple: ['name', 'payload', 'draft', 'channels', 'createdAt', 'updatedAt'],
		filters: [text('name', 'Name', { description: 'Only shortcuts of this name' })],
	},
	{
		name: 'SLA',
		value: 'sla',
		noun: 'service level agreement',
		nouns: 'service level agreements',
		path: '/v1/slas',
		simple: ['name', 'description', 'enabled', 'createdAt', 'updatedAt'],
	},
	{
		name: 'Tag',
		value: 'tag',
		noun: 'tag',
		nouns: 'tags',
		path: '/v1/tags',
		simple: ['name', 'color', 'deleted', 'createdAt', 'updatedAt'],
		picker: 'searchTags',
		listed: true,
		more: [createTag],
	},
	{
		name: 'Team',
		value: 'team',
		noun: 'team',
		nouns: 'teams',
		path: '/v1/teams',
		simple: TEAM,
		picker: 'searchTeams',
		filters: [deleted],
		more: teamActions,
	},
	{
		name: 'User',
		value: 'user',
		noun: 'user',
		nouns: 'users',
		path: '/v1/users',
		simple: USER,
		picker: 'searchUsers',
		filters: [
			deleted,
			text('email', 'Email', {
				placeholder: 'name@email.com',
				description: 'Only the user with this address',
			}),
		],
		more: userActions,
	},
	{
		name: 'Workflow',
		value: 'workflow',
		noun: 'workflow',
		nouns: 'workflows',
		path: '/v1/workflows',
		simple: WORKFLOW,
		more: workflowActions,
		filters: [
			boolean('enabled', 'Enabled', {
				default: true,
				description: 'Whether to return only enabled workflows, or only disabled ones',
			}),
		],
	},
];

function settingResource({
	name,
	value,
	noun,
	nouns,
	path,
	simple,
	picker,
	filters = [],
	more = [],
	listed = false,
}: Setting): Resource {
	const kind: Kind = {
		api: value,
		name,
		value,
		noun,
		nouns,
		path: () => path,
		context: () => value,
		method: 'PUT',
		fields: [],
		names: [],
		simple,
		lookups: [],
		picker,
		deletes: false,
	};
	const getMany = listing({
		name: 'Get Many',
		value: 'getAll',
		action: `Get many ${nouns}`,
		description: `Get the ${nouns} of the organization`,
		simple,
		fields: filters,
		list: (asked: IDataObject) => ({
			path,
			query: given(Object.fromEntries(filters.map(({ name: key }) => [key, asked[key]]))),
		}),
	});
	return { name, value, operations: [getMany, listed ? getListed(kind) : get(kind), ...more] };
}

/** Settings of a whole organization (kustomer 4.7 and 4.8). */
export const settingResources: readonly Resource[] = SETTINGS.map(settingResource);
