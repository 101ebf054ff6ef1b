import { failed, found } from '../../shared/base/errors';
import { defineOperation } from '../../shared/form/defineOperation';
import { id, limit, returnAll, wanted } from '../../shared/form/fields';
import type { Resource } from '../../shared/form/operation';
import { at, isObject } from '../../shared/base/values';
import { readPages } from '../../shared/http/paging';
import { pathPart } from '../../shared/http/replies';
import { notFound } from '../../shared/operations/reading';
import { readJob } from '../bulk/jobs';
import { BULK_RESULT } from '../bulk/send';
import { ID } from '../fields/common';
import { VENDOR } from '../replies';

const jobId = id('id', 'Bulk Job ID', {
	...ID,
	required: true,
	description: 'The ID of the bulk job, as an operation in bulk gives it',
});

/** Most rows of a page of batches (kustomer 2.2). */
const PAGE = 100;

const get = defineOperation({
	name: 'Get',
	value: 'get',
	action: 'Get bulk job',
	description: 'See how far a bulk job is; complete does not mean that all its items succeeded',
	input: 'form',
	reads: true,
	nothingFound: 'fail',
	fields: [jobId],
	limits: { records: 1 },
	returns: BULK_RESULT,
	async send(session, { records }) {
		const key = records[0].id;
		const answer = await session.call({ method: 'GET', path: `/v1/bulk/${pathPart(key)}` });
		if (!answer.ok)
			return [
				answer.failure.httpCode === 404
					? notFound(VENDOR, 'bulk job', key, { httpCode: 404 })
					: failed(answer.failure),
			];
		const job = readJob(answer.body);
		return [
			job === undefined
				? notFound(VENDOR, 'bulk job', key)
				: { ok: true, id: job.id, json: job.json },
		];
	},
});

const getResults = defineOperation({
	name: 'Get Results',
	value: 'getResults',
	action: 'Get results of bulk job',
	description:
		'Get what became of the items of a bulk job, in any order; each has the position it was sent with',
	input: 'form',
	reads: true,
	fields: [jobId, returnAll, limit],
	limits: { records: 1 },
	returns: {
		position: 'string',
		id: 'string',
		status: 'string',
		reason: 'string',
		bulkId: 'string',
	},
	async send(session, { records }) {
		const [asked] = records;
		const key = asked.id;
		const { rows, failure } = await readPages(session, {
			call: (page) => ({
				method: 'GET',
				path: `/v1/bulk/${pathPart(key)}/batches`,
				query: { page, pageSize: PAGE },
			}),
			// Paging differs from that of other lists (kustomer 2.2).
			rows: (body) => {
				const data = at(body, 'data');
				return Array.isArray(data) ? data : [];
			},
			more: (body, page) => page < Number(at(body, 'meta', 'pages') ?? 1),
			key: (row) => String(at(row, 'id')),
			size: PAGE,
		});
		if (failure) return [failed(failure)];
		const results = rows.flatMap((row) => {
			const marked = at(row, 'attributes', 'results');
			const refused = at(row, 'attributes', 'errors');
			// A batch with results names its refusals there, too, with the position of their item (kustomer 2.2).
			const rowsOf = [marked, refused].find((list) => Array.isArray(list) && list.length > 0);
			return Array.isArray(rowsOf) ? rowsOf.filter(isObject) : [];
		});
		return [
			found(
				results
					.slice(0, wanted(asked))
					.map(({ _clientRef, objectId, id: of, status, error, data }) => ({
						position: _clientRef ?? null,
						id: objectId ?? of ?? null,
						status: status ?? 'error',
						reason: error ?? data ?? null,
						bulkId: key,
					})),
			),
		];
	},
});

/** Jobs of the bulk API (kustomer 2.2). */
export const bulkJob: Resource = {
	name: 'Bulk Job',
	value: 'bulkJob',
	operations: [get, getResults],
};
