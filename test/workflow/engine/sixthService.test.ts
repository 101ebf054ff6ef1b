import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { FakeServer } from '../../../sandbox/core/fakeServer';
import { AcmeDesk, AcmeDeskApi, AcmeDeskTrigger } from '../../fixtures/acmeDesk/nodes';
import { AcmeDeskFakeServer } from '../../fixtures/acmeDesk/fakeServer';
import { startFakeServer } from '../../harness/sandbox';
import { pollNode } from '../../harness/poll';
import { runNode } from '../../harness/workflow';

const nodes: Record<string, AcmeDesk | AcmeDeskTrigger> = {
	acmeDesk: new AcmeDesk(),
	acmeDeskTrigger: new AcmeDeskTrigger(),
};
const loaded = {
	getNode: (name: string) => ({ type: nodes[name] as AcmeDesk }),
	getCredential: () => ({ type: new AcmeDeskApi() }),
};

describe('A sixth service, made of values alone', () => {
	let desk: FakeServer<AcmeDeskFakeServer>;
	beforeAll(async () => {
		desk = await startFakeServer(new AcmeDeskFakeServer());
	});
	afterAll(async () => await desk.stop());
	beforeEach(() => desk.reset());

	const credentials = () => desk.vendor.credentials(desk.url);
	const run = async (operation: string, parameters: INodeParameters, items: IDataObject[] = [{}]) =>
		await runNode(
			{
				node: 'acmeDesk',
				credentials: credentials(),
				parameters: { resource: 'ticket', operation, ...parameters },
				items,
				onError: 'continueErrorOutput',
			},
			loaded,
		);
	const many = (count: number) =>
		Array.from({ length: count }, (_, index) => ({ subject: `Ticket ${index}`, priority: 2 }));

	it('creates in batches, with a result and a failure for each item', async () => {
		const items = many(120);
		items[70] = { subject: 'refused', priority: 1 };
		const result = await run('create', { inputMode: 'autoMap' }, items);
		expect(result.items).toHaveLength(119);
		expect(result.errors.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 70 }]);
		expect(desk.seen('/tickets')).toHaveLength(3);
	});

	it('updates by ID, maps fields of the account, and gets many by pages', async () => {
		await run('create', { inputMode: 'autoMap' }, many(45));
		await run('update', {
			inputMode: 'define',
			id: '3',
			ownFields: { value: { score: '7' }, schema: [{ id: 'score', dataType: 'number' }] },
		} as never);
		expect(desk.vendor.stored().tickets[2]).toMatchObject({ subject: 'Ticket 2', score: 7 });
		const { items } = await run('getAll', { returnAll: true });
		expect(items).toHaveLength(45);
		expect(items[2]?.json).toEqual({ id: '3', subject: 'Ticket 2', priority: 2 });
	});

	it('polls: every change comes once', async () => {
		const trigger = await pollNode(
			{ node: 'acmeDeskTrigger', credentials: credentials(), parameters: {} },
			loaded,
		);
		await run('create', { inputMode: 'autoMap' }, many(3));
		desk.vendor.clockAhead += 10_000;
		expect(await trigger.poll()).toBeNull();
		desk.vendor.clockAhead += 10_000;
		await run('create', { inputMode: 'autoMap' }, many(50));
		desk.vendor.clockAhead += 10_000;
		const came: string[] = [];
		for (let polls = 0; polls < 3; polls += 1)
			for (const { id } of (await trigger.poll()) ?? []) came.push(String(id));
		expect(came.sort((a, b) => Number(a) - Number(b))).toEqual(
			Array.from({ length: 50 }, (_, index) => String(index + 4)),
		);
	});
});
