import type { IDataObject } from 'n8n-workflow';
import { failed, found, type Outcome } from '../base/errors';
import { at, isObject } from '../base/values';
import { limit, returnAll, wanted, type Field, type Values } from '../form/fields';
import { defineOperation } from '../form/defineOperation';
import type { Resource } from '../form/operation';
import { readPages, type NumberedPages } from '../http/paging';
import type { Call, Session } from '../http/session';
import {
	body,
	checkHeaders,
	followPages,
	headers,
	listAt,
	method,
	path,
	query,
	repeatable,
	shownFor,
} from './customApiFields';

/** What is specific to one service's API. */
export interface CustomApi {
	/** The service's name in form texts: "Bigin". */
	service: string;
	/** An example path: "/bigin/v2/Contacts". */
	example: string;
	/** Keys that lead to the list of rows in a reply, if the service always uses the same ones. */
	list?: readonly string[];
	/** How to request the pages of a list, if the service always does it the same way; offers Return All. */
	pages?(call: Call): Pick<NumberedPages, 'call' | 'more' | 'size'> & Partial<NumberedPages>;
	/** Converts a row, or a reply without a list, to the shape that the service's other operations return. */
	row?(value: unknown): unknown;
	/** Fields that choose how a request is sent, if the service has several ways. */
	options?: readonly Field[];
	/** Adapts a call to the service, for example by wrapping the user's body. */
	prepare?(call: Call, options: IDataObject): Call;
}

/** A resource that sends any request to the service, with the limits, retries and messages of the other operations. */
export function customApiCall(api: CustomApi): Resource {
	const { service, pages, options = [] } = api;
	const operation = defineOperation({
		name: 'Send',
		value: 'send',
		action: 'Send API call',
		description: `Send any request to the ${service} API; the reply becomes items`,
		input: 'form',
		fields: [
			method,
			path(api.example),
			shownFor(body, ['PATCH', 'POST', 'PUT', 'DELETE']),
			...(pages
				? [
						shownFor(followPages, ['GET']),
						...[returnAll, limit].map((field) => shownFor(field, ['GET'], { followPages: [true] })),
					]
				: []),
			query,
			headers,
		],
		options: [listAt, repeatable, ...options],
		limits: { records: 1 },
		nothingFound: 'none',
		returns: {},
		finish: checkHeaders,
		async send(session, { records, options: chosen }) {
			const [asked] = records;
			const call = callOf(asked, chosen);
			const outcome = await replyOf(session, api, call, asked, chosen);
			return [outcome.ok && call.method === 'GET' ? { ...outcome, unchanged: true } : outcome];
		},
	});
	return { name: 'API Call', value: 'apiCall', operations: [operation] };
}

type Asked = Values<
	[
		typeof method,
		ReturnType<typeof path>,
		typeof body,
		typeof followPages,
		typeof returnAll,
		typeof limit,
		typeof query,
		typeof headers,
	]
>;
type Chosen = Values<[typeof listAt, typeof repeatable]>;

/** The request of an item. */
function callOf(asked: Asked, options: Chosen): Call {
	const [only = '', search = ''] = splitOnce(asked.path, '?');
	const parameters = [
		...new URLSearchParams(search),
		...(asked.query ?? []).map(({ name, value = '' }): [string, string] => [name, value]),
	];
	const verb = asked.method ?? 'GET';
	const all: IDataObject = {};
	// A repeated name becomes a list.
	for (const [name, value] of parameters)
		all[name] = Object.prototype.hasOwnProperty.call(all, name)
			? ([all[name], value].flat() as string[])
			: value;
	return {
		method: verb,
		path: only,
		...(parameters.length === 0 ? {} : { query: all }),
		...(asked.body === undefined || verb === 'GET' ? {} : { body: asked.body }),
		headers: Object.fromEntries((asked.headers ?? []).map(({ name, value = '' }) => [name, value])),
		idempotent: options.repeatable === true,
	};
}

function splitOnce(value: string, at: string): [string, string] {
	const place = value.indexOf(at);
	return place < 0 ? [value, ''] : [value.slice(0, place), value.slice(place + 1)];
}

async function replyOf(
	session: Session,
	{ list, pages, prepare = (call) => call, row = (value) => value }: CustomApi,
	given: Call,
	asked: Asked,
	options: Chosen,
): Promise<Outcome> {
	const call = prepare(given, options);
	const keys = options.listAt?.split('.') ?? list;
	const listIn = (reply: unknown): unknown => (keys === undefined ? reply : at(reply, ...keys));
	if (pages && call.method === 'GET' && asked.followPages === true) {
		const numbered = pages(call);
		const read = await readPages(session, {
			rows: (reply) => {
				const rowsOfPage = listIn(reply);
				return Array.isArray(rowsOfPage)
					? rowsOfPage
					: rowsOfPage === undefined
						? [reply]
						: [rowsOfPage];
			},
			limit: wanted(asked),
			...numbered,
		});
		return read.failure
			? failed(read.failure)
			: found(read.rows.map((value) => asItem(row(value))));
	}
	const answer = await session.call(call);
	if (!answer.ok) return failed(answer.failure);
	const entries = listIn(answer.body);
	if (Array.isArray(entries)) return found(entries.map((value) => asItem(row(value))));
	return { ok: true, json: asItem(row(isObject(entries) ? entries : answer.body)) };
}

/** Wraps a value that is not an object, because n8n's items are objects. */
function asItem(value: unknown): IDataObject {
	if (isObject(value)) return value;
	return value === undefined || value === null || value === '' ? {} : { data: value as string };
}
