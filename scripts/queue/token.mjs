import { say } from '../steps.mjs';
import { compare, itemsOf, nodeOf, SERVICES } from './services.mjs';

const EXECUTIONS = 16;
const ITEMS = 250;

/** Sixteen executions on two workers while the token expires, with refresh tokens that are good for one use. */
export async function checkToken({ cluster, sandbox, check }) {
	const service = SERVICES.find(({ server }) => server === 'salesforceEngagement');
	const { type, parameters, credentials } = nodeOf(service, sandbox);
	const fakeServer = sandbox.fakeServers[service.server];
	const workflow = await cluster.itemsTo('Token', type, parameters, credentials);
	for (const newestOnly of [false, true]) {
		say(
			`${EXECUTIONS} executions at once while the token expires${newestOnly ? ', with a server that accepts only its newest token' : ''}`,
		);
		fakeServer.latency = 100;
		fakeServer.vendor.login.rotates = true;
		fakeServer.vendor.login.newestOnly = newestOnly;
		for (const skip of [20, 80])
			fakeServer.faults.arm({
				fault: { kind: 'expireTokens' },
				path: '/services/data',
				skip,
				times: 1,
			});
		const before = fakeServer.seen('/oauth2/token').length;
		const all = Array.from({ length: EXECUTIONS }, (_, run) =>
			itemsOf(service, `token-${newestOnly}-${run}`, ITEMS),
		);
		const { statuses, workers } = await cluster.runAll(workflow, all);
		const succeeded = statuses.filter((status) => status === 'success').length;
		const calls = fakeServer.seen('/oauth2/token').length - before;
		check(
			succeeded === EXECUTIONS && workers === 2,
			`${succeeded} of ${EXECUTIONS} executions on ${workers} workers succeed, with ${calls} token calls for 2 expiries`,
		);
		const { lost, twice } = compare(service, sandbox, all.flat());
		check(lost === 0 && twice === 0, `${lost} lost, ${twice} twice`);
	}
}
