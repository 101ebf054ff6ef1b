import { at, textOf } from '../../shared/base/values';
import type { Lookup } from './kind';

function listAt(value: unknown, name: string, key: string): string[] {
	const list = at(value, name);
	return Array.isArray(list) ? list.flatMap((entry) => textOf(at(entry, key)) ?? []) : [];
}

/** The ID of an object in another system. The search knows that of customers alone (kustomer, appendix B). */
export const byExternalId: Lookup = {
	name: 'externalId',
	label: 'External ID',
	placeholder: 'e.g. crm-4711',
	valuesIn: (row) => [textOf(row.externalId)].flatMap((value) => value ?? []),
	same: (value) => value,
};

export const byEmail: Lookup = {
	name: 'email',
	label: 'Email',
	placeholder: 'e.g. name@email.com',
	attribute: 'customer_email',
	type: 'string',
	valuesIn: (row) => listAt(row, 'emails', 'email'),
	same: (value) => value.trim().toLowerCase(),
};

export const byPhone: Lookup = {
	name: 'phone',
	label: 'Phone',
	placeholder: 'e.g. +15551234567',
	attribute: 'customer_phone',
	type: 'string',
	valuesIn: (row) => listAt(row, 'phones', 'phone'),
	same: (value) => value.replace(/[^\d+]/g, ''),
};
