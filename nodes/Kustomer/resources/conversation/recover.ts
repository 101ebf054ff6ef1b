import type { IDataObject } from 'n8n-workflow';

import type { Failure, Outcome } from '../../../shared/base/errors';
import type { Batch, Finding } from '../../../shared/form/operation';
import { findingOf, holdsSame, momentOf } from '../../../shared/send/recovery';
import { pathPart } from '../../../shared/http/replies';
import type { Session } from '../../../shared/http/session';
import { at, textOf } from '../../../shared/base/values';
import type { Departure } from '../../../shared/http/vendorClock';

/** Most rows of a page (kustomer 6), and most pages of the newest conversations that are read. */
const PAGE_SIZE = 100;
const PAGES = 3;

/** Fields that are read as they were sent (kustomer 2.7). Tags are not among them, because Kustomer returns their IDs, nor are assignments, because its rules change them. */
const COMPARED = [
	'name',
	'direction',
	'priority',
	'replyChannel',
	'defaultLang',
	'importedAt',
	'custom',
] as const;

/**
 * Conversations by their External ID. Search does not know that ID (contract, appendix B), so the newest conversations
 * are listed, and only where those do not reach back to the request, each is asked for by itself (kustomer 2.7).
 * Where the item sets the time of creation, nothing tells when the conversation was stored.
 */
export async function recover(
	session: Session,
	{ records }: Batch,
	departure: Departure,
): Promise<Finding[]> {
	const keys = records.map(({ externalId, createdAt }) =>
		createdAt === undefined ? textOf(externalId) : undefined,
	);
	const wanted = new Set(keys.filter((key) => key !== undefined));
	const found = await readByExternalId(session, wanted, departure);
	return keys.map((key, index) => {
		const row = key === undefined ? undefined : found.get(key);
		return key === undefined || row === undefined
			? undefined
			: finding(row, records[index] ?? {}, key, departure);
	});
}

async function readByExternalId(
	session: Session,
	wanted: ReadonlySet<string>,
	departure: Departure,
): Promise<Map<string, unknown>> {
	const found = new Map<string, unknown>();
	const add = (row: unknown) => {
		const key = textOf(at(row, 'attributes', 'externalId'));
		if (key !== undefined && wanted.has(key) && !found.has(key)) found.set(key, row);
	};
	if (wanted.size === 0) return found;
	if (
		(await readNewest(session, departure, (row) => {
			add(row);
			return found.size === wanted.size;
		})) === 'done'
	)
		return found;
	const ask = async (key: string) => {
		const answer = await session.call({
			method: 'GET',
			path: `/v1/conversations/externalId=${pathPart(key)}`,
		});
		if (answer.ok) add(at(answer.body, 'data'));
		return answer.ok || isRefused(answer.failure);
	};
	const [first, ...others] = [...wanted].filter((key) => !found.has(key));
	// If the first look fails, we do not ask Kustomer for the others.
	if (first !== undefined && (await ask(first))) await Promise.all(others.map(ask));
	return found;
}

/**
 * Reads the newest conversations until all are found or the list is certain to reach back to the request.
 * That a list is sorted by the time of creation is a guess (kustomer 2.7), so the rows have to show it.
 * @param isLast told of each row; true ends the reading
 */
async function readNewest(
	session: Session,
	departure: Departure,
	isLast: (row: unknown) => boolean,
): Promise<'done' | 'more'> {
	let before = Infinity;
	for (let page = 1; page <= PAGES; page++) {
		const answer = await session.call({
			method: 'GET',
			path: '/v1/conversations',
			query: { page, pageSize: PAGE_SIZE, sort: 'desc' },
		});
		if (!answer.ok && !isRefused(answer.failure)) return 'done';
		const rows = answer.ok ? at(answer.body, 'data') : undefined;
		if (!Array.isArray(rows)) return 'more';
		for (const row of rows as unknown[]) {
			if (isLast(row)) return 'done';
			const created = createdAt(row);
			if (!(created <= before)) return 'more';
			before = created;
		}
		if (rows.length === 0 || departure.isAfter(before)) return 'done';
	}
	return 'more';
}

/** True where Kustomer answered, such as that there is no such conversation; where it is down, nothing more is asked. */
function isRefused({ httpCode = 500 }: Failure): boolean {
	return httpCode < 500;
}

function finding(row: unknown, sent: IDataObject, key: string, departure: Departure): Finding {
	const id = textOf(at(row, 'id'));
	if (id === undefined) return undefined;
	const same =
		COMPARED.every(
			(name) => holdsSame(sent[name], at(row, 'attributes', name)) || sent[name] === undefined,
		) && holdsSame(sent.customer, at(row, 'relationships', 'customer', 'data', 'id'));
	return findingOf(
		{ id, same, created: createdAt(row), precision: 1 },
		departure,
		`A conversation with the External ID "${key}"`,
		created,
	);
}

function createdAt(row: unknown): number {
	return momentOf(at(row, 'attributes', 'createdAt'));
}

function created(id: string): Outcome {
	return { ok: true, id, json: { id, status: 'created', recovered: true } };
}
