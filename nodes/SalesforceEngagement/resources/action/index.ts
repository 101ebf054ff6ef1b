import type { Resource } from '../../../shared/form/operation';
import { approve, reject, submit } from './approvals';
import { listActions } from './list';
import { runAction } from './run';

/** Flows and other invocable actions of the org, and its approvals. */
export const action: Resource = {
	name: 'Action',
	value: 'action',
	operations: [runAction, listActions, submit, approve, reject],
};
