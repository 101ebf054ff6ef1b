import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { BiginStandIn } from '../../sandbox/bigin/standIn';
import type { SeenRequest, StandIn } from '../../sandbox/core/standIn';
import { credentialsOf, startStandIn } from './sandbox';
import { runNode, type RunResult, type RunSpec } from './workflow';

/** What a request's form held, as the stand-in has read it. */
export interface SeenForm {
	files: Array<{ part: string; filename: string; type: string; bytes: Buffer }>;
	[field: string]: unknown;
}

/** A stand-in of Bigin for the tests of one file. */
export function useBiginFiles() {
	let standIn: StandIn<BiginStandIn>;
	beforeAll(async () => {
		standIn = await startStandIn(new BiginStandIn());
	});
	afterAll(async () => await standIn.stop());
	beforeEach(() => {
		standIn.reset();
		Object.assign(standIn.vendor, { bulkMillis: 0, bulkReadPage: 200_000 });
	});
	const run = async (resource: string, operation: string, parameters: IDataObject, spec: Partial<RunSpec> = {}): Promise<RunResult> =>
		await runNode({ node: 'bigin', credentials: credentialsOf(standIn, 'biginOAuth2Api'), items: [{}], ...spec, parameters: { resource, operation, ...parameters } as INodeParameters });
	return {
		standIn: () => standIn,
		run,
		seen: (method: string, path: string): SeenRequest[] => standIn.seen(path).filter((request) => request.method === method),
		stored: (module: string) => (standIn.vendor.stored()[module] ?? []) as IDataObject[],
		/** Puts records into the stand-in and forgets the requests for that. */
		async add(resource: string, records: IDataObject[]): Promise<string[]> {
			const { items, error } = await run(resource, 'create', { inputMode: 'autoMap' }, { items: records });
			if (error) throw new Error(error.message);
			standIn.requests.length = 0;
			return items.map(({ json }) => String(json.id));
		},
	};
}
