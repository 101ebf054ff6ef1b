import type { Resource } from '../../../shared/form/operation';
import { checkContract } from './check';

export const contract: Resource = {
	name: 'Contract',
	value: 'contract',
	operations: [checkContract],
};
