import { waitFor, waitUntil } from '../n8nRest.mjs';
import { say } from '../steps.mjs';
import { itemsOf, nodeOf, SERVICES } from './services.mjs';

const ITEMS = 10_000;

/** An end in good order: Stop, the time limit of a workflow, and SIGTERM with its grace period. */
export async function checkStop({ cluster, sandbox, check }) {
	const service = SERVICES.find(({ server }) => server === 'bigin');
	const fakeServer = sandbox.fakeServers.bigin;
	const stored = () => (fakeServer.vendor.stored().Contacts ?? []).length;
	const begin = async (label, settings = {}) => {
		fakeServer.reset();
		fakeServer.latency = 300;
		const { type, parameters, credentials } = nodeOf(service, sandbox);
		const workflow = await cluster.itemsTo(label, type, parameters, credentials, { settings });
		const id = await cluster.run(workflow, itemsOf(service, label.replaceAll(' ', '-'), ITEMS));
		await waitUntil(() => stored() >= 1000);
		return id;
	};
	/** Requests that come after a second are new ones. */
	const isQuiet = async () => {
		await waitFor(1000);
		const before = fakeServer.count;
		await waitFor(2000);
		return fakeServer.count === before;
	};
	const named = async (id) => {
		await cluster.over(id);
		const { runData, error } = await cluster.result(id);
		const task = runData.Node?.[0];
		const output = (task?.data?.main ?? []).flat().filter(Boolean).length;
		return {
			output,
			written: task?.error?.context?.writtenCount ?? error?.context?.writtenCount ?? 0,
		};
	};

	say('Stop in the middle of a run');
	const stopped = await begin('Stop');
	const asked = Date.now();
	await cluster.rest('POST', `/executions/${stopped}/stop`);
	const took = Date.now() - asked;
	check(took < 1000, `Stop answers after ${took} ms`);
	check(await isQuiet(), `no request is sent after Stop, ${stored()} of ${ITEMS} are stored`);
	const afterStop = await named(stopped);
	console.log(`  Stop: ${JSON.stringify(afterStop)}, stored ${stored()}`);

	say('the time limit of a workflow');
	const limited = await begin('Time limit', { executionTimeout: 3 });
	const status = await cluster.over(limited);
	check(
		await isQuiet(),
		`no request is sent after the time limit (${status}), ${stored()} of ${ITEMS} are stored`,
	);
	console.log(`  time limit: ${JSON.stringify(await named(limited))}, stored ${stored()}`);

	say('SIGTERM to the worker in the middle of a run');
	const ended = await begin('SIGTERM');
	const worker = await cluster.workerOf(ended);
	const code = await cluster.kill(worker, 'SIGTERM');
	const last = await cluster.over(ended);
	check(
		last === 'success' && stored() === ITEMS && (await named(ended)).output === ITEMS,
		`within n8n's grace period the run is carried to its end: ${last}, ${stored()} stored and in the output, exit code ${code}`,
	);
	check(await isQuiet(), 'no request is sent after that');
	await cluster.start();
}
