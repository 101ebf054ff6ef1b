import type { Resource } from '../../../shared/form/operation';
import { listActions } from './list';
import { runAction } from './run';

/** Flows and other invocable actions of the org. */
export const action: Resource = {
	name: 'Action',
	value: 'action',
	operations: [runAction, listActions],
};
