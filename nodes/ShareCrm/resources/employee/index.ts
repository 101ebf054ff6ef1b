import type { Resource } from '../../../shared/form/operation';
import { getManyEmployees } from './getMany';

export const employee: Resource = {
	name: 'Employee',
	value: 'employee',
	operations: [getManyEmployees],
};
