import type { Resource } from '../../../shared/form/operation';
import { runFunction } from './run';

export const aplFunction: Resource = {
	name: 'Function',
	value: 'function',
	operations: [runFunction],
};
