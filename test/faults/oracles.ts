/** What a reply means for one record, by the vendor's page and not by the node's code. */
export type Meaning = 'stored' | 'refused' | 'unclear';

/** A reply with its body as the HTTP client hands it out. */
export interface ReadReply {
	status: number;
	body: unknown;
}

/** The last reply to each kind of request, by part of its path. */
export type Replies = Record<string, ReadReply | undefined>;

/** Meaning of the replies for each of so many records. */
export type Oracle = (replies: Replies, count: number) => Meaning[];

// Deliberately not the node's helpers.
const get = (value: unknown, ...keys: Array<string | number>): unknown =>
	keys.reduce<unknown>(
		(current, key) =>
			typeof current === 'object' && current !== null
				? (current as Record<string | number, unknown>)[key]
				: undefined,
		value,
	);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const isId = (value: unknown): boolean =>
	(typeof value === 'string' && value !== '') ||
	(typeof value === 'number' && Number.isSafeInteger(value));
const isGood = (status: number): boolean => status >= 200 && status < 300;
const isRefusal = (status: number): boolean => status >= 300 && status < 500 && status !== 408;
const holds = (body: unknown, text: string): boolean => JSON.stringify(body ?? null).includes(text);

function each(count: number, meaning: (index: number) => Meaning): Meaning[] {
	return Array.from({ length: count }, (_, index) => meaning(index));
}

/** A whole request that was not accepted: a 4xx, or the vendor's own word for too many calls. */
function whole({ status, body }: ReadReply, throttle: string, count: number): Meaning[] {
	return each(count, () => (isRefusal(status) || holds(body, throttle) ? 'refused' : 'unclear'));
}

export const ORACLES: Record<string, Oracle> = {
	bigin({ '/bigin/v2/': reply }, count) {
		if (!reply) return each(count, () => 'unclear');
		if (!isGood(reply.status)) return whole(reply, 'TOO_MANY_REQUESTS', count);
		const entries = list(get(reply.body, 'data'));
		return each(count, (index) => {
			if (entries.length !== count) return 'unclear';
			const status = get(entries[index], 'status');
			if (status === 'success')
				return isId(get(entries[index], 'details', 'id')) ? 'stored' : 'unclear';
			return status === 'error' ? 'refused' : 'unclear';
		});
	},
	kustomer({ '/conversations/bulk': post, '/batches': batches, '/v1/bulk/': look }, count) {
		if (!post) return each(count, () => 'unclear');
		if (!isGood(post.status)) return whole(post, 'rate', count);
		const complete = [post, look].some(
			(reply) =>
				reply &&
				isGood(reply.status) &&
				get(reply.body, 'data', 'attributes', 'status') === 'complete',
		);
		const rows = batches && isGood(batches.status) ? list(get(batches.body, 'data')) : [];
		const results = rows.flatMap((row) => list(get(row, 'attributes', 'results')));
		return each(count, (index) => {
			// Several results for one mark contradict each other.
			const mine = results.filter((result) => String(get(result, '_clientRef')) === String(index));
			const states = new Set(mine.map((result) => get(result, 'status')));
			if (!isId(get(post.body, 'data', 'id')) || !complete || states.size !== 1) return 'unclear';
			if (states.has('error')) return 'refused';
			return (states.has('created') || states.has('updated')) &&
				mine.every((result) => isId(get(result, 'objectId')))
				? 'stored'
				: 'unclear';
		});
	},
	salesforceEngagement({ '/composite/batch': reply }, count) {
		if (!reply) return each(count, () => 'unclear');
		if (!isGood(reply.status)) return whole(reply, 'REQUEST_LIMIT_EXCEEDED', count);
		const results = list(get(reply.body, 'results'));
		return each(count, (index) => {
			const status = get(results[index], 'statusCode');
			const body = get(results[index], 'result');
			if (results.length > count || typeof status !== 'number') return 'unclear';
			if (!isGood(status))
				return isRefusal(status) ||
					holds(body, 'REQUEST_LIMIT_EXCEEDED') ||
					holds(body, 'UNABLE_TO_LOCK_ROW')
					? 'refused'
					: 'unclear';
			const code = get(body, 'status', 'code');
			return isId(get(body, 'engagementInteraction', 'id')) && !(Number(code ?? 0) >= 400)
				? 'stored'
				: 'unclear';
		});
	},
	shareCrm({ '/data/create': reply, '/oauth2.0/token': token }, count) {
		// Without a token nothing is sent.
		if (!reply) return each(count, () => (token ? 'refused' : 'unclear'));
		const code = get(reply.body, 'errorCode');
		const given = (typeof code === 'string' && code !== '') || typeof code === 'number';
		const meaning = (): Meaning => {
			if (isGood(reply.status) && String(code) === '0') return 'stored';
			// Busy, system fault and timeout are the codes after which a record may be there.
			if (given && String(code) !== '0')
				return ['-1', '-2', '50009'].includes(String(code))
					? 'unclear'
					: isGood(reply.status) ||
						  isRefusal(reply.status) ||
						  ['14001', '30004', '20005', '20016'].includes(String(code))
						? 'refused'
						: 'unclear';
			return isRefusal(reply.status) ? 'refused' : 'unclear';
		};
		return each(count, meaning);
	},
	khorosMarketing({ '/case': reply }, count) {
		if (!reply) return each(count, () => 'unclear');
		if (isGood(reply.status))
			return each(count, () => (isId(get(reply.body, 'id')) ? 'stored' : 'unclear'));
		return each(count, () => (isRefusal(reply.status) ? 'refused' : 'unclear'));
	},
};
