/** The bare client's way of each service: the fewest requests, already made records, nothing checked but the status. */
import { randomUUID } from 'node:crypto';

import { batches, sleep } from './batches.mjs';
import { LATENCY } from './settings.mjs';

export async function biginBaseline({ post, records, all }) {
	await all(
		batches(records, 100),
		async (data) =>
			await post(
				'/bigin/v2/Contacts',
				{ data },
				{ authorization: 'Zoho-oauthtoken sandbox-access' },
			),
	);
}

/** Milliseconds until the first look at a job: as long as our node waits, because the service asks for patience. */
const FIRST_LOOK = 500;

/** A job is three requests; while it is worked off, its place is free for another one. */
export async function kustomerBaseline({ post, get, records, all }) {
	const headers = { authorization: 'Bearer sandbox.kustomer.api.key' };
	const waiting = [];
	await all(batches(records, 100), async (batch) => {
		const { data } = await post(
			'/v1/conversations/bulk',
			batch.map((record, index) => ({ ...record, _clientRef: String(index) })),
			headers,
		);
		waiting.push({ path: `/v1/bulk/${data.id}`, at: Date.now() + FIRST_LOOK });
	});
	await all(waiting, async ({ path, at }) => {
		await sleep(Math.max(0, at - Date.now()));
		const { data } = await get(path, headers);
		if (!data.attributes.completed) throw new Error('the job is not complete');
		await get(`${path}/batches?page=1&pageSize=100`, headers);
	});
}

export async function salesforceBaseline({ post, records, all }) {
	const headers = { authorization: 'Bearer 00Dsandbox!access' };
	const url = 'v67.0/connect/service-excellence/engagement-interactions';
	await all(batches(records, 25), async (batch) => {
		const batchRequests = batch.map((engagementInteraction) => ({
			method: 'POST',
			url,
			richInput: { engagementInteraction },
		}));
		await post(
			'/services/data/v67.0/composite/batch',
			{ haltOnError: false, batchRequests },
			headers,
		);
	});
}

export async function khorosBaseline({ post, records, all }) {
	await all(
		records,
		async (record) =>
			await post('/crm/v1/case', record, { authorization: 'Bearer sandbox-khoros' }),
	);
}

/** The vendor's window: its calls and its milliseconds. */
const WINDOW = { calls: 100, millis: 20_000 };
/** A call counts when it arrives, which is before its reply is here; its successor takes the latency to arrive. */
const REPLY_TO_ARRIVAL = 10 - LATENCY;

/** A connection to ShareCRM that waits where its window is full; gives the bodies of the replies. */
async function shareCrmCalls({ post, app }) {
	const trace = () => `thirdTraceId=${randomUUID()}`;
	const { accessToken, ea } = await post(
		`/oauth2.0/token?${trace()}`,
		{
			appId: app,
			appSecret: 'sandbox-app-secret',
			permanentCode: 'sandbox-permanent-code',
			grantType: 'app_secret',
		},
		{},
	);
	const headers = { authorization: `Bearer ${accessToken}`, 'x-fs-ea': ea, 'x-fs-userid': '1000' };
	/** When the replies of each path were here. */
	const paths = new Map();
	return async (path, body) => {
		const seen = paths.get(path) ?? { next: 0, replies: [] };
		paths.set(path, seen);
		const index = seen.next++;
		if (index >= WINDOW.calls)
			await sleep(
				seen.replies[index - WINDOW.calls] + WINDOW.millis + REPLY_TO_ARRIVAL - Date.now(),
			);
		const reply = await post(`/cgi/crm/v2/data/${path}?${trace()}`, body, headers);
		seen.replies[index] = Date.now();
		if (reply.errorCode !== 0) throw new Error(`the baseline was refused with ${reply.errorCode}`);
		return reply;
	};
}

const SESSION = 'CustomerServiceSessionObj';

function query(filters, limit = 100) {
	return {
		data: {
			dataObjectApiName: SESSION,
			find_explicit_total_num: false,
			search_query_info: {
				limit,
				offset: 0,
				filters,
				orders: [{ fieldName: '_id', isAsc: true }],
			},
		},
	};
}

export async function shareCrmBaseline(client) {
	const call = await shareCrmCalls(client);
	await client.all(
		client.records,
		async (record) => await call('create', { data: { object_data: record } }),
	);
}

/** A hundred names are looked for by one query; none is there. */
export async function shareCrmUpsertBaseline(client) {
	const call = await shareCrmCalls(client);
	for (const batch of batches(client.records, 100)) {
		const names = batch.map(({ name }) => name);
		await call('query', query([{ field_name: 'name', operator: 'IN', field_values: names }]));
		await client.all(
			batch,
			async (record) => await call('create', { data: { object_data: record } }),
		);
	}
}

/** A page after the other, each from the last ID on. */
export async function shareCrmReadBaseline(client) {
	const call = await shareCrmCalls(client);
	for (let filters = []; ; ) {
		const { dataList } = (await call('query', query(filters))).data;
		if (dataList.length < 100) return;
		filters = [{ field_name: '_id', operator: 'GT', field_values: [dataList.at(-1)._id] }];
	}
}
