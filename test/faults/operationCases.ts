import type { IDataObject } from 'n8n-workflow';

import type { TestFile } from '../harness/workflow';

/** Ids of what is there before an operation runs. */
export interface Known {
	contact: string;
	product: string;
	note: string;
	tag: string;
	attachment: string;
	file: string;
	bulkFile: string;
	user: string;
	readJob: string;
	writeJob: string;
}

/** One way to run an operation. */
export interface OperationCase {
	resource: string;
	operation: string;
	parameters?: IDataObject;
	items?: IDataObject[];
	files?: Array<Record<string, TestFile>>;
}

const FILE: TestFile = {
	name: 'people.csv',
	mimeType: 'text/csv',
	bytes: Buffer.from('Last_Name\r\nAnn\r\n'),
};
const MODULE = { module: 'Contacts' };
const ALL = { returnAll: true, simplify: false };

/** One run of each kind of operation of Bigin; those of the modules are alike, so contacts and pipeline records stand for all. */
export function operationCases(known: Known): OperationCase[] {
	const parent = { ...MODULE, parentId: known.contact };
	const people: IDataObject[] = [
		{ Last_Name: 'Ann', Email: 'a@example.com' },
		{ Last_Name: 'Ben', Email: 'b@example.com' },
	];
	const autoMap = { inputMode: 'autoMap' };
	const id = { id: known.contact };
	return [
		{
			resource: 'contact',
			operation: 'create',
			parameters: { ...autoMap, options: { returnFullRecord: true } },
			items: people,
		},
		{
			resource: 'contact',
			operation: 'upsert',
			parameters: { ...autoMap, duplicate_check_fields: ['Email'] },
			items: people,
		},
		{
			resource: 'contact',
			operation: 'update',
			parameters: autoMap,
			items: [
				{ ...id, Title: 'CEO' },
				{ ...id, Title: 'CTO' },
			],
		},
		{ resource: 'contact', operation: 'get', parameters: id },
		{
			resource: 'contact',
			operation: 'get',
			parameters: {
				...id,
				simplify: false,
				options: {
					fields: Array.from(
						{ length: 60 },
						(_, index) => `Extra_${String(index).padStart(2, '0')}`,
					),
				},
			},
		},
		{ resource: 'contact', operation: 'getAll', parameters: { returnAll: true } },
		{ resource: 'contact', operation: 'getAll', parameters: ALL },
		{
			resource: 'contact',
			operation: 'search',
			parameters: {
				...ALL,
				searchBy: 'criteria',
				conditions: { values: [{ field: 'Last_Name', operator: 'starts_with', value: 'J' }] },
			},
		},
		{ resource: 'contact', operation: 'getDeleted', parameters: ALL },
		{ resource: 'pipelineRecord', operation: 'getAll', parameters: { returnAll: true } },
		{
			resource: 'note',
			operation: 'create',
			parameters: { ...autoMap, ...parent },
			items: [{ Note_Content: 'one' }, { Note_Content: 'two' }],
		},
		{ resource: 'note', operation: 'getAll', parameters: ALL },
		{
			resource: 'note',
			operation: 'update',
			parameters: autoMap,
			items: [{ id: known.note, Note_Content: 'new' }],
		},
		{ resource: 'attachment', operation: 'upload', parameters: parent, files: [{ data: FILE }] },
		{
			resource: 'attachment',
			operation: 'uploadLink',
			parameters: { ...parent, attachmentUrl: 'https://example.com/a.pdf' },
		},
		{ resource: 'attachment', operation: 'getAll', parameters: { ...parent, ...ALL } },
		{
			resource: 'attachment',
			operation: 'download',
			parameters: { ...parent, id: known.attachment },
		},
		{
			resource: 'file',
			operation: 'upload',
			items: [{}, {}],
			files: [{ data: FILE }, { data: FILE }],
		},
		{ resource: 'file', operation: 'download', parameters: { fileId: known.file } },
		{ resource: 'tag', operation: 'create', parameters: { ...MODULE, name: 'New' } },
		{ resource: 'tag', operation: 'getAll', parameters: { ...MODULE, ...ALL } },
		{
			resource: 'tag',
			operation: 'update',
			parameters: { ...MODULE, id: known.tag, name: 'Newer' },
		},
		{
			resource: 'tag',
			operation: 'addToRecords',
			parameters: { ...MODULE, id: known.contact, tags: 'VIP' },
		},
		{
			resource: 'tag',
			operation: 'removeFromRecords',
			parameters: { ...MODULE, id: known.contact, tags: 'VIP' },
		},
		{
			resource: 'relatedRecord',
			operation: 'link',
			parameters: { ...parent, relatedList: 'Products', id: known.product },
		},
		{
			resource: 'relatedRecord',
			operation: 'getAll',
			parameters: { ...parent, ...ALL, relatedList: 'Products' },
		},
		{
			resource: 'relatedRecord',
			operation: 'unlink',
			parameters: { ...parent, relatedList: 'Products', id: known.product },
		},
		{ resource: 'user', operation: 'get', parameters: { id: known.user } },
		{ resource: 'user', operation: 'getAll', parameters: { returnAll: true } },
		{ resource: 'organization', operation: 'get' },
		{ resource: 'metadata', operation: 'getModules', parameters: { returnAll: true } },
		...['getFields', 'getLayouts', 'getRelatedLists', 'getCustomViews'].map((operation) => ({
			resource: 'metadata',
			operation,
			parameters: { ...MODULE, returnAll: true },
		})),
		{
			resource: 'query',
			operation: 'run',
			parameters: {
				returnAll: true,
				query: 'select Last_Name from Contacts where Last_Name is not null',
			},
		},
		{
			resource: 'bulkRead',
			operation: 'run',
			parameters: { ...MODULE, fields: ['Last_Name', 'Email'] },
		},
		{ resource: 'bulkRead', operation: 'createJob', parameters: MODULE },
		{ resource: 'bulkRead', operation: 'getJob', parameters: { jobId: known.readJob } },
		{ resource: 'bulkRead', operation: 'downloadResult', parameters: { jobId: known.readJob } },
		{
			resource: 'bulkWrite',
			operation: 'run',
			parameters: { ...MODULE, writeMode: 'insert' },
			items: people.map((person) => ({ ...person, Email: `bulk-${String(person.Email)}` })),
		},
		{ resource: 'bulkWrite', operation: 'uploadFile', files: [{ data: FILE }] },
		{
			resource: 'bulkWrite',
			operation: 'createJob',
			parameters: { ...MODULE, writeMode: 'insert', fileId: known.bulkFile, columns: 'Last_Name' },
		},
		{ resource: 'bulkWrite', operation: 'getJob', parameters: { jobId: known.writeJob } },
		{ resource: 'bulkWrite', operation: 'downloadResult', parameters: { jobId: known.writeJob } },
		{ resource: 'note', operation: 'delete', parameters: { id: known.note } },
		{
			resource: 'attachment',
			operation: 'delete',
			parameters: { ...parent, id: known.attachment },
		},
		{ resource: 'tag', operation: 'delete', parameters: { ...MODULE, id: known.tag } },
		{ resource: 'contact', operation: 'delete', parameters: id },
	];
}
