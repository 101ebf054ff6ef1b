import { say } from '../steps.mjs';
import { compare, itemsOf, nodeOf, SERVICES } from './services.mjs';

const EXECUTIONS = 3;

/** What each service's fake server limits; processes know of each other's requests by its refusals alone. */
const LIMITED = {
	bigin: {
		items: 3000,
		limit: ({ faults }) => faults.arm({ fault: { kind: 'throttle' }, skip: 10, times: 6 }),
	},
	kustomer: {
		items: 90,
		limit({ vendor }) {
			vendor.rateLimit = 100;
			vendor.windowMillis = 5_000;
		},
	},
	salesforceEngagement: {
		items: 500,
		limit: ({ faults }) =>
			faults.arm({ fault: { kind: 'throttle' }, path: '/services/data', skip: 10, times: 6 }),
	},
	// 100 calls in 20 seconds, always.
	shareCrm: { items: 50, limit: () => undefined },
};

/** Three executions of each limited service at once, on two workers, all succeed. */
export async function checkLimits({ cluster, sandbox, check }) {
	for (const service of SERVICES) {
		const { items: count, limit } = LIMITED[service.server];
		say(`${service.name}: ${EXECUTIONS} executions of ${count} records at once`);
		const fakeServer = sandbox.fakeServers[service.server];
		fakeServer.reset();
		fakeServer.latency = 30;
		limit(fakeServer);
		const { type, parameters, credentials } = nodeOf(service, sandbox);
		const workflow = await cluster.itemsTo(`${service.name}, limit`, type, parameters, credentials);
		const all = Array.from({ length: EXECUTIONS }, (_, run) =>
			itemsOf(service, `limit-${run}`, count),
		);
		const begin = Date.now();
		const { statuses, workers } = await cluster.runAll(workflow, all);
		const succeeded = statuses.filter((status) => status === 'success').length;
		const { lost, twice } = compare(service, sandbox, all.flat());
		check(
			succeeded === EXECUTIONS && lost === 0 && twice === 0,
			`${service.name}: ${succeeded} of ${EXECUTIONS} succeed on ${workers} workers in ${Math.round((Date.now() - begin) / 1000)} s, ${lost} lost, ${twice} twice`,
		);
	}
}
