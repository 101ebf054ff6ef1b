import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { BiginStandIn } from '../../sandbox/bigin/standIn';
import type { VendorStandIn } from '../../sandbox/core/standIn';
import { KhorosMarketingStandIn } from '../../sandbox/khorosMarketing/standIn';
import { KustomerStandIn } from '../../sandbox/kustomer/standIn';
import { SalesforceEngagementStandIn } from '../../sandbox/salesforceEngagement/standIn';
import { ShareCrmStandIn } from '../../sandbox/shareCrm/standIn';

/** A kind of request that a fault may hit. */
export interface Target {
	name: string;
	/** Part of the path. */
	path: string;
	/** Requests of the kind in a run without faults. */
	requests: number;
	/** Malformed replies that the stand-in has for it. */
	malformed: ReadonlyArray<'html' | 'empty' | 'truncated' | 'wrongLength' | 'withoutStatus' | 'reordered'>;
	/** True where the request stores records. */
	write?: boolean;
	/** True where each record has a key, so that a second sending stores nothing twice. */
	keyed?: boolean;
}

/** What the fault tests must know of a vendor. */
export interface FaultVendor {
	/** Name of the node. */
	node: string;
	credential: string;
	make(): VendorStandIn;
	parameters: INodeParameters;
	/** Records of a request, and so the position of one to refuse. */
	batchSize: number;
	count: number;
	item(index: number): IDataObject;
	/** Kind of the stored records, and where they and the output hold what tells them apart. */
	stored: string;
	key: string;
	id: string;
	targets: readonly Target[];
}

const ANY = ['html', 'empty', 'truncated'] as const;

export const FAULT_VENDORS: readonly FaultVendor[] = [
	{
		node: 'bigin',
		credential: 'biginOAuth2Api',
		make: () => new BiginStandIn(),
		parameters: { resource: 'contact', operation: 'create' },
		batchSize: 4,
		count: 10,
		item: (index) => ({ Last_Name: `key-${index}` }),
		stored: 'Contacts',
		key: 'Last_Name',
		id: 'id',
		targets: [{ name: 'insert', path: '/bigin/v2/Contacts', requests: 3, malformed: [...ANY, 'wrongLength', 'withoutStatus'], write: true }],
	},
	{
		node: 'kustomer',
		credential: 'kustomerApi',
		make: () => Object.assign(new KustomerStandIn(), { jobMillis: 0 }),
		parameters: { resource: 'conversation', operation: 'createBulk' },
		batchSize: 4,
		count: 10,
		item: (index) => ({ customer: '5a1b2c3d4e5f60718293a4b5', externalId: `key-${index}` }),
		stored: 'conversations',
		key: 'externalId',
		id: 'id',
		targets: [
			{ name: 'bulk', path: '/v1/conversations/bulk', requests: 3, malformed: [...ANY, 'withoutStatus'], write: true },
			{ name: 'results', path: '/batches', requests: 3, malformed: [...ANY, 'wrongLength', 'withoutStatus', 'reordered'] },
		],
	},
	{
		node: 'salesforceEngagement',
		credential: 'salesforceEngagementOAuth2Api',
		make: () => new SalesforceEngagementStandIn(),
		parameters: { authentication: 'oAuth2', resource: 'interaction', operation: 'create' },
		batchSize: 4,
		count: 10,
		item: (index) => ({ attendeeVerified: false, communicationChannel: 'Voice Call', startDateTime: '2026-03-02T09:15:00.000Z', externalIdentifierId: `key-${index}` }),
		stored: 'EngagementInteraction',
		key: 'externalIdentifierId',
		id: 'id',
		targets: [{ name: 'batch', path: '/composite/batch', requests: 3, malformed: [...ANY, 'wrongLength', 'withoutStatus'], write: true }],
	},
	{
		node: 'shareCrm',
		credential: 'shareCrmApi',
		make: () => new ShareCrmStandIn(),
		parameters: { resource: 'customerServiceSession', operation: 'create' },
		batchSize: 1,
		count: 6,
		item: (index) => ({ name: `key-${index}` }),
		stored: 'CustomerServiceSessionObj',
		key: 'name',
		id: '_id',
		targets: [
			{ name: 'create', path: '/data/create', requests: 6, malformed: [...ANY, 'withoutStatus'], write: true },
			{ name: 'token', path: '/oauth2.0/token', requests: 1, malformed: [...ANY] },
		],
	},
	{
		node: 'khorosMarketing',
		credential: 'khorosMarketingCrmApi',
		make: () => new KhorosMarketingStandIn(),
		parameters: { resource: 'case', operation: 'create' },
		batchSize: 1,
		count: 6,
		item: (index) => ({ customerId: 'cus_19', title: `key-${index}` }),
		stored: 'case',
		key: 'title',
		id: 'id',
		targets: [{ name: 'create', path: '/case', requests: 6, malformed: [...ANY, 'wrongLength', 'withoutStatus'], write: true }],
	},
];

/** A write that may be sent again: its second sending finds the records of the first. */
const KEYED: FaultVendor = {
	node: 'bigin',
	credential: 'biginOAuth2Api',
	make: () => new BiginStandIn(),
	parameters: { resource: 'contact', operation: 'upsert', duplicate_check_fields: ['Email'] },
	batchSize: 4,
	count: 10,
	item: (index) => ({ Last_Name: `key-${index}`, Email: `key-${index}@example.com` }),
	stored: 'Contacts',
	key: 'Last_Name',
	id: 'id',
	targets: [{ name: 'upsert', path: '/bigin/v2/Contacts/upsert', requests: 3, malformed: [...ANY, 'wrongLength', 'withoutStatus'], write: true, keyed: true }],
};

/** The first write of each vendor, and one that has keys. */
export const MATRIX_VENDORS: readonly FaultVendor[] = [...FAULT_VENDORS, KEYED];
