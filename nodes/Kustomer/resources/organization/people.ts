import { InputError } from '../../../shared/base/errors';
import {
	boolean,
	choice,
	idList,
	dynamicList,
	list,
	text,
	type Values,
} from '../../../shared/form/fields';
import { UPDATE_FIELDS, type Operation } from '../../../shared/form/operation';
import { pathPart } from '../../../shared/http/replies';
import { ID } from '../../fields/common';
import { pickedId } from '../../fields/pickers';
import { action } from '../../records/action';

export const USER = [
	'name',
	'displayName',
	'email',
	'userType',
	'deletedAt',
	'createdAt',
	'updatedAt',
];
export const TEAM = ['name', 'displayName', 'members', 'externalId', 'createdAt', 'updatedAt'];

const name = text('name', 'Name', { required: true, placeholder: 'e.g. Nathan Smith' });

/** Fields of both a new and a changed user (kustomer 4.7). */
const profile = [
	text('displayName', 'Display Name', { description: 'The name that customers see' }),
	text('emailSignature', 'Email Signature', { rows: 3 }),
	text('mobile', 'Mobile', { placeholder: 'e.g. +15551234567' }),
	list('roleGroups', 'Role Group IDs', {
		unique: true,
		description: 'IDs of role groups, separated by commas; they replace the current ones',
	}),
];

const invite = action({
	name: 'Invite',
	value: 'invite',
	action: 'Invite user',
	description: 'Invite a person to the organization by email',
	keeps: USER,
	creates: true,
	fields: [
		name,
		text('email', 'Email', { required: true, placeholder: 'name@email.com' }),
		...profile,
		choice(
			'userType',
			'User Type',
			[
				{ name: 'Limited', value: 'limited' },
				{ name: 'Machine', value: 'machine' },
				{ name: 'User', value: 'user' },
			],
			{ default: 'user' },
		),
	],
	call: (asked) => ({ method: 'POST', path: '/v1/users', body: asked }),
});

const userId = pickedId('id', 'User', 'searchUsers', {
	required: true,
	description: 'The user to work on',
});

const update = action({
	name: 'Update',
	value: 'update',
	action: 'Update user',
	description: 'Change the profile of a user, or delete the user; what is not given stays',
	keeps: USER,
	changes: true,
	optionalFields: UPDATE_FIELDS,
	fields: [
		userId,
		text('name', 'Name'),
		...profile,
		boolean('deleted', 'Deleted', { description: 'Whether the user is deleted' }),
	],
	finish(asked) {
		if (Object.keys(asked).length > 1) return asked;
		throw new InputError(
			"'Update Fields' is empty",
			'updateFields',
			'Add at least one field to change.',
		);
	},
	// A guess: no page says that the other fields stay (kustomer 4.7).
	call: ({ id, ...changes }) => ({
		method: 'PUT',
		path: `/v1/users/${pathPart(id)}`,
		body: changes,
	}),
});

const team = pickedId('id', 'Team', 'searchTeams', {
	required: true,
	description: 'The team to work on',
});

const members = dynamicList(
	idList('members', 'Member Names or IDs', {
		...ID,
		required: true,
		unique: true,
		description: 'Users, by name or ID',
	}),
	{ method: 'getUsers' },
);

const change = ({ id, members: users }: Values<[typeof team, typeof members]>) => ({
	path: `/v1/teams/${pathPart(id)}/members`,
	body: { members: users },
	// Adding a member twice or removing one twice changes nothing.
	idempotent: true,
});

function membership(adds: boolean): Operation {
	const [verb, preposition] = adds ? ['Add', 'to'] : ['Remove', 'from'];
	return action({
		name: `${verb} Members`,
		value: `${verb.toLowerCase()}Members`,
		action: `${verb} members ${preposition} team`,
		description: `${verb} users ${preposition} a team, by name or ID`,
		keeps: TEAM,
		changes: true,
		fields: [team, members],
		call: (asked) => ({ method: adds ? 'POST' : 'DELETE', ...change(asked) }),
	});
}

export const userActions: readonly Operation[] = [invite, update];
export const teamActions: readonly Operation[] = [membership(true), membership(false)];
