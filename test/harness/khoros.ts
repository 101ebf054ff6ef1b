import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { FakeServer } from '../../sandbox/core/fakeServer';
import { KhorosMarketingFakeServer } from '../../sandbox/khorosMarketing/fakeServer';
import { openForm, type Form } from './form';
import { credentialsOf, startFakeServer } from './sandbox';
import { runNode, type RunResult, type RunSpec } from './workflow';

export const CRM_CREDENTIAL = 'khorosMarketingCrmApi';

/** A fake server for the tests of one file, empty before each. */
export function useKhoros(credential = CRM_CREDENTIAL) {
	let fakeServer: FakeServer<KhorosMarketingFakeServer>;
	beforeAll(async () => {
		fakeServer = await startFakeServer(new KhorosMarketingFakeServer());
	});
	afterAll(async () => await fakeServer.stop());
	beforeEach(() => fakeServer.reset());

	const run = async (
		parameters: INodeParameters,
		items: IDataObject[] = [{}],
		spec: Partial<RunSpec> = {},
	): Promise<RunResult> =>
		await runNode({
			node: 'khorosMarketing',
			credentials: credentialsOf(fakeServer, credential),
			parameters,
			items,
			...spec,
		});
	const recordsOf = async (resource: string, items: IDataObject[]) =>
		(await run({ resource, operation: 'create', inputMode: 'autoMap' }, items)).items.map(
			({ json }) => json,
		);
	return {
		get fakeServer() {
			return fakeServer;
		},
		run,
		/** Adds customers, and forgets the requests. */
		async customers(...items: IDataObject[]): Promise<IDataObject[]> {
			const added = await recordsOf('customer', items);
			fakeServer.requests.length = 0;
			return added;
		},
		/** Adds cases, and forgets the requests. */
		async cases(...items: IDataObject[]): Promise<IDataObject[]> {
			const added = await recordsOf('case', items);
			fakeServer.requests.length = 0;
			return added;
		},
		stored: (kind: string) => (fakeServer.vendor.stored()[kind] ?? []) as IDataObject[],
		/** Method and path of the requests, without those for metadata. */
		calls: () =>
			fakeServer.requests
				.filter(({ path }) => !path.includes('/meta/'))
				.map(({ method, path }) => `${method} ${path.replace('/crm/v1', '')}`),
		/** Bodies of the requests that have one. */
		bodies: () => fakeServer.requests.map(({ body }) => body).filter((body) => body !== undefined),
		form: async (parameters: INodeParameters): Promise<Form> =>
			await openForm('khorosMarketing', parameters, credentialsOf(fakeServer, credential)),
	};
}
