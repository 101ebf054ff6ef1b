import { readFileSync } from 'node:fs';

import { waitFor } from '../n8nRest.mjs';
import { say } from '../steps.mjs';
import { itemsOf, nodeOf, SERVICES } from './services.mjs';

const ITEMS = 50_000;
const MOST = 1.1;
/** When memory is given back is up to the engine, so one run alone says little. */
const TURNS = 3;

/** Peak memory of a fresh worker that runs one execution, in MB; by Linux's own high-water mark. */
async function peak(cluster, workflow, items) {
	await Promise.all(cluster.workers.map(async (worker) => await cluster.kill(worker, 'SIGTERM')));
	await cluster.start();
	const id = await cluster.run(workflow, items);
	const worker = await cluster.workerOf(id);
	const status = await cluster.over(id);
	// Storing the result takes memory, too.
	await waitFor(1000);
	const kilobytes = Number(
		/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${worker.pid}/status`, 'utf8'))?.[1],
	);
	return { status, megabytes: Math.round(kilobytes / 1024) };
}

/** A worker that sends 50,000 items needs hardly more memory than one that hands them on. */
export async function checkMemory({ cluster, sandbox, check }) {
	if (process.platform !== 'linux') {
		say('memory of a worker: left out, because only Linux tells a process its peak');
		return;
	}
	const service = SERVICES.find(({ server }) => server === 'bigin');
	const fakeServer = sandbox.fakeServers.bigin;
	fakeServer.journal = false;
	const items = itemsOf(service, 'memory', ITEMS);
	const { type, parameters, credentials } = nodeOf(service, sandbox);
	say(`memory of a worker for ${ITEMS} items`);
	const idle = await cluster.itemsTo('No Operation', 'n8n-nodes-base.noOp', {}, {});
	const ours = await cluster.itemsTo('Memory', type, parameters, credentials);
	const baseline = await peak(cluster, idle, items);
	const used = await peak(cluster, ours, items);
	fakeServer.journal = true;
	const ratio = used.megabytes / baseline.megabytes;
	check(
		used.status === 'success' && ratio <= MOST,
		`${ITEMS} items: ${used.megabytes} MB, against ${baseline.megabytes} MB of No Operation (${ratio.toFixed(2)} x, at most ${MOST})`,
	);
}

function median(runs) {
	const sorted = runs.map(({ megabytes }) => megabytes).sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)];
}
