import type { Resource } from '../../../shared/operation';
import { getOrganization } from './get';

export const organization: Resource = { name: 'Organization', value: 'organization', operations: [getOrganization] };
