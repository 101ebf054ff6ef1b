import type { IDataObject } from 'n8n-workflow';

import type { Result } from '../../shared/base/result';
import { at, isObject, textOf, without } from '../../shared/base/values';
import type { Answer, Call, Session } from '../../shared/http/session';
import { ROWS_PER_PAGE } from '../limits';
import { failureOf } from '../replies';
import { apiPath } from '../version';
import { incomplete, linkedRows } from '../bulk/linkedRows';
import { fitsAddress } from './soql';

/** Address of the next page of a query: a path of the API on the same host (salesforce-engagement 2.5). */
const NEXT = /^\/services\/data\/v\d+\.\d\/query(All)?\/[\w.~%-]+$/;

/** True for the address of a page that may be asked for: no other one gets the token. */
export function isNextPage(path: string | undefined): path is string {
	return path !== undefined && NEXT.test(path);
}

/** A row without Salesforce's own keys about it and about the related records in it. */
export function withoutAttributes(given: IDataObject): IDataObject {
	const row = without(given, ['attributes']);
	for (const [key, value] of Object.entries(row))
		if (isObject(value)) row[key] = withoutAttributes(value);
	return row;
}

/** How a query is run. */
export interface QueryOptions {
	options: IDataObject;
	/** True where deleted and archived rows are wanted, too. */
	deletedToo?: boolean;
	/** Most rows that are wanted; all if absent. */
	limit?: number;
}

/** Runs a query and follows its pages (salesforce-engagement 2.5). Rows are plain: without Salesforce's own keys about them. */
export async function queryRows(
	session: Session,
	query: string,
	options: QueryOptions,
): Promise<Result<IDataObject[]>> {
	const { path, query: address } = requestOf(query, options);
	if (fitsAddress(query)) return await pagesFrom(session, { path, query: address }, options.limit);
	const page = await firstPage(session, query, options);
	return page.ok ? await pagesFrom(session, { path, page: page.value }, options.limit) : page;
}

function requestOf(
	query: string,
	{ options, deletedToo = false }: QueryOptions,
): { path: string; query: IDataObject } {
	return { path: apiPath(options, deletedToo ? 'queryAll' : 'query'), query: { q: query } };
}

/** The first page of a query, which tells how many rows there are. A query that is too long for an address is sent in the body of a composite request (salesforce-engagement 4.3 and 16). */
export async function firstPage(
	session: Session,
	query: string,
	options: QueryOptions & { pageSize?: number },
): Promise<Result<IDataObject>> {
	const { path, query: address } = requestOf(query, options);
	const headers =
		options.pageSize === undefined
			? undefined
			: { 'Sforce-Query-Options': `batchSize=${options.pageSize}` };
	if (fitsAddress(query)) {
		const answer = await session.call({ method: 'GET', path, query: address, headers });
		return answer.ok ? { ok: true, value: isObject(answer.body) ? answer.body : {} } : answer;
	}
	const answer = await session.call({
		method: 'POST',
		path: apiPath(options.options, 'composite'),
		body: {
			compositeRequest: [
				{
					method: 'GET',
					url: `${path}?q=${encodeURIComponent(query)}`,
					referenceId: 'query',
					...(headers === undefined ? {} : { httpHeaders: headers }),
				},
			],
		},
		reads: true,
	});
	if (!answer.ok) return answer;
	const status = at(answer.body, 'compositeResponse', 0, 'httpStatusCode');
	const body = at(answer.body, 'compositeResponse', 0, 'body');
	if (typeof status !== 'number') return { ok: false, failure: incomplete('an unclear reply') };
	const failure = failureOf({ status, body });
	return failure
		? { ok: false, failure: { ...failure, executed: 'no', splittable: undefined } }
		: { ok: true, value: isObject(body) ? body : {} };
}

/** A view of the connection whose first call has been answered already. */
function startingWith(session: Session, page: IDataObject): Session {
	let answered = false;
	return Object.assign(Object.create(session) as Session, {
		async call(call: Call): Promise<Answer> {
			if (answered) return await session.call(call);
			answered = true;
			return { ok: true, status: 200, headers: {}, body: page };
		},
	});
}

/** The first page: by its address, or as it was read already. */
interface Start {
	path: string;
	query?: IDataObject;
	page?: IDataObject;
}

/** Reads rows and follows their pages. */
export async function pagesFrom(
	session: Session,
	{ page, ...first }: Start,
	limit?: number,
): Promise<Result<IDataObject[]>> {
	const begun = page === undefined ? session : startingWith(session, page);
	const read = await linkedRows(begun, {
		first,
		isNext: isNextPage,
		size: ROWS_PER_PAGE,
		limit,
		key: (row) => textOf(at(row, 'attributes', 'url')),
	});
	if (!read.ok) return read;
	const plain: IDataObject[] = [];
	for (const row of read.value) {
		const whole = await plainRow(session, row);
		if (!whole.ok) return whole;
		plain.push(whole.value);
	}
	return { ok: true, value: plain };
}

/** A row without Salesforce's own keys about it; rows inside it are a list, read to its end. */
async function plainRow(session: Session, row: IDataObject): Promise<Result<IDataObject>> {
	const plain: IDataObject = {};
	for (const [key, value] of Object.entries(row)) {
		if (key === 'attributes') continue;
		if (!isObject(value)) {
			plain[key] = value;
			continue;
		}
		const inner = Array.isArray(value.records)
			? await innerRows(session, value)
			: await plainRow(session, value);
		if (!inner.ok) return inner;
		plain[key] = inner.value;
	}
	return { ok: true, value: plain };
}

async function innerRows(session: Session, list: IDataObject): Promise<Result<IDataObject[]>> {
	const next = list.done === false ? textOf(list.nextRecordsUrl) : undefined;
	if (list.done === false && !isNextPage(next))
		return { ok: false, failure: incomplete('no usable address of further rows') };
	const rows: IDataObject[] = [];
	for (const row of list.records as IDataObject[]) {
		const read = await plainRow(session, row);
		if (!read.ok) return read;
		rows.push(read.value);
	}
	if (next === undefined) return { ok: true, value: rows };
	const rest = await pagesFrom(session, { path: next });
	return rest.ok ? { ok: true, value: [...rows, ...rest.value] } : rest;
}
