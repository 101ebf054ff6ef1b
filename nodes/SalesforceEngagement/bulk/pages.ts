import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../shared/base/errors';
import type { Result } from '../../shared/base/result';
import { at, textOf } from '../../shared/base/values';
import { csvRecords } from '../../shared/formats/csv';
import { header, pathPart } from '../../shared/http/replies';
import type { Answer, Session } from '../../shared/http/session';
import { VENDOR } from '../replies';
import { versionOf } from '../version';
import { jobPath } from './jobs';

/** Rows of a page of results. */
const ROWS = 50_000;
/** Most pages of results: a bound for a service that never says that one is the last. */
const PAGES = 2_000;
/** Result pages can be listed, and so be read in parallel, since this version (salesforce-engagement 14). */
const LISTED_SINCE = 58;

/**
 * All rows of a query job: pages are read in parallel where Salesforce lists them (salesforce-engagement 14).
 * @param expected how many rows the job says that there are; not known if absent
 */
export async function queryResults(
	session: Session,
	options: IDataObject,
	id: string,
	expected?: number,
): Promise<Result<IDataObject[]>> {
	const read = await allPages(session, options, id);
	return read.ok && expected !== undefined && read.value.length < expected
		? {
				ok: false,
				failure: unclear(`${read.value.length} rows of ${expected} that the job has read`),
			}
		: read;
}

async function allPages(
	session: Session,
	options: IDataObject,
	id: string,
): Promise<Result<IDataObject[]>> {
	if (Number.parseInt(versionOf({ options }), 10) < LISTED_SINCE)
		return await inTurn(session, jobPath(options, 'query', id, '/results'));
	const locators = await listed(session, options, id);
	if (!locators.ok) return locators;
	return locators.value.length > 0
		? await inParallel(session, options, id, locators.value)
		: await inTurn(session, jobPath(options, 'query', id, '/results'));
}

/** The locators of all pages, up to five of which come with each reply; none where the list is not clear. */
async function listed(
	session: Session,
	options: IDataObject,
	id: string,
): Promise<Result<string[]>> {
	const locators = new Set<string>();
	let query: IDataObject | undefined;
	for (let known = -1; locators.size > known && locators.size < PAGES; ) {
		known = locators.size;
		const answer = await session.call({
			method: 'GET',
			path: jobPath(options, 'query', id, '/resultPages'),
			query,
		});
		// Pages of a job of another API version are not listed (salesforce-engagement 14).
		if (!answer.ok) return answer.failure.httpCode === 409 ? { ok: true, value: [] } : answer;
		const { body } = answer;
		const pages = at(body, 'resultPages');
		const urls = Array.isArray(pages) ? pages.map((one) => textOf(at(one, 'resultUrl'))) : [];
		const found = urls.map(locatorIn);
		if (urls.length === 0 || found.includes(undefined)) return { ok: true, value: [] };
		for (const locator of found) locators.add(locator ?? '');
		// The vendor's table has the first name; the second is that of other lists.
		const next = textOf(at(body, 'nextRecordUrl')) ?? textOf(at(body, 'nextRecordsUrl'));
		if (next === undefined && at(body, 'done') !== false) return { ok: true, value: [...locators] };
		query = next === undefined ? undefined : queryOf(next);
		if (query === undefined) break;
	}
	return { ok: true, value: [] };
}

/** The locator in the address of a page; undefined where it has none. Only it is taken, so that no other address gets the token. */
function locatorIn(url: string | undefined): string | undefined {
	const query = url === undefined ? undefined : queryOf(url);
	return textOf(query?.locator);
}

function queryOf(address: string): IDataObject | undefined {
	const start = address.indexOf('?');
	return start < 0 ? undefined : Object.fromEntries(new URLSearchParams(address.slice(start + 1)));
}

async function inParallel(
	session: Session,
	options: IDataObject,
	id: string,
	locators: readonly string[],
): Promise<Result<IDataObject[]>> {
	const path = jobPath(options, 'query', id, '/results');
	const pages = await Promise.all(
		locators.map(async (locator) => {
			const answer = await csvPage(session, path, { locator });
			return answer.ok ? rowsIn(answer) : answer;
		}),
	);
	const rows: IDataObject[] = [];
	for (const page of pages) {
		if (!page.ok) return page;
		for (const row of page.value) rows.push(row);
		page.value.length = 0;
	}
	return { ok: true, value: rows };
}

/** Reads pages one after the other: each tells where the next one is (salesforce-engagement 16). */
async function inTurn(session: Session, path: string): Promise<Result<IDataObject[]>> {
	const rows: IDataObject[] = [];
	const seen = new Set<string>();
	let locator: string | undefined;
	for (let page = 0; page < PAGES; page++) {
		const answer = await csvPage(session, path, {
			maxRecords: ROWS,
			...(locator === undefined ? {} : { locator }),
		});
		if (!answer.ok) return answer;
		const read = rowsIn(answer);
		if (!read.ok) return read;
		for (const row of read.value) rows.push(row);
		locator = header(answer.headers, 'sforce-locator');
		// The last page says "null" (from memory).
		if (locator === undefined || locator === '' || locator === 'null')
			return { ok: true, value: rows };
		if (seen.has(locator)) break;
		seen.add(locator);
	}
	return { ok: false, failure: unclear('pages of a result that do not end') };
}

async function csvPage(session: Session, path: string, query?: IDataObject): Promise<Answer> {
	return await session.call({
		method: 'GET',
		path,
		query,
		headers: { Accept: 'text/csv' },
		file: true,
	});
}

function rowsIn({ body }: Extract<Answer, { ok: true }>): Result<IDataObject[]> {
	try {
		return { ok: true, value: [...csvRecords(String(body), { whole: true })] };
	} catch (defect) {
		return {
			ok: false,
			failure: unclear(`a result that cannot be read: ${(defect as Error).message}`),
		};
	}
}

/** One list of results of a job that writes, such as its failed records (salesforce-engagement 4.6). */
export async function resultList(
	session: Session,
	options: IDataObject,
	id: string,
	list: string,
): Promise<Result<IDataObject[]>> {
	const answer = await csvPage(session, jobPath(options, 'ingest', id, `/${pathPart(list)}/`));
	return answer.ok ? rowsIn(answer) : answer;
}

/** The failure where a job's reply cannot be used, and nothing was to be written. */
export function unclear(what: string): Failure {
	return {
		message: `${VENDOR} sent ${what}`,
		description: 'Nothing was changed. Try again later.',
		executed: 'no',
	};
}
