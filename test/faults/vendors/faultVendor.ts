import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { VendorFakeServer } from '../../../sandbox/core/fakeServer';
import type { RunSpec } from '../../harness/workflow';

/** A kind of request that a fault may hit. */
export interface Target {
	name: string;
	/** Part of the path. */
	path: string;
	/** The method, where the path alone does not tell the request from others; any if absent. */
	method?: string;
	/** Requests of the kind in a run without faults. */
	requests: number;
	/** Malformed replies that the fake server has for it. */
	malformed: ReadonlyArray<
		'html' | 'empty' | 'truncated' | 'wrongLength' | 'withoutStatus' | 'reordered'
	>;
	/** True where the request stores records. */
	write?: boolean;
	/** The vendor's entry for a record of a request that it took, but did not carry out for a reason that passes. */
	busy?: unknown;
	/** True where the refusal of a request is not narrowed down to the record that caused it. */
	whole?: boolean;
	/** True where each record has a key, so that a second sending stores nothing twice. */
	keyed?: boolean;
}

/** What the fault tests must know of a vendor. */
export interface FaultVendor {
	/** Name of the node. */
	node: string;
	credential: string;
	make(): VendorFakeServer;
	parameters: INodeParameters;
	/** Records of a request, and so the position of one to refuse. */
	batchSize: number;
	count: number;
	/** Requests before that of the first record, such as one for a token or for the fields of the account; none if absent. */
	opening?: number;
	/** @param id of the record that was there before, where one was */
	item(index: number, id?: string): IDataObject;
	/** Records that are there before, one for each item: the parameters and items that create them. */
	before?: { parameters: INodeParameters; item(index: number): IDataObject };
	/** Records that are put in place directly, in whatever state; gives their IDs. */
	prepare?(fakeServer: VendorFakeServer): string[];
	/** What was carried out so far, one row for each time, where no stored records tell it. */
	effects?(fakeServer: VendorFakeServer): Array<Record<string, unknown>>;
	/**
	 * Whether what the output tells of an item is so, beside its record.
	 * @param told the JSON of an output item, or its like for the error that stopped a run
	 */
	holds?(fakeServer: VendorFakeServer, told: IDataObject): boolean;
	/** True where what is stored is used nowhere until a later request names it: it may be there although the run says no. */
	unseen?: boolean;
	/** The input item's files. */
	files?(index: number): NonNullable<RunSpec['files']>[number];
	/** Given where the records before have the keys of the items; true where the service refuses the items for that. */
	taken?: boolean;
	/** True where what is carried out takes the record away. */
	removes?: boolean;
	/** Kind of the stored records (not used with `effects`), and where they and the output hold what tells them apart. */
	stored: string;
	key: string;
	id: string;
	targets: readonly Target[];
}

/** Malformed replies to any request. */
export const ANY = ['html', 'empty', 'truncated'] as const;
