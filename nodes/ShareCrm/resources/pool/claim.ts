import { poolOperation } from './common';

/** Claim: the operator becomes the owner (sharecrm 5.9). */
export const claim = poolOperation(
	{
		name: 'Claim',
		value: 'claim',
		action: 'Claim record from pool',
		description: 'Take an account or a lead out of its pool; it then belongs to the operator',
	},
	{
		path: '/cgi/crm/v2/data/choose',
		body: (ids) => ({ objectIds: ids }),
		done: { claimed: true },
	},
);
