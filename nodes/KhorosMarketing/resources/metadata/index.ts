import type { Resource } from '../../../shared/form/operation';
import { getMetadata } from './get';

export const metadata: Resource = {
	name: 'Metadata',
	value: 'metadata',
	operations: [getMetadata],
};
