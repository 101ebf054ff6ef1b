import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { StandIn } from '../../sandbox/core/standIn';
import { KhorosMarketingStandIn } from '../../sandbox/khorosMarketing/standIn';
import { openForm, type Form } from './form';
import { credentialsOf, startStandIn } from './sandbox';
import { runNode, type RunResult, type RunSpec } from './workflow';

export const CRM_CREDENTIAL = 'khorosMarketingCrmApi';

/** A stand-in for the tests of one file, empty before each. */
export function useKhoros(credential = CRM_CREDENTIAL) {
	let standIn: StandIn<KhorosMarketingStandIn>;
	beforeAll(async () => {
		standIn = await startStandIn(new KhorosMarketingStandIn());
	});
	afterAll(async () => await standIn.stop());
	beforeEach(() => standIn.reset());

	const run = async (
		parameters: INodeParameters,
		items: IDataObject[] = [{}],
		spec: Partial<RunSpec> = {},
	): Promise<RunResult> =>
		await runNode({
			node: 'khorosMarketing',
			credentials: credentialsOf(standIn, credential),
			parameters,
			items,
			...spec,
		});
	const recordsOf = async (resource: string, items: IDataObject[]) =>
		(await run({ resource, operation: 'create', inputMode: 'autoMap' }, items)).items.map(
			({ json }) => json,
		);
	return {
		get standIn() {
			return standIn;
		},
		run,
		/** Adds customers, and forgets the requests. */
		async customers(...items: IDataObject[]): Promise<IDataObject[]> {
			const added = await recordsOf('customer', items);
			standIn.requests.length = 0;
			return added;
		},
		/** Adds cases, and forgets the requests. */
		async cases(...items: IDataObject[]): Promise<IDataObject[]> {
			const added = await recordsOf('case', items);
			standIn.requests.length = 0;
			return added;
		},
		stored: (kind: string) => (standIn.vendor.stored()[kind] ?? []) as IDataObject[],
		/** Method and path of the requests, without those for metadata. */
		calls: () =>
			standIn.requests
				.filter(({ path }) => !path.includes('/meta/'))
				.map(({ method, path }) => `${method} ${path.replace('/crm/v1', '')}`),
		/** Bodies of the requests that have one. */
		bodies: () => standIn.requests.map(({ body }) => body).filter((body) => body !== undefined),
		form: async (parameters: INodeParameters): Promise<Form> =>
			await openForm('khorosMarketing', parameters, credentialsOf(standIn, credential)),
	};
}
