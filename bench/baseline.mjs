/** A bare axios client, in a process of its own: the least time that the same requests can take. */
import http from 'node:http';
import { performance } from 'node:perf_hooks';

import axios from 'axios';

import { answer } from './child.mjs';
import { SCENARIOS } from './scenarios.mjs';
import { PARALLEL } from './settings.mjs';

/** Runs `send` for each entry, `PARALLEL` at once. */
async function all(entries, send) {
	let next = 0;
	const worker = async () => {
		while (next < entries.length) await send(entries[next++]);
	};
	await Promise.all(Array.from({ length: PARALLEL }, worker));
}

answer(async ({ name, count, url, app }) => {
	const { source, baseline } = SCENARIOS.find((scenario) => scenario.name === name);
	const records = Array.from({ length: count }, (_, index) => source.record(source.item(index)));
	// Connections of its own for each turn: the fake server closes those that no turn has used for a minute.
	const httpAgent = new http.Agent({ keepAlive: true, maxSockets: PARALLEL });
	const client = axios.create({ httpAgent, proxy: false });
	const post = async (path, body, headers) =>
		(await client.post(url + path, body, { headers })).data;
	const put = async (path, body, headers) => (await client.put(url + path, body, { headers })).data;
	const patch = async (path, body, headers) =>
		(await client.patch(url + path, body, { headers })).data;
	const get = async (path, headers) => (await client.get(url + path, { headers })).data;
	const begin = performance.now();
	try {
		await baseline({ post, put, patch, get, records, all, app });
		return performance.now() - begin;
	} finally {
		httpAgent.destroy();
	}
});
