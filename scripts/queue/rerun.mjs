import { waitFor } from '../n8nRest.mjs';
import { say, StepError } from '../steps.mjs';
import { compare, itemsOf, nodeOf, SERVICES } from './services.mjs';

/** A run that is killed in the middle and repeated with If It Exists loses nothing and writes nothing twice. */
export async function checkRerun({ cluster, sandbox, check }) {
	for (const service of SERVICES)
		await killAndRepeat({ cluster, sandbox, check, service, victim: 'worker' });
	await cluster.stop();
	cluster.mode = 'regular';
	await cluster.start();
	for (const service of SERVICES)
		await killAndRepeat({ cluster, sandbox, check, service, victim: 'main' });
	await cluster.stop();
	cluster.mode = 'queue';
}

async function killAndRepeat({ cluster, sandbox, check, service, victim }) {
	const { name, count } = service;
	say(`${name}: creating ${count} records, killing ${victim} in the middle, running again`);
	const fakeServer = sandbox.fakeServers[service.server];
	fakeServer.reset();
	fakeServer.latency = service.latency;
	const { type, parameters, credentials } = nodeOf(service, sandbox, { ifItExists: 'skip' });
	const workflow = await cluster.itemsTo(`${name}, ${victim}`, type, parameters, credentials);
	const items = itemsOf(service, victim, count);
	const stored = () => (fakeServer.vendor.stored()[service.kind] ?? []).length;
	const first = await cluster.run(workflow, items);
	await storedAtLeast(stored, Math.floor(count * 0.4));
	await cluster.kill(victim === 'main' ? cluster.main : await cluster.workerOf(first));
	// Requests that were on their way are still carried out.
	await waitFor(2 * service.latency + 500);
	const before = stored();
	await cluster.start();
	const second = await cluster.run(workflow, items);
	const status = await cluster.over(second);
	const { lost, twice } = compare(service, sandbox, items);
	const said = await cluster.over(first, 60);
	check(
		before > 0 && before < count,
		`${name}: ${victim} was killed after ${before} of ${count} records, and n8n calls this run "${said}"`,
	);
	const output = (await cluster.result(second)).runData.Node?.[0]?.data?.main?.[0] ?? [];
	const skipped = output.filter(({ json }) => json.action === 'skipped').length;
	check(
		status === 'success' && output.length === count && skipped === before,
		`${name}: the second run succeeds with ${count} items, ${skipped} of them skipped`,
	);
	check(lost === 0 && twice === 0, `${name}: ${lost} lost, ${twice} twice`);
	// A stalled job is not begun again behind the back of the second run.
	check(stored() === count, `${name}: the service holds ${stored()} records`);
}

async function storedAtLeast(stored, count) {
	for (let tries = 0; tries < 6000; tries += 1) {
		if (stored() >= count) return;
		await waitFor(20);
	}
	throw new StepError(`Only ${stored()} records were stored within two minutes.`);
}
