import type { IDataObject } from 'n8n-workflow';

import type { DeclaredField } from '../metadata';
import type { CrmOperation } from './contract';

/**
 * A value for each field, of its type.
 * @param stamp tells these values from those of another time
 */
export function sampleFields(declared: readonly DeclaredField[], stamp: string): IDataObject {
	return Object.fromEntries(
		declared.map(({ name, type, values }) => [
			name,
			type === 'checkbox'
				? false
				: type === 'single_sel_list'
					? (values[0]?.value ?? '')
					: /mail/i.test(name)
						? `n8n.${stamp.replace(/\W/g, '')}@example.com`
						: `Sample of n8n ${stamp}`,
		]),
	);
}

/** A post that is a picture alone, by an author without a name (khoros-marketing 13). */
export function sampleInteraction(stamp: string): IDataObject {
	return {
		created: '2026-03-04T09:12:00.000Z',
		body: '',
		linkUrl: '',
		serviceId: stamp,
		service: 'twitter',
		contentType: 'post',
		author: {
			service: 'twitter',
			serviceId: '9223372036854775807',
			handle: 'n8n-sample',
			name: '',
			brandOwned: false,
		},
	};
}

/**
 * The body of a request as Khoros sends it; undefined for one without.
 * @param customerId of the customer whose case it is
 */
export function sampleBody(
	{ name, method }: CrmOperation,
	declared: Record<'case' | 'customer', readonly DeclaredField[]>,
	customerId: string,
	stamp: string,
): IDataObject | undefined {
	if (method === 'GET') return undefined;
	if (name === 'bestmatchCustomers')
		return {
			displayName: 'Jane Doe',
			screenName: 'janed',
			profileUrl: 'https://social.example/janed',
		};
	if (name === 'createCase' || name === 'updateCase')
		return {
			...sampleFields(declared.case, stamp),
			customerId,
			title: `Sample of n8n ${stamp}`,
			interactions: [sampleInteraction(stamp)],
		};
	const fields =
		name === 'searchCustomers'
			? declared.customer.filter(({ searchable }) => searchable).slice(0, 1)
			: declared.customer;
	return sampleFields(fields, stamp);
}
