import type { IDataObject } from 'n8n-workflow';

import type { Outcome } from '../../shared/base/errors';
import { choice, type Values } from '../../shared/form/fields';
import type { Operation } from '../../shared/form/operation';
import type { Session } from '../../shared/http/session';
import { timeLimit } from '../bulk/jobs';
import { cellOf, flat } from '../bulk/table';
import { runJobFor, type JobSpec } from '../bulk/write';
import {
	CHARACTERS_PER_CELL,
	CHARACTERS_PER_ROW,
	RECORDS_PER_COLLECTION,
	RECORDS_PER_JOB,
} from '../limits';

/** More items than this go by a bulk job: the vendor's advice (salesforce-engagement 4.6). */
const COLLECTIONS_UP_TO = 2_000;

/** A cell with this text empties its field, so a value of the same text cannot go by a file. */
const EMPTIED = '#N/A';

const route = choice(
	'route',
	'Send By',
	[
		{
			name: 'Automatic',
			value: 'auto',
			description:
				'Up to 2,000 items by collections of 200, a single one as a collection of one; more by a bulk job',
		},
		{
			name: 'Bulk Job',
			value: 'bulk',
			description: 'A job of Bulk API 2.0: few requests, and at least some seconds',
		},
		{ name: 'Collections', value: 'collections', description: 'Up to 200 records a request' },
	],
	{
		default: 'auto',
		description: 'How the records reach Salesforce; each item has the same result',
	},
);

/** The options of an operation that can write by collections and by a bulk job. */
export const routeOptions = [route, timeLimit.field] as const;

type RouteOptions = Values<typeof routeOptions>;

function goesByJob({ route: chosen }: RouteOptions, items: number): boolean {
	return chosen === 'bulk' || (chosen !== 'collections' && items > COLLECTIONS_UP_TO);
}

/** A collection takes 200 records, and a job thousands. */
export const routeLimits: Operation['limits'] = {
	records: RECORDS_PER_COLLECTION,
	recordsFor: (options, items) =>
		goesByJob(options, items) ? RECORDS_PER_JOB : RECORDS_PER_COLLECTION,
};

/** A write, for each route. */
export interface Routes extends JobSpec {
	/** Sends up to 200 records. */
	collection(records: readonly IDataObject[]): Promise<Outcome[]>;
	/** Output of a record that a job has written: the same as that of a collection. */
	written(id: string, created: boolean): Outcome;
}

/** Sends a batch by the route that its size or the user chooses. What a file cannot hold goes by collections. */
export async function byRoute(
	session: Session,
	records: readonly IDataObject[],
	options: RouteOptions,
	{ collection, written, ...job }: Routes,
): Promise<Outcome[]> {
	const rows =
		options.route === 'bulk' || records.length > RECORDS_PER_COLLECTION
			? asRows(records)
			: undefined;
	if (rows === undefined) return await inCollections(session, records, options, collection);
	const outcomes = await runJobFor(session, rows, options, job);
	if (options.route !== 'bulk')
		session.hint(
			`${records.length} records were sent by a bulk job, because there are more than ${COLLECTIONS_UP_TO}; 'Send By' under Options changes that.`,
		);
	return outcomes.map((outcome) =>
		outcome.ok && 'json' in outcome && outcome.id !== undefined
			? written(outcome.id, outcome.json.created === true)
			: outcome,
	);
}

async function inCollections(
	session: Session,
	records: readonly IDataObject[],
	{ route: chosen }: RouteOptions,
	collection: Routes['collection'],
): Promise<Outcome[]> {
	const outcomes: Outcome[] = [];
	for (let start = 0; start < records.length; start += RECORDS_PER_COLLECTION)
		outcomes.push(...(await collection(records.slice(start, start + RECORDS_PER_COLLECTION))));
	if (chosen !== undefined)
		session.hint('The records were sent by collections of up to 200 records a request.');
	return outcomes;
}

/** Records as the rows of a file; undefined where one of them holds what a file cannot say, or more than a job takes. */
function asRows(records: readonly IDataObject[]): IDataObject[] | undefined {
	const rows: IDataObject[] = [];
	for (const record of records) {
		const row = flat(record);
		let length = 0;
		for (const [key, value] of Object.entries(row)) {
			const size = cellLength(value, key);
			length += size;
			if (value === EMPTIED || size > CHARACTERS_PER_CELL || length > CHARACTERS_PER_ROW)
				return undefined;
			// In JSON an empty text empties the field, and an empty cell leaves it as it is.
			if (value === '') row[key] = null;
		}
		rows.push(row);
	}
	return rows;
}

/** The length of a cell; endless for what no cell can hold. */
function cellLength(value: unknown, key: string): number {
	try {
		return cellOf(value, key).length;
	} catch {
		return Infinity;
	}
}
