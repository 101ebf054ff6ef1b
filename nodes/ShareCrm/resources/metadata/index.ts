import type { Resource } from '../../../shared/form/operation';
import { describeObject } from './describe';
import { getAreas } from './getAreas';
import { getObjects } from './getObjects';

export const metadata: Resource = {
	name: 'Metadata',
	value: 'metadata',
	operations: [getObjects, describeObject, getAreas],
};
