import { BULK, createBulk, CUSTOMER, KustomerBench } from '../harness/kustomer';
import { credentialsOf } from '../harness/sandbox';
import { openTool } from '../harness/tool';

describe('as the tool of an AI agent, with Retry On Fail', () => {
	let bench: KustomerBench;
	beforeAll(async () => {
		bench = await KustomerBench.start();
	});
	afterAll(async () => await bench.fakeServer.stop());
	beforeEach(() => bench.fakeServer.reset());
	const open = async () =>
		await openTool({
			node: 'kustomer',
			parameters: {
				...createBulk,
				inputMode: 'define',
				customer: CUSTOMER,
				additionalFields: { name: 'From an agent' },
			},
			credentials: credentialsOf(bench.fakeServer, 'kustomerApi'),
			retry: { tries: 3 },
		});

	it('a write whose reply was lost is not sent again', async () => {
		bench.fakeServer.faults.arm({ fault: { kind: 'dropAfter' }, times: 1, path: BULK });
		const call = await open();
		const said = await call({ reason: 'x' }).then(JSON.stringify, String);
		expect(bench.posted()).toHaveLength(1);
		expect(bench.stored()).toHaveLength(1);
		expect(said).toMatch(/could not be reached/);
	});

	it('a call that failed is sent again, and each call is its own', async () => {
		bench.fakeServer.faults.arm({ fault: { kind: 'status', status: 400 }, times: 1, path: BULK });
		const call = await open();
		await call({ reason: 'x' });
		await call({ reason: 'x' });
		expect(bench.posted()).toHaveLength(3);
		expect(bench.stored()).toHaveLength(2);
	});
});
