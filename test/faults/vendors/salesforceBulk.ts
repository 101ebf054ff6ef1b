import type { INodeParameters } from 'n8n-workflow';

import type { VendorFakeServer } from '../../../sandbox/core/fakeServer';
import { SalesforceEngagementFakeServer } from '../../../sandbox/salesforceEngagement/fakeServer';
import { ANY, type FaultVendor, type Target } from './faultVendor';
import {
	contactsIn,
	SALESFORCE,
	SALESFORCE_BEFORE,
	SALESFORCE_CONTACT,
} from './salesforceEngagement';

type Json = Record<string, unknown>;

/** An org whose jobs are complete at the first look. */
function make(): SalesforceEngagementFakeServer {
	const fakeServer = new SalesforceEngagementFakeServer();
	fakeServer.bulk.looks = 0;
	return fakeServer;
}

const bulkOf = (fakeServer: VendorFakeServer) =>
	(fakeServer as SalesforceEngagementFakeServer).bulk;

const RUN = { ...SALESFORCE, make };

/** The requests of a job of which each may go wrong. Its three jobs have one of each. */
function requestsOf(operation: string): Record<'make' | 'upload' | 'close' | 'look', Target> {
	const target = { requests: 3, malformed: ANY, write: true, whole: true };
	return {
		make: { ...target, name: `bulk ${operation}, job made`, path: '/jobs/ingest', method: 'POST' },
		upload: { ...target, name: `bulk ${operation}, upload`, path: '/batches', method: 'PUT' },
		close: { ...target, name: `bulk ${operation}, start`, path: '/jobs/ingest/', method: 'PATCH' },
		look: {
			...target,
			name: `bulk ${operation}, look`,
			path: '/jobs/ingest/',
			method: 'GET',
			write: false,
		},
	};
}

/** One of the three lists that tell what became of the records. */
function resultsOf(list: string): Target {
	return { name: `bulk results, ${list}`, path: `/${list}`, requests: 3, malformed: ANY };
}

function run(bulkOperation: string, more: INodeParameters = {}) {
	const { make: made, upload, close } = requestsOf(bulkOperation);
	return {
		parameters: {
			authentication: 'oAuth2',
			resource: 'bulk',
			operation: 'run',
			object: SALESFORCE_CONTACT,
			bulkOperation,
			...more,
		},
		targets: [made, upload, close],
	};
}

/** Run: from job to results. */
const RUNS: readonly FaultVendor[] = [
	{
		...RUN,
		...run('insert'),
		item: (index) => ({ LastName: `key-${index}` }),
		key: 'LastName',
		targets: [
			...Object.values(requestsOf('insert')),
			resultsOf('successfulResults'),
			resultsOf('failedResults'),
			resultsOf('unprocessedrecords'),
		],
	},
	{
		...RUN,
		...run('update'),
		before: SALESFORCE_BEFORE,
		item: (index, id) => ({ id, LastName: `key-${index}` }),
		key: 'LastName',
	},
	{
		...RUN,
		...run('upsert', { matchField: 'Ext__c' }),
		item: (index) => ({ LastName: `key-${index}`, Ext__c: `key-${index}` }),
		key: 'LastName',
	},
	{
		...RUN,
		...run('delete'),
		prepare: (fakeServer) => contactsIn(fakeServer, false),
		removes: true,
		item: (_index, id) => ({ id }),
		key: 'id',
	},
];

/** A single step for each item, on jobs of its own. */
function step(
	operation: string,
	method: string,
	path: string,
	{
		parameters = {},
		...more
	}: { parameters?: INodeParameters } & Pick<FaultVendor, 'item' | 'key'> & Partial<FaultVendor>,
): FaultVendor {
	return {
		...SALESFORCE,
		make,
		opening: 0,
		batchSize: 1,
		count: 6,
		stored: 'BulkJob',
		...more,
		parameters: { authentication: 'oAuth2', resource: 'bulk', operation, ...parameters },
		targets: [{ name: operation, path, method, requests: 6, malformed: ANY, write: true }],
	};
}

const INSERT = { object: 'Contact', operation: 'insert' };

/** Jobs that are there before, each with a row of its own. */
const jobsIn =
	(state: string, csv = '') =>
	(fakeServer: VendorFakeServer): string[] =>
		Array.from({ length: 6 }, () => bulkOf(fakeServer).put(INSERT, { csv, state }));

/** A step on such a job, and how often it was carried out. */
function stepOnJobs(
	operation: string,
	[method, path]: [string, string],
	prepare: FaultVendor['prepare'],
	times: (job: Json) => unknown,
	more: INodeParameters = {},
): FaultVendor {
	return step(operation, method, path, {
		prepare,
		effects: (fakeServer) =>
			bulkOf(fakeServer)
				.all()
				.flatMap((job) => Array.from({ length: Number(times(job)) }, () => job)),
		item: (_index, id) => ({ id }),
		key: 'id',
		parameters: { jobId: '={{ $json.id }}', ...more },
	});
}

const DELIMITERS = ['BACKQUOTE', 'CARET', 'COMMA', 'PIPE', 'SEMICOLON', 'TAB'];
const ROW = 'LastName\nBell\n';
const OF_WRITES = { jobKind: 'ingest' };

const STEPS: readonly FaultVendor[] = [
	step('createJob', 'POST', '/jobs/ingest', {
		parameters: {
			object: SALESFORCE_CONTACT,
			bulkOperation: 'insert',
			options: { columnDelimiter: '={{ $json.columnDelimiter }}' },
		},
		item: (index) => ({ columnDelimiter: DELIMITERS[index] }),
		key: 'columnDelimiter',
	}),
	step('createQueryJob', 'POST', '/jobs/query', {
		parameters: { query: '={{ $json.query }}' },
		item: (index) => ({ query: `SELECT Id FROM Contact WHERE LastName = 'key-${index}'` }),
		key: 'query',
	}),
	{
		...stepOnJobs('uploadJobData', ['PUT', '/batches'], jobsIn('Open'), ({ hasData }) => hasData, {
			inputDataFieldName: 'data',
		}),
		files: () => ({ data: { name: 'people.csv', mimeType: 'text/csv', bytes: Buffer.from(ROW) } }),
	},
	stepOnJobs(
		'closeJob',
		['PATCH', '/jobs/ingest/'],
		jobsIn('Open', ROW),
		({ rowsDone }) => rowsDone,
	),
	stepOnJobs(
		'abortJob',
		['PATCH', '/jobs/ingest/'],
		jobsIn('Open', ROW),
		({ state }) => state === 'Aborted',
		OF_WRITES,
	),
	{
		...stepOnJobs(
			'deleteJob',
			['DELETE', '/jobs/ingest/'],
			jobsIn('Aborted', ROW),
			() => 1,
			OF_WRITES,
		),
		removes: true,
	},
];

/** Bulk jobs: as a whole and step by step. */
export const BULK_WRITES: readonly FaultVendor[] = [...RUNS, ...STEPS];
