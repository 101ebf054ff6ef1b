import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { FakeServer } from '../../sandbox/core/fakeServer';
import { kindOf } from '../../sandbox/kustomer/objects';
import { KustomerFakeServer } from '../../sandbox/kustomer/fakeServer';
import { credentialsOf, startFakeServer } from './sandbox';
import { runNode, type RunResult, type RunSpec } from './workflow';

export const CUSTOMER = '5a1b2c3d4e5f60718293a4b5';
export const BULK = '/v1/conversations/bulk';
export const createBulk = { resource: 'conversation', operation: 'createBulk' };
export const autoMap = { ...createBulk, inputMode: 'autoMap' };

/** Input items for Auto-Map, told apart by their external ids c-0, c-1, ... */
export function conversations(
	count: number,
	change: (index: number) => IDataObject = () => ({}),
): IDataObject[] {
	return Array.from({ length: count }, (_, index) => ({
		customer: CUSTOMER,
		externalId: `c-${index}`,
		...change(index),
	}));
}

/** Input items that nobody could find again once their reply is lost. */
export function unnamed(count: number): IDataObject[] {
	return conversations(count, () => ({ externalId: undefined }));
}

/** Index of the input item that an output item is linked to. */
export function linkOf(item: INodeExecutionData | undefined): number | undefined {
	return (item?.pairedItem as { item: number } | undefined)?.item;
}

/** The node against a fresh fake server. */
export class KustomerBench {
	private constructor(readonly fakeServer: FakeServer<KustomerFakeServer>) {}

	static async start(): Promise<KustomerBench> {
		return new KustomerBench(await startFakeServer(new KustomerFakeServer()));
	}

	async run(
		spec: Omit<RunSpec, 'node' | 'credentials'>,
		credential: Record<string, unknown> = {},
	): Promise<RunResult> {
		return await runNode({
			node: 'kustomer',
			credentials: credentialsOf(this.fakeServer, 'kustomerApi', credential),
			...spec,
		});
	}

	/** Bodies of the bulk requests. */
	posted(): IDataObject[][] {
		return this.fakeServer.seen(BULK).map(({ body }) => body as IDataObject[]);
	}

	stored(): Array<{ id: string; externalId: string }> {
		return this.fakeServer.vendor.stored().conversations as Array<{
			id: string;
			externalId: string;
		}>;
	}

	/** External id of the stored conversation with an id. */
	externalIdOf(id: unknown): string | undefined {
		return this.stored().find((record) => record.id === id)?.externalId;
	}
}

/** The node against a fake server that is fresh for each test. */
export function useKustomer() {
	let bench: KustomerBench | undefined;
	beforeAll(async () => {
		bench = await KustomerBench.start();
	});
	afterAll(async () => await bench?.fakeServer.stop());
	beforeEach(() => bench?.fakeServer.reset());
	const started = () => {
		if (bench === undefined) throw new Error('The fake server is not running');
		return bench;
	};
	return {
		get fakeServer() {
			return started().fakeServer;
		},
		get vendor() {
			return started().fakeServer.vendor;
		},
		/** Runs an operation; one item without data if none are given. */
		run: async (
			resource: string,
			operation: string,
			parameters: INodeParameters | IDataObject = {},
			items: IDataObject[] = [{}],
			spec: Partial<RunSpec> = {},
		) =>
			await started().run({
				parameters: { resource, operation, ...(parameters as INodeParameters) },
				items,
				...spec,
			}),
		/** Objects of a type as they are stored. */
		rows: (type: string) => started().fakeServer.vendor.store.rows(type),
		/** Stores objects; gives their IDs. */
		seed: (type: string, rows: IDataObject[]) =>
			rows.map((row) => String(started().fakeServer.vendor.store.add(kindOf(type), row)?.id)),
		/** Methods and paths of the requests so far. */
		calls: () => started().fakeServer.requests.map(({ method, path }) => `${method} ${path}`),
	};
}

/** What a picker of the form holds. */
export function byId(value: string): IDataObject {
	return { __rl: true, mode: 'id', value };
}
