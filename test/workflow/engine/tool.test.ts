import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { createBulk, CUSTOMER, KustomerBench } from '../../harness/kustomer';
import { credentialsOf } from '../../harness/sandbox';
import { openTool, runToolByEngine, type ToolSpec } from '../../harness/tool';

/** The ways in which n8n calls a tool. */
const WAYS: Array<[string, (spec: ToolSpec, args: IDataObject) => Promise<unknown>]> = [
	[
		'an agent before version 3, a nested agent or the MCP trigger',
		async (spec, args) => await (await openTool(spec))(args),
	],
	['an agent from version 3 on', runToolByEngine],
];

describe.each(WAYS)('a node as the tool of %s', (_way, call) => {
	let bench: KustomerBench;
	beforeAll(async () => {
		bench = await KustomerBench.start();
	});
	afterAll(async () => await bench.fakeServer.stop());
	beforeEach(() => bench.fakeServer.reset());

	const run = async (parameters: INodeParameters, args: IDataObject) =>
		await call(
			{
				node: 'kustomer',
				parameters: { ...createBulk, ...parameters },
				credentials: credentialsOf(bench.fakeServer, 'kustomerApi'),
				agentItem: { chatInput: 'of the author', sessionId: 'session-1' },
			},
			args,
		);
	const define = (name: string): INodeParameters => ({
		inputMode: 'define',
		customer: CUSTOMER,
		additionalFields: { name },
	});

	it("sends what the author bound to the agent's item", async () => {
		await run(define('={{ $json.chatInput }}'), { reason: 'x' });
		expect(bench.stored()).toMatchObject([{ name: 'of the author' }]);
	});

	it('sends what the model gave for a field that it may fill in', async () => {
		await run(define("={{ $fromAI('subject', '', 'string') }}"), { subject: 'Parcel lost' });
		expect(bench.stored()).toMatchObject([{ name: 'Parcel lost' }]);
	});

	it('refuses Auto-Map and sends nothing', async () => {
		const said = await run({ inputMode: 'autoMap' }, { customer: CUSTOMER, name: 'x' }).then(
			(result) => JSON.stringify(result),
			String,
		);
		expect(said).toMatch(/Auto-Map Input Data, which a tool of an AI agent cannot use/);
		expect(bench.posted()).toEqual([]);
	});
});

describe("a tool's own argument of the same name", () => {
	let bench: KustomerBench;
	beforeAll(async () => {
		bench = await KustomerBench.start();
	});
	afterAll(async () => await bench.fakeServer.stop());

	it("does not replace what the author bound to the agent's item", async () => {
		const parameters = {
			...createBulk,
			inputMode: 'define',
			customer: CUSTOMER,
			additionalFields: { name: '={{ $json.chatInput }}' },
		};
		const spec = {
			node: 'kustomer',
			parameters,
			credentials: credentialsOf(bench.fakeServer, 'kustomerApi'),
			agentItem: { chatInput: 'of the author' },
		};
		await (
			await openTool(spec)
		)({ chatInput: 'of the model' });
		expect(bench.stored()).toMatchObject([{ name: 'of the author' }]);
	});
});
