import type { INodeParameters } from 'n8n-workflow';

import { KUSTOMER } from './kustomer';
import { ANY, type FaultVendor, type Target } from './faultVendor';
import {
	changesOf,
	ONE_BY_ONE,
	onObjects,
	picked,
	place,
	READ,
	storeOf,
	WRITE,
	type OnObjects,
} from './kustomerObjects';

/** A resource whose objects are created, updated and deleted in the same way. */
interface Records {
	resource: string;
	/** Type of its objects, and the path of their list. */
	type: string;
	list: string;
	/** The field that holds the content of an item. */
	key: string;
	parameters?: INodeParameters;
}

const CUSTOMER: Records = {
	resource: 'customer',
	type: 'customer',
	list: '/v1/customers',
	key: 'name',
};
const COMPANY: Records = {
	resource: 'company',
	type: 'company',
	list: '/v1/companies',
	key: 'name',
};
const CUSTOM_OBJECT: Records = {
	resource: 'customObject',
	type: 'kobject.order',
	list: '/v1/klasses/order',
	key: 'title',
	parameters: { klass: 'order' },
};

const CONVERSATION: Records = {
	resource: 'conversation',
	type: 'conversation',
	list: '/v1/conversations',
	key: 'name',
};

/** The company of customers. */
const NORTHWIND = '5c0000000000000000000001';

/** An object with an External ID of its own, and with this content. */
const content = (key: string, of: (index: number) => string) => (index: number) => ({
	[key]: of(index),
	externalId: `of-${index}`,
});
const given = (index: number) => `key-${index}`;
const before = () => 'before';

/** What has several objects in a request. */
const IN_BULK = { ...KUSTOMER, batchSize: 4, count: 10 } as const;
const JOB = { ...WRITE, requests: 3 } as const;

function created({ resource, type, list, key, parameters }: Records): FaultVendor {
	return {
		...ONE_BY_ONE,
		parameters: { resource, operation: 'create', ...parameters },
		item: content(key, given),
		effects: (fakeServer) => storeOf(fakeServer).rows(type),
		stored: type,
		key,
		targets: [{ ...WRITE, name: `${resource} create`, path: list, method: 'POST' }],
	};
}

/** An operation on each of the objects that are there. */
function onEach(
	{ resource, type, list, key, parameters }: Records,
	operation: string,
	more: Partial<OnObjects>,
): FaultVendor {
	return onObjects({
		resource,
		operation,
		type,
		path: `${list}/`,
		parameters,
		state: content(key, before),
		...more,
	});
}

const deleted = (records: Records) =>
	onEach(records, 'delete', { method: 'DELETE', malformed: ANY, removes: true });

const updated = (records: Records, method: string, more: Partial<OnObjects> = {}) =>
	onEach(records, 'update', {
		method,
		item: (index) => ({ [records.key]: given(index) }),
		key: records.key,
		...more,
	});

/** Create or Update, where each object is there. */
function upserted(
	{ resource, type, list, key, parameters }: Records,
	found: string,
	method = 'PUT',
): FaultVendor {
	return {
		...ONE_BY_ONE,
		parameters: { resource, operation: 'upsert', ...parameters },
		prepare: (fakeServer) => place(fakeServer, type, content(key, before)),
		item: content(key, given),
		effects: (fakeServer) => changesOf(fakeServer, type),
		stored: type,
		key,
		targets: [
			{ ...WRITE, name: `${resource} upsert`, path: `${list}/`, method },
			{ ...READ, name: `${resource} to upsert`, path: found },
		],
	};
}

/** Create or Update, where no object is there. */
function upsertedAnew(records: Records): FaultVendor {
	const { resource, list } = records;
	const { parameters, ...create } = created(records);
	return {
		...create,
		parameters: { ...parameters, operation: 'upsert' },
		targets: [{ ...WRITE, name: `${resource} upsert of new`, path: list, method: 'POST' }],
	};
}

function bulk(
	{ resource, type, list, key, parameters }: Records,
	operation: 'createBulk' | 'updateBulk' | 'deleteBulk',
	method: string,
	more: Partial<FaultVendor>,
	reads: readonly Target[] = [],
): FaultVendor {
	return {
		...IN_BULK,
		parameters: { resource, operation, ...parameters },
		prepare: (fakeServer) => place(fakeServer, type, content(key, before), IN_BULK.count),
		item: (index, id) => ({ id, [key]: given(index) }),
		effects: (fakeServer) => changesOf(fakeServer, type),
		stored: type,
		key,
		targets: [{ ...JOB, name: `${resource} ${operation}`, path: `${list}/bulk`, method }, ...reads],
		...more,
	};
}

function createdInBulk(records: Records): FaultVendor {
	const { item, effects } = created(records);
	return bulk(records, 'createBulk', 'POST', { item, effects, prepare: undefined });
}

function deletedInBulk(records: Records): FaultVendor {
	return bulk(records, 'deleteBulk', 'DELETE', {
		parameters: {
			resource: records.resource,
			operation: 'deleteBulk',
			id: picked(),
			...records.parameters,
		},
		item: (_index, id) => ({ id }),
		removes: true,
		effects: (fakeServer) => storeOf(fakeServer).rows(records.type),
		key: 'id',
	});
}

/** A conversation has a customer. */
function withCustomer(vendor: FaultVendor): FaultVendor {
	return {
		...vendor,
		item: (index) => ({ ...vendor.item(index), customer: '5a1b2c3d4e5f60718293a4b5' }),
	};
}

/** Conversations, customers, companies and custom objects, one a request and many in a job. */
export const RECORDS: readonly FaultVendor[] = [
	...[created(CONVERSATION), upsertedAnew(CONVERSATION)].map(withCustomer),
	withCustomer(upserted(CONVERSATION, '/v1/conversations/', 'PATCH')),
	created(CUSTOMER),
	{
		...updated(CUSTOMER, 'PATCH', {
			state: () => ({ name: 'before', company: NORTHWIND }),
			reads: [{ name: 'customer to update', path: '/v1/customers/' }],
		}),
		// An update that takes the customer from its company does not count.
		effects: (fakeServer) =>
			changesOf(fakeServer, 'customer').filter(({ company }) => company === NORTHWIND),
	},
	deleted(CUSTOMER),
	createdInBulk(CUSTOMER),
	bulk(CUSTOMER, 'updateBulk', 'PUT', {}, [
		{ ...READ, name: 'companies of customers', path: '/v1/customers/', requests: 3 },
	]),
	deletedInBulk(CUSTOMER),
	created(COMPANY),
	createdInBulk(COMPANY),
	updated(COMPANY, 'PUT'),
	// A company is marked, because no request deletes it.
	onEach(COMPANY, 'delete', { method: 'PUT', malformed: ANY }),
	upserted(COMPANY, '/v1/companies'),
	upsertedAnew(COMPANY),
	bulk(COMPANY, 'updateBulk', 'PUT', {}),
	createdInBulk(CUSTOM_OBJECT),
	updated(CUSTOM_OBJECT, 'PUT'),
	deleted(CUSTOM_OBJECT),
	upserted(CUSTOM_OBJECT, '/v1/klasses/order/'),
	upsertedAnew(CUSTOM_OBJECT),
	bulk(CUSTOM_OBJECT, 'updateBulk', 'PUT', {}),
	deletedInBulk(CUSTOM_OBJECT),
];
