import { choice, type Field } from '../../shared/form/fields';
import { pathPart } from '../../shared/http/replies';
import type { RecordList } from '../../shared/operations/recordApi';
import { pickedId } from '../fields/pickers';
import type { Kind } from '../kinds';
import { given, readRows } from './rows';

/** Orders of a list (kustomer 2.7 and 3.7). */
export const sortOrder = choice(
	'sort',
	'Sort',
	[
		{ name: 'Newest First', value: 'desc' },
		{ name: 'Oldest First', value: 'asc' },
	],
	{
		default: 'desc',
		description:
			'In which order the list comes, by the time of creation; that of one customer has no order to choose',
	},
);

export const ofCustomer: Field = pickedId('customerId', 'Customer', 'searchCustomers', {
	description: 'Only those of this customer',
});

/** Get Many: the list of a kind, or that of one customer; a list of companies has no order (kustomer 2.7, 3.7, 4.5 and 4.6). */
export function getMany(kind: Kind): RecordList {
	const byCustomer = kind.api === 'conversation' || kind.api === 'kobject';
	return {
		requiredOptions: kind.requiredOptions,
		fields: byCustomer ? [ofCustomer] : [],
		options: kind.api === 'company' ? [] : [sortOrder],
		async rows(session, { customerId }, options, limit) {
			const path = kind.path(options);
			const sort = sortOf(kind, options.sort);
			return await readRows(session, {
				path:
					customerId === undefined
						? path
						: path.replace('/v1/', `/v1/customers/${pathPart(String(customerId))}/`),
				query: given({
					sort: customerId === undefined || kind.api === 'kobject' ? sort : undefined,
				}),
				limit,
			});
		},
	};
}

/** Customers are sorted by a field, all others by the time alone (kustomer 3.7). */
function sortOf({ api }: Kind, order: unknown): string | undefined {
	if (typeof order !== 'string') return undefined;
	if (api !== 'customer') return order;
	return order === 'desc' ? '-createdAt' : 'createdAt';
}
