import type { Field } from '../../shared/form/fields';
import { id } from '../../shared/form/fields';
import type { RecordApi } from '../../shared/operations/recordApi';
import type { CrmKind } from '../kinds';
import { VENDOR } from '../replies';
import { create } from './create';
import { get } from './get';
import { searchCustomers } from './search';
import { update } from './update';
import { upsertCustomer } from './upsert';

/** What can be done with the records of a CRM: it can delete none and lists none (khoros-marketing 1). */
export const records: RecordApi<CrmKind> = {
	vendor: VENDOR,
	service: 'the CRM',
	id: recordId,
	returns: {},
	shape: ({ shape }) => shape,
	create: (kind) => ({ ...create(kind), returns: kind.shape }),
	get,
	update: (kind) => ({ ...update(kind), returns: kind.shape }),
};

/** Those of customers, who can be searched for as well. */
export const customerRecords: RecordApi<CrmKind> = {
	...records,
	upsert: () => upsertCustomer,
	search: () => searchCustomers,
};

/** The ID of a record in the CRM. */
export function recordId({
	noun,
	name,
}: Pick<CrmKind, 'noun' | 'name'>): Field<'id', string, true> {
	return id('id', `${name} ID`, {
		required: true,
		placeholder: noun === 'case' ? 'e.g. case_301' : 'e.g. cus_19',
		description: `ID of the ${noun} in the CRM`,
	});
}
