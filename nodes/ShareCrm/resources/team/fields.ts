import { choice } from '../../../shared/form/fields';
import { employees } from '../../fields/pickers';

/** The objects whose records have a team by this API (sharecrm 5.10). */
export const teamObject = choice(
	'object',
	'Object',
	[
		{ name: 'Account', value: 'AccountObj' },
		{ name: 'Opportunity', value: 'OpportunityObj' },
	],
	{ required: true, default: 'AccountObj', description: 'The kind of records to work on' },
);

export const members = employees('teamMemberEmployee', 'Employee Names or IDs', {
	required: true,
	description: 'The employees',
});

export const role = choice(
	'teamMemberRole',
	'Role',
	[
		{ name: 'After-Sales', value: '3' },
		{ name: 'Joint Follower', value: '2' },
		{ name: 'Normal Member', value: '4' },
		{ name: 'Owner', value: '1' },
	],
	{ required: true, default: '4', description: 'What the employees do for the record' },
);

export const permission = choice(
	'teamMemberPermissionType',
	'Permission',
	[
		{ name: 'Read', value: '1' },
		{ name: 'Read and Write', value: '2' },
	],
	{ required: true, default: '1', description: 'What the employees may do with the record' },
);
