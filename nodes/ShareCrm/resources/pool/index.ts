import type { Resource } from '../../../shared/form/operation';
import { claim } from './claim';
import { remove } from './remove';
import { giveBack } from './return';

export const pool: Resource = {
	name: 'Pool',
	value: 'pool',
	operations: [claim, giveBack, remove],
};
