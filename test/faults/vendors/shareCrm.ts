import { ShareCrmFakeServer } from '../../../sandbox/shareCrm/fakeServer';
import { ANY, type FaultVendor } from './faultVendor';
import { ACTIONS, SHARE_CRM } from './shareCrmActions';

/** With sessions that are there before. */
const SESSIONS = {
	...SHARE_CRM,
	before: {
		parameters: {
			resource: 'customerServiceSession',
			operation: 'create',
			inputMode: 'autoMap',
		},
		item: (index: number) => ({ name: `before-${index}` }),
	},
} as const;

const SHARE_CRM_WRITE = { requests: 6, malformed: ['html', 'withoutStatus'], write: true } as const;

/** The first write of the service: that with the most kinds of fault. */
export const FIRST: FaultVendor = {
	node: 'shareCrm',
	credential: 'shareCrmApi',
	make: () => new ShareCrmFakeServer(),
	parameters: { resource: 'customerServiceSession', operation: 'create' },
	opening: 1,
	batchSize: 1,
	count: 6,
	item: (index) => ({ name: `key-${index}` }),
	stored: 'CustomerServiceSessionObj',
	key: 'name',
	id: '_id',
	targets: [
		{
			name: 'create',
			path: '/data/create',
			requests: 6,
			malformed: [...ANY, 'withoutStatus'],
			write: true,
		},
		{ name: 'token', path: '/oauth2.0/token', requests: 1, malformed: [...ANY] },
	],
};

/** Found by a key, and then created; changed by its ID; taken away by its ID. */
export const WRITES: readonly FaultVendor[] = [
	{
		...SHARE_CRM,
		parameters: {
			resource: 'record',
			operation: 'upsert',
			object: 'CustomerServiceSessionObj',
			matchOn: 'name',
		},
		item: (index) => ({ name: `key-${index}` }),
		key: 'name',
		targets: [{ ...SHARE_CRM_WRITE, name: 'create after a look-up', path: '/data/create' }],
	},
	{
		...SESSIONS,
		parameters: { resource: 'customerServiceSession', operation: 'update' },
		item: (index, id) => ({ id, name: `key-${index}` }),
		key: 'name',
		targets: [{ ...SHARE_CRM_WRITE, name: 'update', path: '/data/update' }],
	},
	{
		...SESSIONS,
		stored: 'not voided',
		removes: true,
		parameters: {
			resource: 'customerServiceSession',
			operation: 'void',
			id: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
		},
		item: (index, id) => ({ id, _id: id, name: `key-${index}` }),
		key: '_id',
		targets: [{ ...SHARE_CRM_WRITE, name: 'void', path: '/data/invalid' }],
	},
	...ACTIONS,
];
