import { cpSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import {
	freePort,
	n8nEnvironment,
	startProcess,
	waitUntilEditable,
	waitUntilReady,
} from '../n8nHost.mjs';
import { activate, restOf, signIn, waitFor } from '../n8nRest.mjs';
import { say, StepError } from '../steps.mjs';

const KEY = 'queue-test-encryption-key';
/** States of an execution that is over. */
const OVER = new Set(['success', 'error', 'canceled', 'crashed']);

/** n8n in several processes: main, and workers that run what main puts into the queue. */
export class Cluster {
	workers = [];
	/** Processes that run n8n's regular mode have no workers. */
	mode = 'queue';

	/** @param settings environment of n8n, such as where its databases are */
	constructor(host, folder, installed, settings) {
		Object.assign(this, { host, folder, installed, settings });
		this.parse = createRequire(path.join(host.modules, 'n8n', 'package.json'))('flatted').parse;
		this.count = 0;
	}

	/** Environment of one process, with a user folder of its own in which the package is installed. */
	async environment(name) {
		const userFolder = path.join(this.folder, name);
		mkdirSync(userFolder, { recursive: true });
		cpSync(this.installed, userFolder, { recursive: true });
		const port = await freePort();
		const env = {
			...n8nEnvironment(this.host, userFolder, port),
			N8N_ENCRYPTION_KEY: KEY,
			EXECUTIONS_MODE: this.mode,
			N8N_LOG_LEVEL: 'info',
			// A stalled job is noticed after seconds instead of a minute.
			QUEUE_WORKER_STALLED_INTERVAL: '5000',
			QUEUE_WORKER_LOCK_DURATION: '10000',
			QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: String(port),
			...this.settings,
		};
		return { env, port };
	}

	/** Starts main, again with the same address and folder where it has run before. */
	async startMain() {
		this.mainPlace ??= await this.environment('main');
		const { env, port } = this.mainPlace;
		this.base = `http://127.0.0.1:${port}`;
		this.main = startProcess(this.host, { ...env, EXECUTIONS_MODE: this.mode, ...this.settings }, [
			'start',
		]);
		await waitUntilEditable(this.base, this.main);
		const { cookie } = await signIn(this.base);
		this.rest = restOf(this.base, cookie);
	}

	async startWorker() {
		const number = (this.count += 1);
		const { env, port } = await this.environment(`worker-${number}`);
		const worker = startProcess(this.host, env, ['worker', '--concurrency=10']);
		worker.name = `worker ${number}`;
		await waitUntilReady(`http://127.0.0.1:${port}/healthz/readiness`, worker);
		this.workers.push(worker);
		return worker;
	}

	/** Starts what is missing of main and two workers. */
	async start() {
		say(
			`starting n8n: main${this.mode === 'queue' ? ' and two workers' : ' alone, in regular mode'}`,
		);
		if (this.main === undefined) await this.startMain();
		const missing = this.mode === 'queue' ? 2 - this.workers.length : 0;
		await Promise.all(Array.from({ length: missing }, async () => await this.startWorker()));
	}

	async kill(child, signal = 'SIGKILL') {
		this.workers = this.workers.filter((worker) => worker !== child);
		if (child === this.main) this.main = undefined;
		child.kill(signal);
		return await child.exited;
	}

	async stop() {
		await Promise.all([this.main, ...this.workers].map(async (child) => await child?.stop()));
		this.main = undefined;
		this.workers = [];
	}

	/** The worker that has begun an execution, as its log tells. */
	async workerOf(executionId) {
		for (let tries = 0; tries < 3000; tries += 1) {
			const worker = this.workers.find(({ output }) =>
				output.includes(`started execution ${executionId} `),
			);
			if (worker) return worker;
			await waitFor(20);
		}
		throw new StepError(`No worker has begun execution ${executionId}.`);
	}

	/** Makes a workflow and activates it. */
	async deploy(workflow) {
		const made = await this.rest('POST', '/workflows', workflow);
		if (made === undefined) throw new StepError(`n8n did not take the workflow ${workflow.name}.`);
		const active = await activate(this.rest, made);
		if (active?.active !== true) throw new StepError(`n8n did not activate ${workflow.name}.`);
		return made.id;
	}

	async executions(workflowId, limit = 100) {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const found = await this.rest('GET', `/executions?filter=${filter}&limit=${limit}`);
		return found?.results ?? [];
	}

	/** Starts a workflow by its webhook, with these items. Returns the execution's ID. */
	async run(workflowId, items) {
		const before = new Set((await this.executions(workflowId)).map(({ id }) => id));
		await this.call(workflowId, items);
		for (let tries = 0; tries < 300; tries += 1) {
			const fresh = (await this.executions(workflowId)).find(({ id }) => !before.has(id));
			if (fresh) return fresh.id;
			await waitFor(20);
		}
		throw new StepError(`n8n began no execution of workflow ${workflowId}.`);
	}

	/** Calls the webhook of a workflow that `itemsTo` made; n8n serves it a moment after the activation. */
	async call(workflowId, items) {
		for (let tries = 0; ; tries += 1) {
			const reply = await fetch(`${this.base}/webhook/${this.paths.get(workflowId)}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json', connection: 'close' },
				body: JSON.stringify({ items }),
			});
			if (reply.ok) return;
			if (reply.status !== 404 || tries === 100)
				throw new StepError(`n8n's webhook answered ${reply.status}: ${await reply.text()}`);
			await waitFor(100);
		}
	}

	paths = new Map();

	/** Deploys a workflow in which each item of a webhook's call goes to a node. */
	async itemsTo(name, type, parameters, credentials, more = {}) {
		const path = `queue-${this.paths.size}-${Date.now()}`;
		const node = (label, nodeType, typeVersion, values, rest = {}) => ({
			id: `${path}-${label}`,
			name: label,
			type: nodeType,
			typeVersion,
			position: [0, 0],
			parameters: values,
			...rest,
		});
		const id = await this.deploy({
			name,
			settings: {
				saveDataSuccessExecution: 'all',
				saveDataErrorExecution: 'all',
				...more.settings,
			},
			nodes: [
				node(
					'Webhook',
					'n8n-nodes-base.webhook',
					2,
					{ path, httpMethod: 'POST', responseMode: 'onReceived' },
					{ webhookId: path },
				),
				node('Items', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'body.items' }),
				node('Node', type, 1, parameters, { credentials, ...more.node }),
			],
			connections: {
				Webhook: { main: [[{ node: 'Items', type: 'main', index: 0 }]] },
				Items: { main: [[{ node: 'Node', type: 'main', index: 0 }]] },
			},
		});
		this.paths.set(id, path);
		return id;
	}

	/** Starts a workflow once for each list of items, at once, and waits. Says why those failed that did. Returns how they ended, and on how many workers. */
	async runAll(workflowId, lists) {
		const before = new Set((await this.executions(workflowId)).map(({ id }) => id));
		await Promise.all(lists.map(async (items) => await this.call(workflowId, items)));
		let ids = [];
		for (let tries = 0; ids.length < lists.length && tries < 100; tries += 1) {
			await waitFor(100);
			ids = (await this.executions(workflowId)).map(({ id }) => id).filter((id) => !before.has(id));
		}
		const statuses = await Promise.all(ids.map(async (id) => await this.over(id)));
		const workers = await Promise.all(ids.map(async (id) => (await this.workerOf(id)).name));
		const failed = ids.filter((_, index) => statuses[index] !== 'success');
		const reasons = await Promise.all(failed.map(async (id) => (await this.result(id)).error));
		for (const { message, description } of reasons)
			console.log(`  ${message} ${description ?? ''}`);
		return { statuses, workers: new Set(workers).size };
	}

	/** Waits until an execution is over. Returns its status. */
	async over(executionId, seconds = 300) {
		for (let tries = 0; tries < seconds * 5; tries += 1) {
			const execution = await this.rest('GET', `/executions/${executionId}`);
			if (OVER.has(execution?.status)) return execution.status;
			await waitFor(200);
		}
		throw new StepError(`Execution ${executionId} was not over within ${seconds} seconds.`);
	}

	/** What an execution has stored: the run of each node, by name, its error, and the nodes that have not run yet. */
	async result(executionId) {
		const execution = await this.rest('GET', `/executions/${executionId}`);
		const { resultData, executionData } = this.parse(execution.data);
		return {
			status: execution.status,
			runData: resultData.runData,
			error: resultData.error,
			open: executionData?.nodeExecutionStack ?? [],
		};
	}
}
