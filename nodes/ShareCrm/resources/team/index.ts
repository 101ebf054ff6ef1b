import type { Resource } from '../../../shared/form/operation';
import { addMembers, removeMembers } from './members';
import { editMember } from './edit';
import { getMembers } from './getMany';

export const team: Resource = {
	name: 'Related Team',
	value: 'relatedTeam',
	operations: [addMembers, editMember, getMembers, removeMembers],
};
