import { NOTHING, Refused, type Answer, type Call, type Json } from '../http/wire';

/** Most records of a page (bigin 9). */
const MAX_PAGE = 200;
/** Most fields of a list (bigin 9). */
const MAX_FIELDS = 50;

/** A whole number of the query; another text is refused by Bigin. */
function whole(call: Call, name: string, fallback: number): number {
	const text = call.query[name];
	if (text === undefined) return fallback;
	if (!/^[1-9]\d{0,8}$/.test(text))
		throw new Refused(400, 'PATTERN_NOT_MATCHED', { param_name: name });
	return Number(text);
}

/** The page that a request asks for. */
export function pageOf(call: Call): { page: number; size: number; from: number } {
	const page = whole(call, 'page', 1);
	const size = whole(call, 'per_page', MAX_PAGE);
	if (size > MAX_PAGE)
		throw new Refused(400, 'LIMIT_EXCEEDED', { param_name: 'per_page', limit: MAX_PAGE });
	return { page, size, from: (page - 1) * size };
}

/** One page of a list without page tokens; nothing at all where it is empty (bigin 4.1). */
export function slice<T>(
	key: string,
	all: readonly T[],
	call: Call,
	show: (entry: T) => unknown = (entry) => entry,
): Json | Answer {
	const { page, size, from } = pageOf(call);
	const data = all.slice(from, from + size).map(show);
	return data.length === 0
		? NOTHING
		: {
				[key]: data,
				info: { page, per_page: size, count: data.length, more_records: from + size < all.length },
			};
}

/** The asked fields; undefined where the request names none. */
export function fieldsOf(call: Call): string[] | undefined {
	const names = call.query.fields
		?.split(',')
		.map((name) => name.trim())
		.filter(Boolean);
	if (names && names.length > MAX_FIELDS)
		throw new Refused(400, 'LIMIT_EXCEEDED', { param_name: 'fields', limit: MAX_FIELDS });
	return names?.length ? names : undefined;
}

/** The ids of a list of them in the query, at most this many. */
export function idsOf(text: string | undefined, limit: number): string[] {
	if (!text) throw new Refused(400, 'REQUIRED_PARAM_MISSING', { param_name: 'ids' });
	const ids = text.split(',').map((id) => id.trim());
	if (ids.length > limit) throw new Refused(400, 'LIMIT_EXCEEDED', { param_name: 'ids', limit });
	return ids;
}

/** The time of the If-Modified-Since header in milliseconds; undefined without one. */
export function sinceOf(call: Call): number | undefined {
	const text = call.headers['if-modified-since'];
	if (text === undefined) return undefined;
	const millis = Date.parse(text);
	if (Number.isNaN(millis))
		throw new Refused(400, 'INVALID_DATA', {
			header: 'If-Modified-Since',
			expected_data_type: 'datetime',
		});
	return millis;
}

/** The elements of a body's list; refused as a whole if it is not a list (bigin 11.3). */
export function listOf(body: Json, key: string, limit: number): unknown[] {
	const list = body[key];
	if (list === undefined) throw new Refused(400, 'MANDATORY_NOT_FOUND', { api_name: key });
	if (!Array.isArray(list))
		throw new Refused(400, 'INVALID_DATA', { expected_data_type: 'jsonarray', api_name: key });
	if (list.length > limit)
		throw new Refused(400, 'LIMIT_EXCEEDED', { limit }, `more than ${limit} records`);
	return list;
}
