import { boolean } from '../../../shared/form/fields';
import { employee } from '../../fields/pickers';
import { poolId, poolOperation } from './common';

const keepOwner = boolean('isKeepOwner', 'Keep Owner', {
	default: true,
	description: 'Whether the record keeps the owner it has',
});
const owner = employee('owner', 'New Owner', {
	description: 'The new owner, if the record does not keep its current one',
});

/** Remove: out of a pool; the capital in the name of the list is the vendor's (sharecrm 5.9). */
export const remove = poolOperation(
	{
		name: 'Remove',
		value: 'remove',
		action: 'Remove record from pool',
		description: 'Take an account or a lead out of a pool for another employee',
	},
	{
		path: '/cgi/crm/v2/data/remove',
		required: [poolId],
		options: [keepOwner, owner],
		body: (ids, { objectPoolId, isKeepOwner, owner: newOwner }) => ({
			objectIDs: ids,
			objectPoolId,
			...(isKeepOwner === undefined ? {} : { isKeepOwner }),
			...(newOwner === undefined ? {} : { owner: newOwner }),
		}),
		done: { removed: true },
	},
);
