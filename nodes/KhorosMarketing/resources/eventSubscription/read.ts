import { failed, found } from '../../../shared/base/errors';
import { at, isObject, textOf } from '../../../shared/base/values';
import { defineOperation } from '../../../shared/form/defineOperation';
import { limit, number, returnAll, wanted } from '../../../shared/form/fields';
import { FILTERS } from '../../../shared/form/operation';
import { readPages } from '../../../shared/http/paging';
import { pathPart } from '../../../shared/http/replies';
import type { Call, Session } from '../../../shared/http/session';
import { notFound } from '../../../shared/operations/reading';
import { contentOf, entriesOf, withoutSecrets } from '../../fields/khoros';
import { KHOROS } from '../../replies';
import { PATH, returns, subscriptionId, withId } from './fields';

const PAGE = 100;

/** Get: one subscription by its UUID. */
export const get = defineOperation({
	name: 'Get',
	value: 'get',
	action: 'Get event subscription',
	description: 'Read one event subscription by its UUID',
	input: 'form',
	reads: true,
	nothingFound: 'fail',
	fields: [subscriptionId],
	limits: { records: 1 },
	returns,
	async send(session, { records: [{ id: uuid }] }) {
		const answer = await session.call({ method: 'GET', path: `${PATH}/${pathPart(uuid)}` });
		if (answer.ok) return [{ ok: true, id: uuid, json: withId(contentOf(answer.body)) }];
		return [
			answer.failure.httpCode === 404
				? notFound(KHOROS, 'event subscription', uuid, { httpCode: 404 })
				: failed(answer.failure),
		];
	},
});

/** Reads the subscriptions of the company by pages. That the first page is 0 is a guess. */
export async function readSubscriptions(
	session: Session,
	most?: number,
): ReturnType<typeof readPages> {
	return await readPages(session, {
		call: (page, size) => ({
			method: 'GET',
			path: PATH,
			query: { pageNumber: page - 1, pageSize: size },
		}),
		rows: entriesOf,
		more: (body) => entriesOf(body).length === PAGE,
		key: (row) => textOf(at(row, 'uuid')) ?? textOf(at(row, 'id')),
		size: PAGE,
		limit: most,
	});
}

/** The request for some events of a subscription. */
export function eventsPage(subscription: string, offset: number, limit: number): Call {
	return {
		method: 'GET',
		path: `/v2/events/data/${pathPart(subscription)}`,
		query: { offset, limit },
	};
}

/** Get Many: all subscriptions. */
export const getMany = defineOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many event subscriptions',
	description: 'Get many event subscriptions of the company',
	input: 'form',
	reads: true,
	fields: [returnAll, limit],
	limits: { records: 1 },
	returns,
	async send(session, { records: [asked] }) {
		const read = await readSubscriptions(session, wanted(asked));
		return [read.failure ? failed(read.failure) : found(read.rows.filter(isObject).map(withId))];
	},
});

/** Poll Events: what has happened since a subscription was made, from an offset on. The secret of a CRM in a failed call is left out. */
export const pollEvents = defineOperation({
	name: 'Poll Events',
	value: 'pollEvents',
	action: 'Poll events of subscription',
	description: 'Get the events of a subscription, from an offset on, without the secret of the CRM',
	input: 'form',
	reads: true,
	optionalFields: FILTERS,
	fields: [
		subscriptionId,
		returnAll,
		limit,
		number('offset', 'Offset', {
			integer: true,
			min: 0,
			description: 'How many events are skipped, the oldest first',
		}),
	],
	limits: { records: 1 },
	returns: {
		eventUuid: 'string',
		eventName: 'string',
		companyId: 'string',
		createdDate: 'string',
		type: 'string',
		data: 'object',
	},
	async send(session, { records: [asked] }) {
		const { offset: start = 0 } = asked;
		const read = await readPages(session, {
			call: (page, size) => eventsPage(asked.id, start + (page - 1) * size, size),
			rows: entriesOf,
			more: (body) => entriesOf(body).length === PAGE,
			key: (row) => textOf(at(row, 'eventUuid')),
			size: PAGE,
			limit: wanted(asked),
		});
		if (read.failure) return [failed(read.failure)];
		return [found(read.rows.filter(isObject).map(withoutSecrets))];
	},
});
