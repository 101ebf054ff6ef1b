import Ajv from 'ajv';
import type {
	IDataObject,
	INodeExecutionData,
	INodeParameterResourceLocator,
	INodeParameters,
} from 'n8n-workflow';

import { BiginFakeServer } from '../../sandbox/bigin/fakeServer';
import type { FakeServer } from '../../sandbox/core/fakeServer';
import { credentialsOf, startFakeServer } from './sandbox';
import { schemaOf } from './schemas';
import { runNode, type RunResult, type RunSpec } from './workflow';

/** An id that no record has. */
export const GONE = '2034020000009999999';

/** A fake server for the tests of one file, and what they look at. */
export function useBigin() {
	let fakeServer: FakeServer<BiginFakeServer>;
	let tests = 0;
	beforeAll(async () => {
		fakeServer = await startFakeServer(new BiginFakeServer());
	});
	afterAll(async () => await fakeServer.stop());
	beforeEach(() => {
		fakeServer.reset();
		tests += 1;
	});

	const run = async (
		parameters: INodeParameters,
		items: IDataObject[] = [{}],
		spec: Partial<RunSpec> = {},
	): Promise<RunResult> => {
		// Each test has an account of its own, because its rate limits outlive a run.
		const { oauthTokenData } = credentialsOf(fakeServer, 'biginOAuth2Api').biginOAuth2Api ?? {};
		const account = {
			oauthTokenData: {
				...(oauthTokenData as IDataObject),
				refresh_token: `${fakeServer.vendor.refreshToken}-${tests}`,
			},
		};
		return await runNode({
			node: 'bigin',
			credentials: credentialsOf(fakeServer, 'biginOAuth2Api', account),
			parameters,
			items,
			...spec,
		});
	};
	return {
		fakeServer: () => fakeServer,
		run,
		/** Ids of new records of a resource; their requests are forgotten. */
		async seed(resource: string, records: IDataObject[]): Promise<string[]> {
			const { items, error } = await run(
				{ resource, operation: 'create', inputMode: 'autoMap' },
				records,
			);
			if (error) throw new Error(error.message);
			fakeServer.requests.length = 0;
			return items.map(({ json }) => String(json.id));
		},
		/** What was sent, in short. */
		sent: () =>
			fakeServer.requests.map(({ method, path, query, body }) => ({
				call: `${method} ${path.replace('/bigin/v2', '')}`,
				query,
				body: body as IDataObject,
			})),
		stored: (module: string) => (fakeServer.vendor.stored()[module] ?? []) as IDataObject[],
	};
}

/** The input item that an output item is linked to. */
export function source(item: INodeExecutionData | undefined): number | undefined {
	return (item?.pairedItem as { item: number } | undefined)?.item;
}

/** What an item holds beyond the operation's output schema, or of another type; undefined where it fits. Empty values fit any type. */
export function misfit(
	resource: string,
	operation: string,
	json: IDataObject | undefined,
): unknown {
	const ajv = new Ajv({ strict: false });
	const given = JSON.parse(
		JSON.stringify(json ?? {}),
		(_key, value: unknown) => value ?? undefined,
	) as IDataObject;
	return ajv.validate(
		{ ...schemaOf('Bigin', resource, operation), additionalProperties: false },
		given,
	)
		? undefined
		: ajv.errors;
}

/** A picker that holds an id. */
export const pick = (value: string): INodeParameterResourceLocator => ({
	__rl: true,
	mode: 'list',
	value,
});
