import type { Resource } from '../../../shared/form/operation';
import { approve, cancel, reject } from './act';
import { getApproval, getApprovals } from './read';

export const approval: Resource = {
	name: 'Approval',
	value: 'approval',
	operations: [approve, cancel, getApproval, getApprovals, reject],
};
