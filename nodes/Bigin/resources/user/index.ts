import type { Resource } from '../../../shared/form/operation';
import { getUser } from './get';
import { getManyUsers } from './getMany';

export const user: Resource = { name: 'User', value: 'user', operations: [getUser, getManyUsers] };
