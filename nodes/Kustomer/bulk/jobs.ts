import type { IDataObject } from 'n8n-workflow';

import { failed, type Failure, type Outcome } from '../../shared/base/errors';
import { ofOneRecord, pathPart, type Refusal } from '../../shared/http/replies';
import { readPages } from '../../shared/http/paging';
import { allFailed, followJob, notSeen, resultsByMark } from '../../shared/operations/jobs';
import type { Session } from '../../shared/http/session';
import { at, isObject, textOf } from '../../shared/base/values';
import { DUPLICATE, isDuplicateText, refusalOf, VENDOR } from '../replies';

/** Waits between two looks at a job in milliseconds (kustomer 2.2 suggests up to ten seconds). */
const FIRST_LOOK = 250;
const LONGEST_LOOK = 10_000;
/** Most rows of a page (kustomer 6). */
const PAGE_SIZE = 100;

/** A job of the bulk API (kustomer 2.1). */
export interface Job {
	id: string;
	complete: boolean;
	/** Name of one record in messages: "conversation". */
	noun: string;
	/** The job as it leaves the node: flat, and without the echo of what was sent. */
	json: IDataObject;
}

/**
 * Reads a job from a reply; undefined where the reply holds none.
 * @param noun what one of its records is called in messages
 */
export function readJob(body: unknown, noun = 'conversation'): Job | undefined {
	const id = textOf(at(body, 'data', 'id'));
	const attributes = at(body, 'data', 'attributes');
	if (id === undefined) return undefined;
	const json: IDataObject = { id, ...(isObject(attributes) ? attributes : {}) };
	delete json.payload;
	return { id, complete: json.status === 'complete', noun, json };
}

/**
 * Waits for a job and reads what became of its records (kustomer 2.2).
 * @param count how many records the job has; their marks are the texts "0" to "count - 1"
 * @param limit longest wait in milliseconds
 */
export async function jobOutcomes(
	session: Session,
	job: Job,
	count: number,
	limit: number,
): Promise<Outcome[]> {
	const over = await batchesOf(session, job, count, limit);
	if ('failure' in over) return allFailed(count, over.failure);
	const results = resultsByMark(
		over.batches.flatMap((batch) => listAt(batch, 'attributes', 'results')),
		(result) => at(result, '_clientRef'),
		(one, other) => ['status', 'objectId'].every((key) => at(one, key) === at(other, key)),
	);
	return Array.from({ length: count }, (_, index) =>
		outcomeOf(results.get(String(index)), job, over.missing),
	);
}

/**
 * Waits for a job that deletes and reads what became of each object. Such a job takes no marks, so the IDs tell
 * (kustomer 2.2 and 2.6); an ID that is told both as done and as refused has no clear result.
 */
export async function deletionOutcomes(
	session: Session,
	job: Job,
	ids: readonly string[],
	limit: number,
): Promise<Outcome[]> {
	const over = await batchesOf(session, job, ids.length, limit);
	if ('failure' in over) return allFailed(ids.length, over.failure);
	const key = (id: unknown) => (textOf(id) ?? '').toLowerCase();
	const attributes = over.batches.map((batch) => at(batch, 'attributes'));
	const done = new Set(attributes.flatMap((one) => listAt(one, 'objectIds').map(key)));
	const refusals = new Map(
		attributes
			.flatMap((one) => listAt(one, 'errors'))
			.map((entry) => [key(at(entry, 'id')), at(entry, 'data') ?? entry]),
	);
	return ids.map((id): Outcome => {
		const error = refusals.get(key(id));
		if (done.has(key(id)) === (error !== undefined)) return failed(over.missing);
		if (error !== undefined) return failed(refused(error, job));
		return { ok: true, id, json: { id, deleted: true, bulkId: job.id } };
	});
}

/** The batches of a job that is over, and the failure of a record that none of them tells about. */
async function batchesOf(
	session: Session,
	job: Job,
	count: number,
	limit: number,
): Promise<{ batches: unknown[]; missing: Failure } | { failure: Failure }> {
	const path = `/v1/bulk/${pathPart(job.id)}`;
	const known = {
		id: job.id,
		started: `${VENDOR} accepted the ${job.noun} in bulk job ${job.id}`,
		later: lookUp(job),
	};
	if (!job.complete) {
		const over = await followJob(session, {
			...known,
			look: { method: 'GET', path },
			isOver: (body) => readJob(body)?.complete ?? false,
			first: FIRST_LOOK,
			longest: LONGEST_LOOK,
			limit,
			otherwise: ", or switch 'Wait for Completion' off",
		});
		if (!over.ok) return { failure: over.failure };
	}
	const { rows, failure } = await readPages(session, {
		call: (page, pageSize) => ({
			method: 'GET',
			path: `${path}/batches`,
			query: { page, pageSize },
		}),
		rows: (body) => listAt(body, 'data'),
		// No page is empty.
		most: count,
		size: PAGE_SIZE,
		more: (body, page) => page < Number(at(body, 'meta', 'pages') ?? 1),
	});
	return {
		batches: rows,
		missing: failure ? notSeen(session, known, failure).failure : withoutResult(job),
	};
}

function listAt(value: unknown, ...keys: string[]): unknown[] {
	const found = at(value, ...keys);
	return Array.isArray(found) ? found : [];
}

/** Reads one result of a batch (kustomer 2.2). */
function outcomeOf(result: unknown, job: Job, missing: Failure): Outcome {
	const status = at(result, 'status');
	if (status === 'error') return failed(refused(at(result, 'error'), job));
	const id = textOf(at(result, 'objectId'));
	// Only errors are without an id.
	if ((status !== 'created' && status !== 'updated') || id === undefined) return failed(missing);
	return { ok: true, id, json: { id, status, bulkId: job.id } };
}

function refused(error: unknown, job: Job): Failure {
	const said = refusalOf({ errors: Array.isArray(error) ? error : [error] });
	const text = said.text ?? JSON.stringify(error) ?? 'no reason given';
	return ofOneRecord({
		message: `${VENDOR} did not accept the ${job.noun}: ${text}`,
		description: `${refusedHint(text, job)} (${text}, bulk job ${job.id})`,
		code: isDuplicateText(text) ? DUPLICATE : said.code,
		traceId: job.id,
		executed: 'no',
		...(isLimit(error, said) ? { cause: { cause: 'rate-limited' } } : {}),
	});
}

/**
 * A guess at the wording: a customer takes 120 conversations a minute (kustomer 7), and how a job says so is not shown.
 * A text may repeat values of the record, so no number in it counts, and no other limit than that of a rate.
 */
function isLimit(error: unknown, { code = '', text = '' }: Refusal): boolean {
	const [only] = Array.isArray(error) ? error : [error];
	if ([at(only, 'status'), at(only, 'statusCode'), code].some((value) => String(value) === '429'))
		return true;
	return (
		/^(rate_?limit(ed|_?exceeded)?|too_?many_?requests)$/i.test(code) ||
		/\brate[ -]limit/i.test(text.replace(/"[^"]*"/g, ''))
	);
}

/** A guess at the wording beyond "duplicate detected", which kustomer 2.2 shows. */
function refusedHint(text: string, { noun }: Job): string {
	if (isDuplicateText(text))
		return noun === 'conversation'
			? "A conversation with this 'External ID' or 'Conversation ID' is there already; change it or leave this item out."
			: `Another ${noun} has one of these values already; change it or leave this item out.`;
	if (/not found/i.test(text) && !/customer/i.test(text)) return 'Check the ID.';
	if (/customer/i.test(text) && noun === 'conversation') return "Check 'Customer'.";
	return 'Correct the value and send this item again.';
}

function lookUp(job: Job): string {
	return `Look bulk job ${job.id} up (GET /v1/bulk/${job.id}/batches), or search for the ${job.noun}${job.noun === 'conversation' ? ' by its External ID' : ''}, before you send it again.`;
}

function withoutResult(job: Job): Failure {
	return {
		message: `${VENDOR} finished bulk job ${job.id} without a clear result for this ${job.noun}`,
		description: lookUp(job),
		traceId: job.id,
		executed: 'unknown',
	};
}
