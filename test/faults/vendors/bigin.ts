import { BiginFakeServer } from '../../../sandbox/bigin/fakeServer';
import { ANY, type FaultVendor } from './faultVendor';

const BIGIN = {
	node: 'bigin',
	credential: 'biginOAuth2Api',
	make: () => new BiginFakeServer(),
	batchSize: 4,
	count: 10,
	stored: 'Contacts',
	id: 'id',
} as const;

const CONTACTS = {
	parameters: { resource: 'contact', operation: 'create', inputMode: 'autoMap' },
	item: (index: number) => ({ Last_Name: `before-${index}` }),
};

/** The first write of the service: that with the most kinds of fault. */
export const FIRST: FaultVendor = {
	...BIGIN,
	parameters: { resource: 'contact', operation: 'create' },
	item: (index) => ({ Last_Name: `key-${index}` }),
	key: 'Last_Name',
	targets: [
		{
			name: 'insert',
			path: '/bigin/v2/Contacts',
			requests: 3,
			malformed: [...ANY, 'wrongLength', 'withoutStatus'],
			write: true,
		},
	],
};

/** A write that may be sent again: its second sending finds the records of the first. */
const KEYED: FaultVendor = {
	...BIGIN,
	parameters: { resource: 'contact', operation: 'upsert', duplicate_check_fields: ['Email'] },
	item: (index) => ({ Last_Name: `key-${index}`, Email: `key-${index}@example.com` }),
	key: 'Last_Name',
	targets: [
		{
			name: 'upsert',
			path: '/bigin/v2/Contacts/upsert',
			requests: 3,
			malformed: [...ANY, 'wrongLength', 'withoutStatus'],
			write: true,
			keyed: true,
		},
	],
};

const UPDATE: FaultVendor = {
	...BIGIN,
	before: CONTACTS,
	parameters: { resource: 'contact', operation: 'update' },
	item: (index, id) => ({ id, Last_Name: `key-${index}` }),
	key: 'Last_Name',
	targets: [
		{
			name: 'update',
			path: '/bigin/v2/Contacts',
			requests: 3,
			malformed: [...ANY, 'wrongLength', 'withoutStatus', 'reordered'],
			write: true,
		},
	],
};

/** A write whose lost reply is found out by looking. */
const DELETE: FaultVendor = {
	...BIGIN,
	before: CONTACTS,
	removes: true,
	parameters: {
		resource: 'contact',
		operation: 'delete',
		id: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
	},
	item: (_index, id) => ({ id }),
	key: 'id',
	targets: [
		{
			name: 'delete',
			path: '/bigin/v2/Contacts',
			requests: 3,
			malformed: [...ANY, 'wrongLength', 'withoutStatus', 'reordered'],
			write: true,
		},
	],
};

/** What belongs to a contact of its own. */
const ON_CONTACTS = { ...BIGIN, before: CONTACTS, batchSize: 1, count: 6 } as const;
const PARENT = {
	module: 'Contacts',
	parentId: { __rl: true, mode: 'id', value: '={{ $json.parent }}' },
};
const ONE_BY_ONE = { requests: 6, malformed: [...ANY, 'wrongLength', 'withoutStatus'] } as const;

const NOTE: FaultVendor = {
	...ON_CONTACTS,
	// The fields of notes.
	opening: 1,
	parameters: { resource: 'note', operation: 'create', ...PARENT },
	item: (index, parent) => ({ parent, Note_Content: `key-${index}` }),
	stored: 'Notes',
	key: 'Note_Content',
	targets: [{ ...ONE_BY_ONE, name: 'note create', path: '/Notes', method: 'POST', write: true }],
};

const ATTACHMENT: FaultVendor = {
	...ON_CONTACTS,
	parameters: {
		resource: 'attachment',
		operation: 'upload',
		inputDataFieldName: 'data',
		...PARENT,
	},
	files: (index) => ({ data: { name: `key-${index}`, bytes: Buffer.from(`file ${index}`) } }),
	item: (index, parent) => ({ parent, File_Name: `key-${index}` }),
	stored: 'Attachments',
	key: 'File_Name',
	targets: [
		{ ...ONE_BY_ONE, name: 'attachment upload', path: '/Attachments', method: 'POST', write: true },
	],
};

export const WRITES: readonly FaultVendor[] = [KEYED, UPDATE, DELETE, NOTE, ATTACHMENT];
