import type { Resource } from '../../../shared/form/operation';
import { getManyDepartments } from './getMany';

export const department: Resource = {
	name: 'Department',
	value: 'department',
	operations: [getManyDepartments],
};
