import { text, type Field } from '../../../shared/form/fields';
import { createRecord } from '../../records/create';
import {
	createTime,
	createdBy,
	customFields,
	describeApiName,
	details,
	owner,
	recordType,
} from '../../fields/common';

const OBJECT = 'CustomerServiceSessionObj';

/** Fields of a session: the vendor documents `name` only, the others are those of every object (sharecrm 7 and 9). */
const fields: readonly Field[] = [
	// A guess: up front but not required, because the page requires no field and a tenant may number names by itself.
	text('name', 'Name', {
		upFront: true,
		placeholder: 'e.g. Chat 42',
		description:
			'Name of the session; leave it empty only where ShareCRM numbers sessions by itself',
	}),
	createTime,
	createdBy,
	customFields,
	details,
	describeApiName(OBJECT),
	owner,
	recordType,
];

export const createCustomerServiceSession = createRecord({
	object: OBJECT,
	noun: 'customer service session',
	fields,
});
