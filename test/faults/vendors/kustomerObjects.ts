import type { INodeParameters } from 'n8n-workflow';

import type { VendorFakeServer } from '../../../sandbox/core/fakeServer';
import { KustomerFakeServer } from '../../../sandbox/kustomer/fakeServer';
import { kindOf } from '../../../sandbox/kustomer/objects';
import type { Json, Store } from '../../../sandbox/kustomer/store';
import { ANY, type FaultVendor, type Target } from './faultVendor';
import { KUSTOMER } from './kustomer';

export const COUNT = 6;

/** What all writes of one object a request have in common. */
export const ONE_BY_ONE = { ...KUSTOMER, batchSize: 1, count: COUNT } as const;

/** A request that writes, once for each item. */
export const WRITE = {
	requests: COUNT,
	malformed: [...ANY, 'withoutStatus'],
	write: true,
} as const;

/** A request that reads what a write must know, once for each item. */
export const READ = { requests: COUNT, malformed: ANY, method: 'GET' } as const;

/** A second sending changes nothing. */
export const HARMLESS = { keyed: true } as const;

/** Where a fake server keeps what it was told. */
export function storeOf(fakeServer: VendorFakeServer): Store {
	if (fakeServer instanceof KustomerFakeServer) return fakeServer.store;
	throw new Error('not the fake server of Kustomer');
}

/** Puts an object in place for each of so many items; gives their IDs. */
export function place(
	fakeServer: VendorFakeServer,
	type: string,
	state: (index: number) => Json,
	count: number = COUNT,
): string[] {
	return Array.from({ length: count }, (_, index) =>
		String(storeOf(fakeServer).add(kindOf(type), state(index))?.id),
	);
}

/** The objects of a type, each as often as it was changed since it was made. */
export function changesOf(fakeServer: VendorFakeServer, type: string): Json[] {
	return storeOf(fakeServer)
		.rows(type)
		.flatMap((row) => Array.from({ length: Number(row.rev ?? 1) - 1 }, () => row));
}

/** The ID of an object, from the field of an item. */
export function picked(field = 'id'): INodeParameters {
	return { __rl: true, mode: 'id', value: `={{ $json.${field} }}` };
}

/** An operation on objects that are there, each named by its ID. */
export interface OnObjects extends Partial<Target> {
	path: string;
	resource: string;
	operation: string;
	/** Type of the objects. */
	type: string;
	parameters?: INodeParameters;
	/** What each object is before. */
	state?(index: number): Json;
	/** The content that each item gives its object; its ID alone if absent. */
	item?(index: number): Json;
	/** The key of that content which tells the items apart. */
	key?: string;
	removes?: boolean;
	/** Requests that are made before the write. */
	reads?: Array<Pick<Target, 'name' | 'path'>>;
}

/** Such an operation as a write of the matrix. A change that is made twice counts twice, unless that is harmless. */
export function onObjects({
	resource,
	operation,
	type,
	parameters,
	state = () => ({}),
	item = () => ({}),
	key = 'id',
	removes,
	reads = [],
	...target
}: OnObjects): FaultVendor {
	return {
		...ONE_BY_ONE,
		parameters: { resource, operation, id: picked(), ...parameters },
		prepare: (fakeServer) => place(fakeServer, type, state),
		item: (index, id) => ({ id, ...item(index) }),
		...(removes
			? { removes, effects: (fakeServer) => storeOf(fakeServer).rows(type) }
			: {
					effects: (fakeServer) => {
						const changes = changesOf(fakeServer, type);
						return target.keyed ? [...new Set(changes)] : changes;
					},
				}),
		stored: type,
		key,
		targets: [
			{ ...WRITE, name: `${resource} ${operation}`, ...target },
			...reads.map((read): Target => ({ ...READ, ...read })),
		],
	};
}
