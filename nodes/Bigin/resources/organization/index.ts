import type { Resource } from '../../../shared/form/operation';
import { getOrganization } from './get';

export const organization: Resource = {
	name: 'Organization',
	value: 'organization',
	operations: [getOrganization],
};
