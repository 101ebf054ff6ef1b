import { choice, text } from '../../../shared/form/fields';
import { poolId, poolOperation } from './common';

const reason = choice(
	'backReason',
	'Reason',
	[
		{ name: 'First Reason', value: '0' },
		{ name: 'Other', value: 'other', description: "Give the text in 'Other Reason'" },
		{ name: 'Second Reason', value: '1' },
		{ name: 'Third Reason', value: '2' },
	],
	{
		required: true,
		default: 'other',
		description: 'Why the record goes back, as your company has numbered the reasons',
	},
);
const otherReason = text('backReason__o', 'Other Reason', {
	placeholder: 'e.g. No budget this year',
	description: "Text of the reason 'Other'",
});

/** Return: back to a pool, with a reason (sharecrm 5.9). */
export const giveBack = poolOperation(
	{
		name: 'Return',
		value: 'return',
		action: 'Return record to pool',
		description: 'Give an account or a lead back to a pool',
	},
	{
		path: '/cgi/crm/v2/data/return',
		required: [poolId, reason],
		options: [otherReason],
		body: (ids, { objectPoolId, backReason, backReason__o: other }) => ({
			objectIds: ids,
			objectPoolId,
			backReason,
			...(backReason === 'other' && other !== undefined ? { backReason__o: other } : {}),
		}),
		done: { returned: true },
	},
);
