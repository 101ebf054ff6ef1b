/** The bare client's way of Kustomer's other scenarios: the same requests as our node, nothing checked but the status. */
const HEADERS = { authorization: 'Bearer sandbox.kustomer.api.key' };
const BATCH = 100;
/** Milliseconds until the first look at a job: as long as our node waits, because the service asks for patience. */
const FIRST_LOOK = 500;
/** Searches of an organization in a window, and its milliseconds. */
const SEARCHES = { most: 100, millis: 60_000 };
const SEARCH_PAGE = 500;
const SEARCH_PAGES = 100;

const sleep = async (millis) => await new Promise((resolve) => setTimeout(resolve, millis));

const batches = (records) =>
	Array.from({ length: Math.ceil(records.length / BATCH) }, (_, index) =>
		records.slice(index * BATCH, (index + 1) * BATCH),
	);

const marked = (records) =>
	records.map((record, index) => ({ ...record, _clientRef: String(index) }));

/** Waits for jobs and reads their results; meanwhile the place of a job is free for another request. */
async function follow(waiting, { get, all }) {
	await all(waiting, async ({ path, at }) => {
		await sleep(Math.max(0, at - Date.now()));
		const { data } = await get(path, HEADERS);
		if (!data.attributes.completed) throw new Error('the job is not complete');
		await get(`${path}/batches?page=1&pageSize=100`, HEADERS);
	});
}

const started = ({ data }) => ({ path: `/v1/bulk/${data.id}`, at: Date.now() + FIRST_LOOK });

export async function updateBaseline({ put, get, records, all }) {
	const waiting = [];
	await all(batches(records), async (batch) => {
		waiting.push(started(await put('/v1/conversations/bulk', marked(batch), HEADERS)));
	});
	await follow(waiting, { get, all });
}

/** One search and one read for a hundred customers, and a job for those that are there and one for the others. */
export async function upsertBaseline({ post, put, get, records, all }) {
	await get('/v1/customers/searches/schema', HEADERS);
	const waiting = [];
	await all(batches(records), async (batch) => {
		const byEmail = new Map(batch.map((record) => [record.emails[0].email, record]));
		const search = {
			queryContext: 'customer',
			or: [{ customer_email: { in: [...byEmail.keys()] } }],
		};
		const { data } = await post('/v1/customers/search?page=1&pageSize=500', search, HEADERS);
		const ids = data.map(({ id }) => id);
		const known =
			ids.length === 0 ? [] : [(await get(`/v1/customers/${ids.join(',')}`, HEADERS)).data].flat();
		const updates = known.map(({ id, attributes }) => {
			const record = byEmail.get(attributes.emails[0].email);
			byEmail.delete(attributes.emails[0].email);
			return { ...record, id };
		});
		const creates = [...byEmail.values()];
		if (creates.length > 0)
			waiting.push(started(await post('/v1/customers/bulk', marked(creates), HEADERS)));
		if (updates.length > 0)
			waiting.push(started(await put('/v1/customers/bulk', marked(updates), HEADERS)));
	});
	await follow(waiting, { get, all });
}

/** All pages up to the cap, then those of the slice of time that begins at the last row. */
export async function exportBaseline({ post, all }) {
	const begun = Date.now();
	let searches = 0;
	const page = async (number, slice) => {
		searches += 1;
		if (searches > SEARCHES.most) await sleep(Math.max(0, begun + SEARCHES.millis - Date.now()));
		return await post(
			`/v1/customers/search?page=${number}&pageSize=${SEARCH_PAGE}`,
			{
				queryContext: 'conversation',
				and: [{ conversation_priority: { gte: 1 } }, ...slice],
				sort: [{ conversation_created_at: 'asc' }],
			},
			HEADERS,
		);
	};
	const rows = new Set();
	let last;
	const read = async (slice) => {
		const first = await page(1, slice);
		const pages = Math.min(first.meta.totalPages, SEARCH_PAGES);
		const take = ({ data }) => data.forEach(({ id }) => rows.add(id));
		take(first);
		await all(
			Array.from({ length: pages - 1 }, (_, index) => index + 2),
			async (number) => {
				const reply = await page(number, slice);
				take(reply);
				if (number === pages) last = reply.data.at(-1).attributes.createdAt;
			},
		);
		return first.meta.totalPages > SEARCH_PAGES;
	};
	for (let slice = []; await read(slice); ) slice = [{ conversation_created_at: { gte: last } }];
	return rows.size;
}
