import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import axios from 'axios';

import {
	ensureN8n,
	installPackage,
	n8nCommand,
	n8nEnvironment,
	packPackage,
	startServer,
	waitUntilReady,
} from '../scripts/n8nHost.mjs';
import { N8N_PORT } from './settings.mjs';
import { MEASURED } from './workflows.mjs';

const BASE = `http://127.0.0.1:${N8N_PORT}`;
const OWNER = {
	email: 'owner@example.com',
	password: 'Sandbox-2026',
	firstName: 'Sandbox',
	lastName: 'Owner',
};
/** A connection for each request: n8n drops idle ones while a node keeps its process busy. */
const client = axios.create({
	baseURL: BASE,
	httpAgent: new http.Agent({ keepAlive: false }),
	proxy: false,
	validateStatus: () => true,
	maxContentLength: Infinity,
});
const PROBE = fileURLToPath(new URL('probe.cjs', import.meta.url));

/** Prepares the n8n of the start command in a folder of its own, with the package and these credentials and workflows in it. */
export async function prepareN8n({ credentials, workflows }) {
	const host = await ensureN8n();
	const folder = mkdtempSync(path.join(os.tmpdir(), 'n8n-bench-'));
	const env = n8nEnvironment(host, folder, N8N_PORT);
	await installPackage(await packPackage(), folder);
	const file = path.join(folder, 'credentials.json');
	writeFileSync(file, JSON.stringify(credentials));
	await n8nCommand(host, env, ['import:credentials', `--input=${file}`]);
	const separate = path.join(folder, 'workflows');
	mkdirSync(separate);
	for (const workflow of workflows)
		writeFileSync(path.join(separate, `${workflow.id}.json`), JSON.stringify(workflow));
	await n8nCommand(host, env, ['import:workflow', '--separate', `--input=${separate}`]);
	return {
		start: async ({ list = false } = {}) =>
			await startN8n(
				host,
				{
					...env,
					...(list ? { BENCH_LIST: '1' } : {}),
					BENCH_PROBE: folder,
					NODE_OPTIONS: `--require ${PROBE}`,
				},
				folder,
			),
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}

/** A running n8n. */
async function startN8n(host, env, folder) {
	let output = '';
	const server = startServer(host, env, (text) => (output += text));
	try {
		await waitUntilReady(`${BASE}/healthz/readiness`, server);
		const cookie = await signIn();
		const request = async (method, url, data) => {
			const reply = await client.request({ method, url, data, headers: { cookie } });
			if (reply.status >= 400)
				throw new Error(
					`${method} ${url}: HTTP ${reply.status} ${JSON.stringify(reply.data).slice(0, 500)}`,
				);
			return reply.data;
		};
		return {
			base: BASE,
			owner: OWNER,
			request,
			pid: server.pid,
			run: async (id, options) => await run(request, id, options),
			/** Files of the package that n8n has loaded, where it was started to list them. */
			loaded: async () => {
				await pause(600);
				return JSON.parse(readFileSync(path.join(folder, 'loaded.json'), 'utf8'));
			},
			profileFile: path.join(folder, 'profile.json'),
			stop: server.stop,
		};
	} catch (error) {
		console.error(output.slice(-3000));
		await server.stop();
		throw error;
	}
}

async function signIn() {
	const setup = await client.post('/rest/owner/setup', OWNER);
	const reply =
		setup.status < 400
			? setup
			: await client.post('/rest/login', {
					emailOrLdapLoginId: OWNER.email,
					password: OWNER.password,
				});
	if (reply.status >= 400) throw new Error(`n8n's owner could not sign in: HTTP ${reply.status}`);
	return reply.headers['set-cookie'].map((entry) => entry.split(';')[0]).join('; ');
}

/**
 * Runs a workflow as the button in the editor does.
 * @param options.light true: only the end is awaited, and the data of the run stays in n8n
 * @returns the milliseconds that n8n counts for the measured node, and how many items left it
 */
async function run(request, id, { light = false } = {}) {
	const {
		data: { executionId },
	} = await request('POST', `/rest/workflows/${id}/run`, { triggerToStartFrom: { name: 'Start' } });
	for (;;) {
		await pause(500);
		const {
			data: { results },
		} = await request(
			'GET',
			`/rest/executions?filter=${encodeURIComponent(JSON.stringify({ workflowId: id }))}&limit=1`,
		);
		const state = results.find((entry) => entry.id === executionId);
		if (state === undefined || ['new', 'running', 'waiting'].includes(state.status)) continue;
		if (state.status !== 'success')
			throw new Error(
				`${id}: the run ended as ${state.status}: ${await reasonOf(request, executionId)}`,
			);
		return light
			? {}
			: measuredOf((await request('GET', `/rest/executions/${executionId}`)).data.data);
	}
}

async function reasonOf(request, executionId) {
	return (
		String((await request('GET', `/rest/executions/${executionId}`)).data.data).match(
			/"message":"?[^"]*"?,|"[^"]*\[item \d+\]"/,
		)?.[0] ?? 'no reason'
	);
}

/** n8n hands out run data as a flat list whose texts point to other entries. */
function measuredOf(text) {
	const list = JSON.parse(text);
	const at = (value, ...keys) => keys.reduce((found, key) => list[Number(found[key])], value);
	const task = at(list[0], 'resultData', 'runData', MEASURED, 0);
	return { millis: task.executionTime, items: at(task, 'data', 'main', 0).length };
}

const pause = async (millis) => await new Promise((resolve) => setTimeout(resolve, millis));
