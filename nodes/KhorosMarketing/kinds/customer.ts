import { checkChange } from './change';
import type { CrmKind } from './kind';

/** A customer: all fields but the ID and the link are the CRM's own (khoros-marketing 5.5). */
export const customerKind: CrmKind = {
	api: 'customer',
	name: 'Customer',
	value: 'customer',
	noun: 'customer',
	nouns: 'customers',
	fields: [],
	names: [],
	simple: [],
	shape: { id: 'string', url: 'string' },
	finishUpdate: checkChange,
};
