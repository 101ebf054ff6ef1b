import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { at } from '../../../nodes/shared/base/values';
import { HookBench, OTHER_USER, OWN_USER, recordIds } from '../../harness/kustomerHooks';

const NOTE = 'kustomer.note.create';
const ORDER = 'kustomer.kobject.order.update';

let bench: HookBench;
beforeAll(async () => {
	bench = await HookBench.start();
});
afterAll(async () => await bench.stop());
beforeEach(() => bench.reset());

const watching = async (parameters: INodeParameters = {}) =>
	await bench.active({ receiveBy: 'workflow', workflowEvents: ['note.create'], ...parameters });
/** The workflows in Kustomer that the trigger has made, by their event. */
const flows = () =>
	bench.kustomer.vendor.store
		.rows('workflow')
		.filter(({ name }) => String(name).startsWith('n8n-'))
		.map((flow) => ({ event: at(flow, 'trigger', 'eventName'), enabled: flow.enabled }));
const statuses = () => bench.kustomer.vendor.flows.log.map(({ status }) => status);

describe('Kustomer Trigger through workflows of Kustomer', () => {
	it('makes one for each event, and uses none of the five webhooks', async () => {
		await watching({
			workflowEvents: ['note.create', 'company.update', 'kobject.update'],
			classes: ['order', 'booking'],
		});
		expect(flows()).toEqual(
			[NOTE, 'kustomer.company.update', ORDER, 'kustomer.kobject.booking.update'].map((event) => ({
				event,
				enabled: true,
			})),
		);
		expect(bench.hooks).toEqual([]);
	});

	it('starts the workflow with the record and its changes', async () => {
		const workflow = await watching({ workflowEvents: ['kobject.update'], classes: ['order'] });
		const changes = { attributes: { title: { op: 'replace', before: 'a', after: 'b' } } };
		await bench.run(ORDER, { id: 'o1', title: 'b', custom: { totalNum: 7 }, changes });
		expect(workflow.items).toEqual([
			{
				event: ORDER,
				changes,
				record: { id: 'o1', type: 'kobject', title: 'b', custom: { totalNum: 7 } },
			},
		]);
		expect(statuses()).toEqual([200]);
	});

	it('takes two changes of a record for two events', async () => {
		const workflow = await watching();
		await bench.run(NOTE, { id: 'n1', body: 'same' });
		await bench.run(NOTE, { id: 'n1', body: 'same' });
		expect(recordIds(workflow)).toEqual(['n1', 'n1']);
	});

	it.each([
		[{ field: 'body', operation: 'is', value: 'yes' }, ['b']],
		[{ field: 'body', operation: 'changed', value: '' }, ['b']],
	])('starts the workflow only where the condition %j holds', async (condition, ids) => {
		const workflow = await watching({ conditions: { values: [condition] } });
		await bench.run(NOTE, { id: 'a', body: 'no' });
		const changes = { attributes: { body: { op: 'replace', before: 'no', after: 'yes' } } };
		await bench.run(NOTE, { id: 'b', body: 'yes', changes });
		expect(recordIds(workflow)).toEqual(ids);
	});

	it('leaves out own changes where that is asked for', async () => {
		const workflow = await watching({ options: { ignoreOwnChanges: true } });
		await bench.run(NOTE, { id: 'own', modifiedBy: OWN_USER });
		await bench.run(NOTE, { id: 'other', modifiedBy: OTHER_USER });
		expect(recordIds(workflow)).toEqual(['other']);
	});

	it('returns the record as it is now where that is asked for', async () => {
		const { vendor } = bench.kustomer;
		const note = vendor.store.add(
			{ type: 'note', path: '/v1/notes', relations: {}, keys: () => [], role: 'note' },
			{ body: 'now' },
		);
		const workflow = await watching({ options: { readAgain: true } });
		await bench.run(NOTE, { id: note?.id, body: 'then' });
		expect((workflow.items[0]?.record as IDataObject).body).toBe('now');
	});

	it('refuses calls without the secret, and shows nothing', async () => {
		const workflow = await watching();
		const body = JSON.stringify({ name: NOTE, record: { id: 'forged' } });
		for (const secret of ['', 'guessed']) {
			const headers = { 'x-n8n-secret': secret };
			const reply = await bench.send(workflow.url(), body, headers);
			expect(reply).toMatchObject({ status: 401, data: '' });
		}
		expect(workflow.items).toEqual([]);
	});

	it('switches its workflows off, and uses them again', async () => {
		const workflow = await watching();
		await workflow.deactivate();
		expect(flows()).toEqual([{ event: NOTE, enabled: false }]);
		await workflow.activate();
		expect(flows()).toEqual([{ event: NOTE, enabled: true }]);
		await bench.run(NOTE, { id: 'n1' });
		expect(recordIds(workflow)).toEqual(['n1']);
		expect(workflow.items[0]).not.toHaveProperty('notice');
	});

	it('leaves the workflows of others alone', async () => {
		const [others] = bench.kustomer.vendor.store.rows('workflow');
		const before = structuredClone(others);
		const first = await watching();
		const second = await watching();
		await first.deactivate();
		expect(bench.kustomer.vendor.store.rows('workflow')[0]).toEqual(before);
		await bench.run(NOTE, { id: 'n1' });
		expect([recordIds(first), recordIds(second)]).toEqual([[], ['n1']]);
	});

	it('is not activated where Kustomer does not list what its workflows do, and leaves none switched on', async () => {
		bench.kustomer.faults.arm({
			fault: { kind: 'status', status: 200, body: { data: [] } },
			path: '/v1/workflows',
			// Three looks at the list and two creations come before the look that matters.
			skip: 5,
			times: 1,
		});
		await expect(
			watching({ workflowEvents: ['note.create', 'company.update'] }),
		).rejects.toMatchObject({
			message: expect.stringContaining('does not show its new workflows as they were saved'),
			description: expect.stringContaining('They were switched off again'),
		});
		expect(flows()).toEqual([
			{ event: NOTE, enabled: false },
			{ event: 'kustomer.company.update', enabled: false },
		]);
	});

	it('leaves no workflow switched on where a later one is refused', async () => {
		bench.kustomer.faults.arm({
			fault: { kind: 'status', status: 400 },
			path: '/v1/workflows',
			// Three looks at the list and the first creation come before it.
			skip: 4,
			times: 1,
		});
		await expect(watching({ workflowEvents: ['note.create', 'company.update'] })).rejects.toThrow();
		expect(flows()).toEqual([{ event: NOTE, enabled: false }]);
	});

	it('is not activated with custom objects of no class', async () => {
		await expect(watching({ workflowEvents: ['kobject.create'], classes: [] })).rejects.toThrow(
			"has custom objects but no 'Class Names or IDs'",
		);
		expect(flows()).toEqual([]);
	});

	it('names the roles that are missing', async () => {
		bench.kustomer.vendor.roles.delete('org.permission.workflow.create');
		await expect(watching()).rejects.toMatchObject({
			description: expect.stringContaining('org.permission.workflow.read, .create and .update'),
		});
	});
});
