import type * as Limits from '../../nodes/ShareCrm/limits';
import { ShareCrmStandIn } from '../../sandbox/shareCrm/standIn';
import type { StandIn } from '../../sandbox/core/standIn';
import { credentialsOf, startStandIn } from './sandbox';
import { runNode, type RunResult, type RunSpec } from './workflow';

// The built module, which is the one that runs.
export const { LIMITS } = jest.requireActual<typeof Limits>('../../dist/nodes/ShareCrm/limits.js');
const usual = { ...LIMITS };

export const create = { resource: 'customerServiceSession', operation: 'create' };
export const autoMap = { ...create, inputMode: 'autoMap' };

type Body = {
	data: { object_data: Record<string, unknown>; details?: unknown; optionInfo?: unknown };
} & Record<string, unknown>;

/** A stand-in for the tests of one file, and what they look at. */
export function useShareCrm() {
	let standIn: StandIn<ShareCrmStandIn>;
	let tests = 0;
	beforeAll(async () => {
		standIn = await startStandIn(new ShareCrmStandIn());
	});
	afterAll(async () => await standIn.stop());
	beforeEach(() => {
		standIn.reset();
		Object.assign(LIMITS, usual, { frequencyWait: 50, fullWindowWait: 50 });
		tests += 1;
	});
	const appId = () => `FSAID_sandbox_${tests}`;
	const calls = () => standIn.seen('/data/create');
	return {
		standIn: () => standIn,
		/** Each test has an app of its own, because tokens outlive a run. */
		appId,
		run: async ({
			change = {},
			...spec
		}: Omit<RunSpec, 'node' | 'credentials'> & {
			change?: Record<string, unknown>;
		}): Promise<RunResult> =>
			await runNode({
				node: 'shareCrm',
				credentials: credentialsOf(standIn, 'shareCrmApi', { appId: appId(), ...change }),
				...spec,
			}),
		calls,
		bodies: () => calls().map((call) => call.body as Body),
		tokenCalls: () => standIn.seen('/oauth2.0/token'),
		stored: () =>
			standIn.vendor.stored().CustomerServiceSessionObj as Array<Record<string, unknown>>,
	};
}

/** Items of so many sessions. */
export function sessions(count: number): Array<{ name: string }> {
	return Array.from({ length: count }, (_, index) => ({ name: `Chat ${index}` }));
}

/** The input item that an output item is linked to. */
export function source(item: { pairedItem?: unknown }): number {
	return (item.pairedItem as { item: number }).item;
}
