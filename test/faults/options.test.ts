import type { INodeParameters, OnError } from 'n8n-workflow';

import { BiginFakeServer } from '../../sandbox/bigin/fakeServer';
import type { FakeServer } from '../../sandbox/core/fakeServer';
import { credentialsOf, startFakeServer } from '../harness/sandbox';
import { runNode } from '../harness/workflow';

describe('an option whose expression is broken for the first item', () => {
	let bigin: FakeServer<BiginFakeServer>;
	beforeAll(async () => {
		bigin = await startFakeServer(new BiginFakeServer());
	});
	afterAll(async () => await bigin.stop());

	it('fails that item alone', async () => {
		const result = await runNode({
			node: 'bigin',
			credentials: credentialsOf(bigin, 'biginOAuth2Api'),
			parameters: {
				resource: 'contact',
				operation: 'create',
				inputMode: 'autoMap',
				options: { triggerWorkflows: '={{ $itemIndex === 0 ? $("Nowhere").item : true }}' },
			},
			items: [{ Last_Name: 'A' }, { Last_Name: 'B' }],
			onError: 'continueErrorOutput',
		});
		expect(result.errors).toMatchObject([
			{ json: { Last_Name: 'A', details: { executed: 'no' } }, pairedItem: { item: 0 } },
		]);
		expect(String(result.errors[0]?.json.error)).toMatch(
			/^A parameter could not be evaluated: .*\[item 0\]$/,
		);
		expect(result.items).toMatchObject([{ json: { status: 'success' }, pairedItem: { item: 1 } }]);
		expect(bigin.vendor.stored().Contacts).toHaveLength(1);
	});
});

describe('an option for the whole run that cannot be used', () => {
	let bigin: FakeServer<BiginFakeServer>;
	beforeAll(async () => {
		bigin = await startFakeServer(new BiginFakeServer());
	});
	afterAll(async () => await bigin.stop());
	const run = async (parameters: INodeParameters, onError?: OnError) =>
		await runNode({
			node: 'bigin',
			credentials: credentialsOf(bigin, 'biginOAuth2Api'),
			parameters: { resource: 'contact', operation: 'create', inputMode: 'autoMap', ...parameters },
			items: [{ Last_Name: 'A' }, { Last_Name: 'B' }],
			onError,
		});

	it.each<[string, INodeParameters, RegExp]>([
		[
			'no number',
			{ requestOptions: { parallelRequests: '={{ Number($json.nope) }}' } },
			/^'Parallel Requests' must be a number/,
		],
		[
			'too small a number',
			{ requestOptions: { batchSize: '={{ 0 }}' } },
			/^'Batch Size' must be a number from 1 up, but is 0/,
		],
		[
			'a time limit of nothing, which would be none',
			{ requestOptions: { timeout: 0 } },
			/^'Timeout \(Seconds\)' must be a number from 1 up, but is 0/,
		],
		[
			'too many requests at once',
			{ requestOptions: { parallelRequests: 500 } },
			/^'Parallel Requests' must be a number from 1 to 50, but is 500/,
		],
		[
			'a broken expression',
			{ requestOptions: { maxTries: "={{ $('Nowhere').item.json.x }}" } },
			/^A parameter could not be evaluated: /,
		],
		[
			'an operation that does not exist',
			{ operation: 'conquer' },
			/^'Operation' has the unknown value "conquer" for resource "contact"/,
		],
	])(
		'fails every item in every mode, and sends nothing: %s',
		async (_what, parameters, message) => {
			for (const onError of ['continueErrorOutput', 'continueRegularOutput'] as const) {
				const result = await run(parameters, onError);
				const failed = onError === 'continueErrorOutput' ? result.errors : result.items;
				expect(failed).toMatchObject(
					[0, 1].map((item) => ({
						json: { error: expect.stringMatching(message), details: { executed: 'no' } },
						pairedItem: { item },
					})),
				);
				if (onError === 'continueErrorOutput') expect(result.items).toEqual([]);
			}
			expect((await run(parameters)).error?.message).toMatch(message);
			expect(bigin.vendor.stored().Contacts ?? []).toEqual([]);
		},
	);

	it('takes a number that is written as text', async () => {
		const { items } = await run({ requestOptions: { batchSize: '={{ "1" }}' } });
		expect(items).toHaveLength(2);
		expect(
			bigin.seen('/Contacts').map(({ body }) => (body as { data: unknown[] }).data.length),
		).toEqual([1, 1]);
	});
});
