import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../../shared/base/errors';
import { at, textOf } from '../../../shared/base/values';
import type { Session } from '../../../shared/http/session';
import { customer as customers } from '../../kinds/customer';
import { findByKey, isMasked, owns } from '../../records/lookup';
import { isDuplicate } from '../../replies';
import type { Start } from './startFields';

/** Keys that find the customer, in this order, and how a new one gets them. */
export const KEYS = [
	['email', 'email', (value: string) => ({ emails: [{ email: value }] })],
	['phone', 'phone', (value: string) => ({ phones: [{ phone: value }] })],
	['customerExternalId', 'externalId', (value: string) => ({ externalId: value })],
] as const;

/** The customer of an item, and whether it was there. */
export interface Customer {
	customerId: string;
	customer: 'found' | 'created';
}

/** The customer of an item: the one that is named, the one that has a key, or a new one. */
export async function customerOf(
	session: Session,
	record: Start,
): Promise<Customer | { failure: Failure }> {
	if (record.customer !== undefined) return { customerId: record.customer, customer: 'found' };
	const found = await findCustomer(session, record);
	if (!found.ok) return { failure: found.failure };
	if (found.id !== undefined) return { customerId: found.id, customer: 'found' };
	const fields = KEYS.map(([name, , make]) =>
		record[name] === undefined ? {} : make(record[name]),
	);
	const answer = await session.call({
		method: 'POST',
		path: '/v1/customers',
		body: Object.assign(
			{},
			...fields,
			record.customerName === undefined ? {} : { name: record.customerName },
		) as IDataObject,
		// A second sending is refused as a duplicate, and the customer of the first is then found (kustomer 3.3).
		idempotent: true,
	});
	const id = answer.ok ? textOf(at(answer.body, 'data', 'id')) : undefined;
	if (id !== undefined) return { customerId: id, customer: 'created' };
	const again =
		answer.ok || isDuplicate(answer.failure) ? await findCustomer(session, record) : undefined;
	if (again?.ok && again.id !== undefined) return { customerId: again.id, customer: 'found' };
	return {
		failure: answer.ok
			? { message: 'Kustomer did not name the new customer', executed: 'unknown' }
			: answer.failure,
	};
}

async function findCustomer(
	session: Session,
	record: Start,
): Promise<{ ok: true; id?: string } | { ok: false; failure: Failure }> {
	for (const [name, key] of KEYS) {
		const value = record[name];
		const lookup = customers.lookups.find((one) => one.name === key);
		if (value === undefined || lookup === undefined) continue;
		const found = await findByKey(session, customers, {}, lookup, value);
		if (!found.ok) return found;
		// Somebody else may only share the address.
		const isIt =
			found.value !== undefined &&
			(owns(found.value, lookup, value) || isMasked(found.value, lookup));
		if (isIt) return { ok: true, id: String(found.value?.id) };
	}
	return { ok: true };
}
