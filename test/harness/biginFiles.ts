import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { SeenRequest } from '../../sandbox/core/fakeServer';
import { useBigin } from './bigin';
import type { RunResult, RunSpec } from './workflow';

/** What a request's form held, as the fake server has read it. */
export interface SeenForm {
	files: Array<{ part: string; filename: string; type: string; bytes: Buffer }>;
	[field: string]: unknown;
}

/** A fake server whose bulk jobs are done at once, for the tests of one file about files. */
export function useBiginFiles() {
	const bigin = useBigin();
	beforeEach(() =>
		Object.assign(bigin.fakeServer().vendor, { bulkMillis: 0, bulkReadPage: 200_000 }),
	);
	return {
		...bigin,
		run: async (
			resource: string,
			operation: string,
			parameters: IDataObject,
			{ items = [{}], ...spec }: Partial<RunSpec> = {},
		): Promise<RunResult> =>
			await bigin.run({ resource, operation, ...parameters } as INodeParameters, items, spec),
		seen: (method: string, path: string): SeenRequest[] =>
			bigin
				.fakeServer()
				.seen(path)
				.filter((request) => request.method === method),
	};
}
