import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { BiginFakeServer } from '../../../sandbox/bigin/fakeServer';
import { Writer } from '../../../sandbox/bigin/records/writer';
import { SANDBOX_USER } from '../../../sandbox/bigin/related/people';
import { tagsOf, type Tag } from '../../../sandbox/bigin/state/tagBook';
import type { AccountState } from '../../../sandbox/bigin/state/accountState';
import type { VendorFakeServer } from '../../../sandbox/core/fakeServer';
import { BIGIN } from './bigin';
import { ANY, type FaultVendor, type Target } from './faultVendor';

type Json = Record<string, unknown>;

const { count: COUNT } = BIGIN;
const EACH = Array.from({ length: COUNT }, (_, index) => index);

function bigin(fakeServer: VendorFakeServer): BiginFakeServer {
	if (fakeServer instanceof BiginFakeServer) return fakeServer;
	throw new Error('not the fake server of Bigin');
}

const stateOf = (fakeServer: VendorFakeServer): AccountState => bigin(fakeServer).state;

const picked = (field: string): INodeParameters => ({
	__rl: true,
	mode: 'id',
	value: `={{ $json.${field} }}`,
});

/** A request for the records of a batch: three in a run. */
const BATCHES = {
	requests: 3,
	malformed: [...ANY, 'wrongLength', 'withoutStatus'],
	write: true,
} as const;
/** A request for one record alone. */
const ONE_BY_ONE = { ...BATCHES, requests: COUNT } as const;
/** A second sending changes nothing. */
const HARMLESS = { keyed: true } as const;

/** Records that are there; gives their IDs. */
function recordsIn(module: string, record: (index: number) => Json, tags: readonly Tag[] = []) {
	return (fakeServer: VendorFakeServer): string[] => {
		const state = stateOf(fakeServer);
		const writer = new Writer(state);
		return EACH.map((index) => {
			const { id = '' } = writer.insert(module, record(index), index, SANDBOX_USER);
			const row = state.table(module).get(id);
			if (row) state.table(module).put({ ...row, Tag: [...tags] }, state.millis());
			return id;
		});
	};
}

const contact = (index: number): Json => ({ Last_Name: `before-${index}` });
const VIP: Tag = { name: 'vip', id: '2034020000000999001', color_code: null };
const LEAD: Tag = { name: 'lead', id: '2034020000000999002', color_code: null };

/** Tags on contacts, of which each is named by its ID. */
function tagging(
	operation: 'addToRecords' | 'removeFromRecords',
	{
		before,
		isDone,
		options = {},
		...target
	}: Partial<Target> & {
		before: readonly Tag[];
		isDone(names: readonly string[]): boolean;
		options?: INodeParameters;
	},
): FaultVendor {
	return {
		...BIGIN,
		parameters: {
			resource: 'tag',
			operation,
			module: 'Contacts',
			tags: ['vip'],
			id: picked('id'),
			options,
		},
		prepare: recordsIn('Contacts', contact, before),
		item: (_index, id) => ({ id }),
		effects: (fakeServer) =>
			[...stateOf(fakeServer).table('Contacts').rows()].filter((row) =>
				isDone(tagsOf(row).map(({ name }) => name)),
			),
		key: 'id',
		targets: [{ ...BATCHES, name: operation, path: '/actions/', method: 'POST', ...target }],
	};
}

const TAGS_ON_RECORDS: readonly FaultVendor[] = [
	tagging('addToRecords', { before: [], isDone: (names) => names.includes('vip'), ...HARMLESS }),
	tagging('addToRecords', {
		name: 'replace tags',
		before: [LEAD],
		isDone: (names) => names.join() === 'vip',
		options: { over_write: true },
	}),
	tagging('removeFromRecords', {
		before: [VIP],
		isDone: (names) => names.length === 0,
	}),
];

const tagsIn = (fakeServer: VendorFakeServer) => stateOf(fakeServer).tags('Contacts');
const someTags = (fakeServer: VendorFakeServer): string[] =>
	EACH.map((index) => tagsIn(fakeServer).take(`before-${index}`, SANDBOX_USER, '').id);
const ofTags = (operation: string) => ({ resource: 'tag', operation, module: 'Contacts' });

/** The tags themselves. */
const TAGS: readonly FaultVendor[] = [
	{
		...BIGIN,
		parameters: ofTags('create'),
		item: (index) => ({ name: `key-${index}` }),
		effects: (fakeServer) => tagsIn(fakeServer).all(),
		key: 'name',
		targets: [{ ...BATCHES, name: 'tag create', path: '/settings/tags', method: 'POST' }],
	},
	{
		...BIGIN,
		parameters: ofTags('update'),
		prepare: someTags,
		item: (index, id) => ({ id, name: `key-${index}` }),
		effects: (fakeServer) =>
			tagsIn(fakeServer)
				.all()
				.filter(({ name }) => String(name).startsWith('key-')),
		key: 'name',
		targets: [{ ...BATCHES, name: 'tag update', path: '/settings/tags', method: 'PUT' }],
	},
	{
		...BIGIN,
		batchSize: 1,
		parameters: { ...ofTags('delete'), id: picked('id') },
		prepare: someTags,
		removes: true,
		item: (_index, id) => ({ id }),
		effects: (fakeServer) => tagsIn(fakeServer).all(),
		key: 'id',
		targets: [{ ...ONE_BY_ONE, name: 'tag delete', path: '/settings/tags', method: 'DELETE' }],
	},
];

/** The contact whose products are linked. */
const PARENT = '2034020000000888001';

function linking(operation: 'link' | 'unlink', target: Partial<Target>): FaultVendor {
	return {
		...BIGIN,
		parameters: {
			resource: 'relatedRecord',
			operation,
			module: 'Contacts',
			parentId: { __rl: true, mode: 'id', value: PARENT },
			relatedList: 'Products',
			id: picked('id'),
		},
		prepare(fakeServer) {
			const state = stateOf(fakeServer);
			state.table('Contacts').put({ id: PARENT, Last_Name: 'Bell' }, state.millis());
			const ids = recordsIn('Products', (index) => ({ Product_Name: `before-${index}` }))(
				fakeServer,
			);
			if (operation === 'unlink')
				for (const id of ids) state.links.add('Contacts', PARENT, 'Products', id);
			return ids;
		},
		removes: operation === 'unlink',
		item: (_index, id) => ({ id }),
		effects: (fakeServer) =>
			stateOf(fakeServer)
				.links.of(PARENT, 'Products')
				.map((id) => ({ id })),
		key: 'id',
		targets: [{ ...BATCHES, name: operation, path: '/Products', ...target }],
	};
}

/** Files for the fields of records: nobody sees one that no record names. */
const FILES: FaultVendor = {
	...BIGIN,
	parameters: { resource: 'file', operation: 'upload', inputDataFieldName: 'data' },
	files: (index) => ({ data: { name: `key-${index}`, bytes: Buffer.from(`file ${index}`) } }),
	item: (index) => ({ name: `key-${index}` }),
	effects: (fakeServer) => bigin(fakeServer).files.stored(),
	holds: (fakeServer, { error, id, name }) =>
		error !== undefined ||
		bigin(fakeServer)
			.files.stored()
			.some((file) => file.id === id && file.name === name),
	unseen: true,
	key: 'name',
	targets: [{ ...BATCHES, name: 'file upload', path: '/bigin/v2/files', method: 'POST' }],
};

/** An account whose bulk jobs are complete at the first look. */
function atOnce(): BiginFakeServer {
	const fakeServer = new BiginFakeServer();
	fakeServer.bulkMillis = 0;
	return fakeServer;
}

/** Bulk jobs of three batches. The requests around that which starts a job change no record. */
function imported(writeMode: string, { parameters, ...more }: Partial<FaultVendor>): FaultVendor {
	const around = { requests: 3, malformed: ANY, whole: true };
	return {
		...BIGIN,
		make: atOnce,
		// The organization.
		opening: 1,
		parameters: {
			resource: 'bulkWrite',
			operation: 'run',
			module: 'Contacts',
			writeMode,
			...parameters,
		},
		item: (index) => ({ Last_Name: `key-${index}` }),
		key: 'Last_Name',
		...more,
		targets: [
			{ ...around, name: `bulk ${writeMode}, upload`, path: '/bigin/v2/upload', method: 'POST' },
			{
				...around,
				name: `bulk ${writeMode}, start`,
				path: '/bigin/bulk/v2/write',
				method: 'POST',
				write: true,
			},
			{
				...around,
				requests: 6,
				name: `bulk ${writeMode}, look and result`,
				path: '/bigin/bulk/v2/write/',
				method: 'GET',
			},
		],
	};
}

const IMPORTS: readonly FaultVendor[] = [
	imported('insert', {}),
	imported('update', {
		prepare: recordsIn('Contacts', contact),
		item: (index, id) => ({ id, Last_Name: `key-${index}` }),
		effects: (fakeServer) =>
			(bigin(fakeServer).stored().Contacts as IDataObject[]).filter(({ Last_Name: name }) =>
				String(name).startsWith('key-'),
			),
	}),
	imported('upsert', {
		parameters: { matchOn: 'Email' },
		item: (index) => ({ Last_Name: `key-${index}`, Email: `key-${index}@example.com` }),
	}),
];

/** What belongs to records, and bulk jobs. */
export const STEPS: readonly FaultVendor[] = [
	...TAGS_ON_RECORDS,
	...TAGS,
	linking('link', { method: 'PUT', ...HARMLESS }),
	linking('unlink', { method: 'DELETE' }),
	FILES,
	...IMPORTS,
];
