import type { IDataObject } from 'n8n-workflow';

import { BiginFakeServer } from '../../../sandbox/bigin/fakeServer';
import type { VendorFakeServer } from '../../../sandbox/core/fakeServer';
import { ANY, type FaultVendor } from './faultVendor';

export const BIGIN = {
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

const LINK: FaultVendor = {
	...ON_CONTACTS,
	parameters: {
		resource: 'attachment',
		operation: 'uploadLink',
		attachmentUrl: '={{ $json.link }}',
		...PARENT,
	},
	item: (index, parent) => ({
		parent,
		link: `https://example.com/key-${index}`,
		name: `key-${index}`,
	}),
	effects: (fakeServer) =>
		((fakeServer.stored().Attachments ?? []) as IDataObject[]).map(({ id, File_Name: link }) => ({
			id,
			name: String(link).split('/').pop(),
		})),
	key: 'name',
	targets: [
		{ ...ONE_BY_ONE, name: 'attached link', path: '/Attachments', method: 'POST', write: true },
	],
};

const notes = (fakeServer: VendorFakeServer): IDataObject[] =>
	(fakeServer.stored().Notes ?? []) as IDataObject[];

/** Notes that are there. */
function notesIn(fakeServer: VendorFakeServer): string[] {
	const { state } = fakeServer as BiginFakeServer;
	return Array.from({ length: BIGIN.count }, (_, index) => {
		const id = state.newId();
		state.table('Notes').put({ id, Note_Content: `before-${index}` }, state.millis());
		return id;
	});
}

const NOTE_UPDATE: FaultVendor = {
	...BIGIN,
	batchSize: 1,
	parameters: { resource: 'note', operation: 'update' },
	prepare: notesIn,
	item: (index, id) => ({ id, Note_Content: `key-${index}` }),
	effects: (fakeServer) =>
		notes(fakeServer).filter(({ Note_Content: text }) => String(text).startsWith('key-')),
	key: 'Note_Content',
	targets: [
		{
			...ONE_BY_ONE,
			requests: 10,
			name: 'note update',
			path: '/Notes/',
			method: 'PUT',
			write: true,
		},
	],
};

const NOTE_DELETE: FaultVendor = {
	...BIGIN,
	parameters: {
		resource: 'note',
		operation: 'delete',
		id: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
	},
	prepare: notesIn,
	removes: true,
	item: (_index, id) => ({ id }),
	effects: notes,
	key: 'id',
	targets: [
		{
			...ONE_BY_ONE,
			requests: 3,
			name: 'note delete',
			path: '/Notes',
			method: 'DELETE',
			write: true,
		},
	],
};

export const WRITES: readonly FaultVendor[] = [
	KEYED,
	UPDATE,
	DELETE,
	NOTE,
	NOTE_UPDATE,
	NOTE_DELETE,
	ATTACHMENT,
	LINK,
];
