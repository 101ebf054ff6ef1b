import { byId, linkOf, useKustomer } from '../../harness/kustomer';

const id = (start: string) => start.padEnd(24, '0');
const NOBODY = '5b0000000000000000000000';

describe("Kustomer's users, teams, queues and other settings", () => {
	const kustomer = useKustomer();
	const last = () => kustomer.fakeServer.requests.at(-1);

	it('invite a person, update and delete the user', async () => {
		const invited = await kustomer.run('user', 'invite', {
			name: 'Nia Park',
			email: 'nia@example.com',
			additionalFields: { roleGroups: 'a1, a2', userType: 'limited' },
		});
		expect(invited.error).toBeUndefined();
		expect(last()).toMatchObject({
			method: 'POST',
			path: '/v1/users',
			body: {
				name: 'Nia Park',
				email: 'nia@example.com',
				roleGroups: ['a1', 'a2'],
				userType: 'limited',
			},
		});
		const user = String(invited.items[0]?.json.id);
		expect(invited.items[0]?.json).toMatchObject({ name: 'Nia Park', email: 'nia@example.com' });
		const updated = await kustomer.run('user', 'update', {
			id: byId(user),
			updateFields: { displayName: 'Nia', deleted: true },
		});
		expect(updated.error).toBeUndefined();
		expect(last()).toMatchObject({
			method: 'PUT',
			path: `/v1/users/${user}`,
			body: { displayName: 'Nia', deleted: true },
		});
		expect(updated.items[0]?.json).toMatchObject({ id: user, displayName: 'Nia' });
	});

	it('refuse an update of a user that changes nothing', async () => {
		const result = await kustomer.run('user', 'update', { id: byId(id('5e01')) });
		expect(result.error?.message).toContain("'Update Fields' is empty");
	});

	it('show an invitation in a dry run without sending it', async () => {
		const before = kustomer.rows('user').length;
		const result = await kustomer.run('user', 'invite', {
			name: 'Nia Park',
			email: 'nia@example.com',
			options: { dryRun: true },
		});
		expect(result.items[0]?.json).toMatchObject({
			dryRun: true,
			request: { body: { email: 'nia@example.com' } },
		});
		expect(kustomer.rows('user')).toHaveLength(before);
	});

	it('add members to a team and remove them', async () => {
		const added = await kustomer.run('team', 'addMembers', {
			id: byId(id('5e11')),
			members: [id('5e01'), id('5e02')],
		});
		expect(added.error).toBeUndefined();
		expect(added.items[0]?.json.members).toEqual([id('5e01'), id('5e02')]);
		const removed = await kustomer.run('team', 'removeMembers', {
			id: byId(id('5e11')),
			members: [id('5e01')],
		});
		expect(removed.error).toBeUndefined();
		expect(last()).toMatchObject({ method: 'DELETE', body: { members: [id('5e01')] } });
		expect(kustomer.rows('team')[0]?.members).toEqual([id('5e02')]);
	});

	it('list the work items of a queue, of one status on request', async () => {
		const queue = id('5e21');
		const store = kustomer.vendor.store;
		const kind = { type: 'work_item', path: '/x', relations: {}, keys: () => [], role: 'x' };
		for (const status of ['queued', 'assigned', 'queued']) store.add(kind, { queue, status });
		const all = await kustomer.run('queue', 'getWorkItems', { id: byId(queue), returnAll: true });
		expect(all.error).toBeUndefined();
		expect(all.items).toHaveLength(3);
		const some = await kustomer.run('queue', 'getWorkItems', {
			id: byId(queue),
			returnAll: true,
			filters: { status: 'queued' },
		});
		expect(some.items.map(({ json }) => json.status)).toEqual(['queued', 'queued']);
	});

	it.each([
		['brand', '5e51', 'Sandbox'],
		['queue', '5e21', 'Chat'],
		['satisfaction', '5e91', 'After Chat'],
		['shortcut', '5e41', 'Greeting'],
		['sla', '5ea1', 'Gold'],
		['tag', '5e32', 'late delivery'],
		['team', '5e11', 'Billing'],
		['user', '5e02', 'Kenji Sato'],
		['workflow', '5e71', 'Escalate'],
	])('list each %s, and read one by its ID', async (resource, start, name) => {
		const picked = ['queue', 'tag', 'team', 'user'].includes(resource);
		const key = (given: string) => (picked ? byId(id(given)) : id(given));
		const all = await kustomer.run(resource, 'getAll', { returnAll: true });
		expect(all.error).toBeUndefined();
		expect(all.items.map(({ json }) => json.name)).toContain(name);
		const one = await kustomer.run(resource, 'get', { id: key(start) });
		expect(one.error).toBeUndefined();
		expect(one.items[0]?.json).toMatchObject({ id: id(start), name });
		const none = await kustomer.run(resource, 'get', { id: picked ? byId(NOBODY) : NOBODY }, [{}], {
			onError: 'continueErrorOutput',
		});
		expect(none.errors[0]?.json.error).toContain(`with the ID ${NOBODY} was found in Kustomer`);
	});

	it('read what a customer has answered to a satisfaction form', async () => {
		const kind = {
			type: 'satisfaction_response',
			path: '/x',
			relations: {},
			keys: () => [],
			role: 'x',
		};
		kustomer.vendor.store.add(kind, { id: id('5e92'), status: 'rated', rating: 5 });
		const result = await kustomer.run('satisfaction', 'getResponse', { id: id('5e92') });
		expect(result.error).toBeUndefined();
		expect(result.items[0]?.json).toMatchObject({ id: id('5e92'), status: 'rated', rating: 5 });
	});

	describe('with workflows', () => {
		const workflow = id('5e71');

		it('disable one and enable it again, and keep its steps where an update replaces it', async () => {
			for (const [operation, enabled] of [
				['disable', false],
				['enable', true],
			] as const) {
				const result = await kustomer.run('workflow', operation, { id: workflow });
				expect(result.error).toBeUndefined();
				expect(result.items[0]?.json).toMatchObject({ id: workflow, enabled });
				expect(kustomer.rows('workflow')[0]).toMatchObject({
					name: 'Escalate',
					enabled,
					callable: true,
					trigger: { eventName: 'kustomer.conversation.update' },
					steps: [{ id: 'first', action: 'kustomer.note.create' }],
				});
			}
		});

		it('run one with inputs for each item', async () => {
			const result = await kustomer.run(
				'workflow',
				'run',
				{ id: workflow, inputs: '={{ { order: $json.order } }}' },
				[{ order: 'N-1' }, { order: 'N-2' }],
			);
			expect(result.error).toBeUndefined();
			expect(result.items.map(linkOf)).toEqual([0, 1]);
			expect(kustomer.rows('workflow_call').map(({ inputs }) => inputs)).toEqual([
				{ order: 'N-1' },
				{ order: 'N-2' },
			]);
		});

		it('do not run one a second time whose reply was lost', async () => {
			kustomer.fakeServer.faults.arm({ fault: { kind: 'dropAfter' }, path: '/call', times: 1 });
			const result = await kustomer.run('workflow', 'run', { id: workflow }, [{}], {
				onError: 'continueErrorOutput',
				retry: { tries: 2 },
			});
			expect(result.errors[0]?.json.details).toMatchObject({ executed: 'unknown' });
			expect(kustomer.rows('workflow_call')).toHaveLength(1);
		});

		it('name the call that was started before an item stops the run', async () => {
			kustomer.fakeServer.faults.arm({
				fault: { kind: 'status', status: 400 },
				path: '/call',
				times: 1,
				skip: 1,
			});
			const result = await kustomer.run(
				'workflow',
				'run',
				{ id: workflow, requestOptions: { parallelRequests: 1 } },
				[{}, {}],
			);
			expect(result.error?.context).toMatchObject({
				itemIndex: 1,
				written: [{ item: 0, id: kustomer.rows('workflow_call')[0]?.id }],
			});
		});

		it('tell that one is not there', async () => {
			const result = await kustomer.run('workflow', 'enable', { id: NOBODY }, [{}], {
				onError: 'continueErrorOutput',
			});
			expect(result.errors[0]?.json).toMatchObject({
				error: expect.stringContaining(`No workflow with the ID ${NOBODY}`) as string,
				details: { executed: 'no' },
			});
		});
	});
});
