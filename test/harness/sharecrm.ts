import type { IDataObject, INodeParameterResourceLocator, INodeParameters } from 'n8n-workflow';

import type * as Limits from '../../nodes/ShareCrm/limits';
import { ShareCrmFakeServer } from '../../sandbox/shareCrm/fakeServer';
import type { FakeServer } from '../../sandbox/core/fakeServer';
import { openForm, type Form } from './form';
import { credentialsOf, startFakeServer } from './sandbox';
import { runNode, type RunResult, type RunSpec } from './workflow';

// The built module, which is the one that runs.
export const { LIMITS } = jest.requireActual<typeof Limits>('../../dist/nodes/ShareCrm/limits.js');
const usual = { ...LIMITS };

export const create = { resource: 'customerServiceSession', operation: 'create' };
export const autoMap = { ...create, inputMode: 'autoMap' };

type Body = {
	data: { object_data: Record<string, unknown>; details?: unknown; optionInfo?: unknown };
} & Record<string, unknown>;

/** A fake server for the tests of one file, and what they look at. */
export function useShareCrm() {
	let fakeServer: FakeServer<ShareCrmFakeServer>;
	let tests = 0;
	beforeAll(async () => {
		fakeServer = await startFakeServer(new ShareCrmFakeServer());
	});
	afterAll(async () => await fakeServer.stop());
	beforeEach(() => {
		fakeServer.reset();
		Object.assign(LIMITS, usual, { frequencyWait: 50, fullWindowWait: 50 });
		tests += 1;
	});
	const appId = () => `FSAID_sandbox_${tests}`;
	const calls = () => fakeServer.seen('/data/create');
	const run = async ({
		change = {},
		...spec
	}: Omit<RunSpec, 'node' | 'credentials'> & {
		change?: Record<string, unknown>;
	}): Promise<RunResult> =>
		await runNode({
			node: 'shareCrm',
			credentials: credentialsOf(fakeServer, 'shareCrmApi', { appId: appId(), ...change }),
			...spec,
		});
	return {
		fakeServer: () => fakeServer,
		/** Each test has an app of its own, because tokens outlive a run. */
		appId,
		run,
		/** Runs an operation on records; its items are read as they are. */
		record: async (
			operation: string,
			parameters: INodeParameters,
			items: IDataObject[] = [{}],
			spec: Partial<RunSpec> = {},
		): Promise<RunResult> =>
			await run({
				parameters: { resource: 'record', operation, ...parameters },
				items,
				...spec,
			}),
		/** A form of the node, as the editor opens it. */
		form: async (parameters: INodeParameters): Promise<Form> =>
			await openForm(
				'shareCrm',
				parameters,
				credentialsOf(fakeServer, 'shareCrmApi', { appId: appId() }),
			),
		/** IDs of new records, put into the tenant. */
		seed: (object: string, rows: IDataObject[]): string[] =>
			rows.map((row) => fakeServer.vendor.tenant.add(object, row)._id),
		rows: (object: string): IDataObject[] =>
			[...fakeServer.vendor.tenant.table(object).values()] as IDataObject[],
		/** What was sent to paths that hold this text, without what every call has. */
		sent: (path: string): Body[] => fakeServer.seen(path).map(({ body }) => body as Body),
		calls,
		bodies: () => calls().map((call) => call.body as Body),
		tokenCalls: () => fakeServer.seen('/oauth2.0/token'),
		stored: () =>
			fakeServer.vendor.stored().CustomerServiceSessionObj as Array<Record<string, unknown>>,
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

/** A picker as the editor stores it. */
export function picked(value: string): INodeParameterResourceLocator {
	return { __rl: true, mode: 'name', value };
}
