import type { IDataObject } from 'n8n-workflow';

import { failed, type Outcome } from '../../shared/base/errors';
import type { Files } from '../../shared/formats/files';
import type { Result } from '../../shared/base/result';
import { completionTimeLimit, followJob } from '../../shared/operations/jobs';
import { isSuccess, pathPart, requestFailure } from '../../shared/http/replies';
import type { Answer, Call, Session } from '../../shared/http/session';
import { at, isObject, textOf } from '../../shared/base/values';
import { unzipFirst, type ZippedFile } from '../../shared/formats/zip';
import { refusalOf, VENDOR } from '../replies';
import { fileOutcome } from '../fields/files';

export type JobKind = 'read' | 'write';

/** Base path of the bulk API (bigin 10). */
export const BULK = '/bigin/bulk/v2';

/** First and longest wait between two requests for the status of a job, in milliseconds. Each request costs one credit. */
const FIRST_LOOK = 500;
const LONGEST_LOOK = 15_000;
/** Default time limit of a job, in seconds. */
const TIME_LIMIT = 900;

/** Maximum bytes of an unpacked result: a JavaScript string holds little more. */
const MOST_UNPACKED = 500_000_000;

/** How long to wait for a job. */
export const timeLimit = completionTimeLimit(TIME_LIMIT);

/** Reads the job from a reply, where it is in a list of one or alone (bigin 10.1; Zoho shows no reply for an import). */
export function readJob(body: unknown): IDataObject | undefined {
	const job = at(body, 'data', 0) ?? body;
	return isObject(job) && textOf(job.id) !== undefined ? job : undefined;
}

/** Reads the new job from the details of the reply to its creation (bigin 10.1). */
export function madeJob(answer: Answer): Result<IDataObject & { id: string }> {
	if (!answer.ok) return answer;
	const entry = at(answer.body, 'data', 0) ?? answer.body;
	// The entry of a refusal names an ID, too, for example that of a view which does not exist (bigin 4.3).
	if (at(entry, 'status') === 'error' || !isSuccess(answer.status))
		return { ok: false, failure: requestFailure(VENDOR, answer.status, refusalOf(entry)) };
	const details = at(entry, 'details');
	const id = textOf(at(details, 'id'));
	if (isObject(details) && id !== undefined) return { ok: true, value: { ...details, id } };
	return {
		ok: false,
		failure: {
			message: `${VENDOR} accepted the bulk job, but sent no job ID`,
			description: 'Check in Bigin what was done before you start it again.',
			httpCode: answer.status,
			executed: 'unknown',
		},
	};
}

/** An export has a `state`, an import a `status` (bigin 10.1 and 10.2). */
function stateOf(job: IDataObject | undefined): string {
	return (textOf(job?.state) ?? textOf(job?.status) ?? '').toUpperCase();
}

export function isComplete(job: IDataObject): boolean {
	return stateOf(job) === 'COMPLETED';
}

function isOver(body: unknown): boolean {
	return /^(COMPLETED|FAIL|ABORT|SKIPPED)/.test(stateOf(readJob(body)));
}

export function jobPath(kind: JobKind, id: string): string {
	return `${BULK}/${kind}/${pathPart(id)}`;
}

/** Waits until a job is over, whether or not it was completed. Each failure says how to get the result later. */
export async function waitForJob(
	session: Session,
	kind: JobKind,
	id: string,
	limit: number,
): Promise<Result<IDataObject>> {
	const resource = kind === 'read' ? 'Bulk Read' : 'Bulk Write';
	const over = await followJob(session, {
		id,
		started: `Bulk job ${id} was started`,
		later: `The job continues in Bigin; use 'Get Job' and 'Download Result' of ${resource} with the job ID ${id}.`,
		look: { method: 'GET', path: jobPath(kind, id) },
		isOver,
		first: FIRST_LOOK,
		longest: LONGEST_LOOK,
		limit,
	});
	return over.ok ? { ok: true, value: readJob(over.value) ?? {} } : over;
}

/** The outcome of a downloaded result: an item with the file in the binary field `field`. */
export async function resultOutcome(
	files: Files,
	field: string,
	id: string,
	file: Result<ZippedFile>,
): Promise<Outcome> {
	if (!file.ok) return failed(file.failure);
	const { name, bytes } = file.value;
	return await fileOutcome(files, field, id, { name: name.split('/').pop() || `${id}.csv`, bytes });
}

/** Downloads a result and unpacks the one file in it (bigin 10.1 and 10.2). */
export async function downloadResult(
	session: Session,
	call: Pick<Call, 'path' | 'baseUrl'>,
): Promise<Result<ZippedFile>> {
	const answer = await session.call({ ...call, method: 'GET', file: true });
	if (!answer.ok) return answer;
	const unzipped = await unzipFirst(
		Buffer.isBuffer(answer.body) ? answer.body : Buffer.alloc(0),
		MOST_UNPACKED,
	);
	if (unzipped.ok) return { ok: true, value: unzipped.file };
	return {
		ok: false,
		failure: {
			message: `The result that ${VENDOR} sent ${unzipped.reason}`,
			description: "Check with 'Get Job' that the job is complete, then download its result again.",
			httpCode: answer.status,
			executed: 'no',
		},
	};
}
