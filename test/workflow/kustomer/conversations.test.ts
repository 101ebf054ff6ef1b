import type { IDataObject } from 'n8n-workflow';

import { byId, CUSTOMER, linkOf, useKustomer } from '../../harness/kustomer';

const later = () => new Date(Date.now() + 3_600_000).toISOString();

describe("Kustomer's conversations", () => {
	const kustomer = useKustomer();
	const seed = (count = 1, more: IDataObject = {}) =>
		kustomer.seed(
			'conversation',
			Array.from({ length: count }, (_, index) => ({
				customer: CUSTOMER,
				name: `Ticket ${index}`,
				status: 'open',
				...more,
			})),
		);

	it('are created one by one, and tell their customer', async () => {
		const result = await kustomer.run('conversation', 'create', {
			customer: CUSTOMER,
			additionalFields: { name: 'Late', queue: { values: { external: '', id: '' } } },
		});
		expect(result.error).toBeUndefined();
		expect(kustomer.fakeServer.requests.at(-1)?.body).toEqual({ customer: CUSTOMER, name: 'Late' });
		expect(result.items[0]?.json).toMatchObject({
			name: 'Late',
			customerId: CUSTOMER,
			status: 'open',
		});
	});

	it('are found by their External ID, and then updated without what only a new one takes', async () => {
		const [id] = seed(1, { externalId: 't-1' });
		const result = await kustomer.run('conversation', 'upsert', { inputMode: 'autoMap' }, [
			{ customer: CUSTOMER, externalId: 't-1', name: 'Changed' },
			{ customer: CUSTOMER, externalId: 't-2', name: 'New' },
		]);
		expect(result.error).toBeUndefined();
		expect(result.items.map(({ json }) => [json.id === id, json.action])).toEqual([
			[true, 'updated'],
			[false, 'created'],
		]);
		expect(kustomer.rows('conversation')).toMatchObject([{ name: 'Changed' }, { name: 'New' }]);
	});

	it.each([
		['upsert', {}],
		['create', { ifItExists: 'update' }],
		['createBulk', { ifItExists: 'update' }],
	])('of another customer are not changed by %s', async (operation, parameters) => {
		seed(1, { externalId: 't-1', name: 'Mine' });
		const other = '5a1b2c3d4e5f60718293ffff';
		const result = await kustomer.run(
			'conversation',
			operation,
			{ inputMode: 'autoMap', ...parameters },
			[{ customer: other, externalId: 't-1', name: 'Theirs' }],
			{ onError: 'continueErrorOutput' },
		);
		expect(result.errors).toMatchObject([
			{
				json: {
					error: expect.stringContaining('belongs to another customer') as string,
					details: { executed: 'no', field: 'customer' },
				},
			},
		]);
		expect(kustomer.rows('conversation')).toMatchObject([{ name: 'Mine' }]);
	});

	it.each([
		['stopWorkflow', 0, 0],
		['continueRegularOutput', 5, 0],
		['continueErrorOutput', 4, 1],
	] as const)('are updated in bulk, each with its own result: %s', async (onError, good, bad) => {
		const ids = seed(5);
		kustomer.fakeServer.faults.arm({ fault: { kind: 'partial', positions: [2] }, path: '/bulk' });
		const result = await kustomer.run(
			'conversation',
			'updateBulk',
			{ inputMode: 'autoMap' },
			ids.map((id, index) => ({ id, priority: (index % 5) + 1 })),
			{ onError },
		);
		expect(result.items).toHaveLength(good);
		expect(result.errors).toHaveLength(bad);
		expect(kustomer.rows('conversation').map(({ priority }) => priority)).toEqual([
			1,
			2,
			undefined,
			4,
			5,
		]);
		if (onError === 'stopWorkflow') expect(result.error?.message).toContain('[item 2]');
		if (bad) expect(result.errors.map(linkOf)).toEqual([2]);
	});

	describe('actions', () => {
		it('add and remove tags by their names', async () => {
			const [id = ''] = seed();
			const add = await kustomer.run('conversation', 'addTags', {
				id: byId(id),
				tags: ['vip', 'new one'],
			});
			expect(add.error).toBeUndefined();
			expect(kustomer.rows('tag').map(({ name }) => name)).toContain('new one');
			expect(kustomer.rows('conversation')[0]?.tags).toHaveLength(2);
			await kustomer.run('conversation', 'removeTags', { id: byId(id), tags: ['vip'] });
			expect(kustomer.fakeServer.requests.at(-1)).toMatchObject({
				method: 'DELETE',
				body: ['vip'],
			});
			expect(kustomer.rows('conversation')[0]?.tags).toHaveLength(1);
		});

		it('assign, snooze, close and reopen', async () => {
			const [id = ''] = seed();
			const [user] = kustomer.rows('user');
			const queue = String(kustomer.rows('queue')[0]?.id);
			await kustomer.run('conversation', 'assign', {
				id: byId(id),
				assignedUsers: [String(user?.id)],
				queue: byId(queue),
			});
			expect(kustomer.rows('conversation')[0]).toMatchObject({
				assignedUsers: [user?.id],
				queue: { id: queue },
			});
			const time = later();
			await kustomer.run('conversation', 'snooze', { id: byId(id), time });
			expect(kustomer.rows('conversation')[0]).toMatchObject({
				status: 'snoozed',
				snooze: { status: 'scheduled', time },
			});
			await kustomer.run('conversation', 'reopen', { id: byId(id) });
			expect(kustomer.rows('conversation')[0]).toMatchObject({
				status: 'open',
				snooze: { status: 'canceled' },
			});
			const done = await kustomer.run('conversation', 'markDone', { id: byId(id) });
			expect(done.items[0]?.json).toMatchObject({ id, status: 'done' });
			await kustomer.run('conversation', 'reopen', { id: byId(id) });
			expect(kustomer.fakeServer.requests.at(-1)?.body).toEqual({ status: 'open' });
		});

		it('refuse an empty assignment and a snooze that is over, and send nothing', async () => {
			const [id = ''] = seed();
			const spec = { onError: 'continueErrorOutput' } as const;
			const assigned = await kustomer.run('conversation', 'assign', { id: byId(id) }, [{}], spec);
			expect(assigned.errors[0]?.json.error).toContain('No user, team or queue is given');
			const snoozed = await kustomer.run(
				'conversation',
				'snooze',
				{ id: byId(id), time: '2020-01-01T00:00:00Z' },
				[{}],
				spec,
			);
			expect(snoozed.errors[0]?.json.error).toContain("'Snooze Until' is over already");
			expect(kustomer.fakeServer.requests).toEqual([]);
		});

		it('move to another customer with nothing else in the request', async () => {
			const [id = ''] = seed();
			const other = '5c00000000000000000000aa';
			const result = await kustomer.run('conversation', 'moveToCustomer', {
				id: byId(id),
				customer: byId(other),
			});
			expect(kustomer.fakeServer.requests.at(-1)?.body).toEqual({ customer: other });
			expect(result.items[0]?.json).toMatchObject({ customerId: other });
		});

		it('tell the timeline and the handle times', async () => {
			const [id = ''] = seed();
			const events = await kustomer.run('conversation', 'getTimeline', { id: byId(id), limit: 5 });
			expect(events.items.map(({ json }) => json.name)).toEqual(['kustomer.conversation.create']);
			const times = await kustomer.run('conversation', 'getHandleTimes', {
				id: byId(id),
				limit: 5,
			});
			expect(times.items[0]?.json).toMatchObject({ handleTime: 42 });
		});

		it('show what a deletion would send, and delete nothing', async () => {
			const [id = ''] = seed();
			const result = await kustomer.run('conversation', 'delete', {
				id: byId(id),
				options: { dryRun: true },
			});
			expect(result.items[0]?.json).toEqual({
				dryRun: true,
				request: { method: 'DELETE', url: `${kustomer.fakeServer.url}/v1/conversations/${id}` },
			});
			expect(kustomer.rows('conversation')).toHaveLength(1);
		});
	});

	describe('Start', () => {
		const start = async (items: IDataObject[], spec = {}) =>
			await kustomer.run('conversation', 'start', { inputMode: 'autoMap' }, items, spec);

		it('makes the customer, the conversation, its tags and its first message, and says so', async () => {
			const result = await start([
				{
					email: 'ava@example.com',
					customerName: 'Ava',
					name: 'Late',
					tags: ['vip'],
					firstMessage: 'record',
					channel: 'email',
					text: 'Where is it?',
				},
			]);
			expect(result.error).toBeUndefined();
			expect(result.items[0]?.json).toEqual({
				id: kustomer.rows('conversation')[0]?.id,
				customerId: kustomer.rows('customer')[0]?.id,
				customer: 'created',
				conversation: 'created',
				messageId: kustomer.rows('message')[0]?.id,
			});
			expect(kustomer.rows('message')).toMatchObject([
				{ preview: 'Where is it?', direction: 'in' },
			]);
		});

		it('makes neither twice, also for two items about one customer and a second run', async () => {
			const item = { email: 'ava@example.com', externalId: 't-1', name: 'Late' };
			const first = await start([item, { ...item, externalId: 't-2' }]);
			expect(first.items.map(({ json }) => json.customer)).toEqual(['created', 'found']);
			const second = await start([item]);
			expect(second.items[0]?.json).toMatchObject({ conversation: 'found', customer: 'found' });
			expect(kustomer.rows('customer')).toHaveLength(1);
			expect(kustomer.rows('conversation')).toHaveLength(2);
		});

		it('does not open the conversation again where only the message was refused', async () => {
			kustomer.fakeServer.faults.arm({ fault: { kind: 'status', status: 400 }, path: '/messages' });
			const result = await start(
				[{ email: 'ava@example.com', firstMessage: 'record', text: 'Hi' }],
				{ onError: 'continueErrorOutput', retry: { tries: 3 } },
			);
			expect(kustomer.rows('conversation')).toHaveLength(1);
			expect(result.errors[0]?.json).toMatchObject({
				error: expect.stringContaining('was opened, but did not get its first message') as string,
				details: { executed: 'yes', id: kustomer.rows('conversation')[0]?.id },
			});
		});

		it('says that nobody can tell where no reply to the message came, and does not say it again', async () => {
			kustomer.fakeServer.faults.arm({ fault: { kind: 'dropAfter' }, path: '/messages', times: 1 });
			const result = await start(
				[{ email: 'ava@example.com', firstMessage: 'record', text: 'Hi' }],
				{ onError: 'continueErrorOutput', retry: { tries: 3 } },
			);
			expect(kustomer.rows('message')).toHaveLength(1);
			expect(result.errors[0]?.json).toMatchObject({
				error: expect.stringContaining(
					'nobody can tell whether it got its first message',
				) as string,
				message:
					'Look in the conversation whether it has its first message, and do not send the item again.',
				details: { executed: 'yes' },
			});
		});

		describe('a second time, where the conversation was opened already', () => {
			const item = {
				email: 'ava@example.com',
				externalId: 't-1',
				tags: ['vip'],
				firstMessage: 'record',
				text: 'Where is it?',
			};
			/** The conversation as a run leaves it that broke off after opening it. */
			const opened = (messageCount?: number) => {
				const [customer = ''] = kustomer.seed('customer', [{ emails: [{ email: item.email }] }]);
				const [id = ''] = kustomer.seed('conversation', [
					{ customer, externalId: 't-1', ...(messageCount === undefined ? {} : { messageCount }) },
				]);
				return { id, customer };
			};
			const tags = () => kustomer.fakeServer.seen('/tags').map(({ body }) => body);

			it('adds the tags, and says the first message where there is none yet', async () => {
				const { id } = opened(0);
				const result = await start([item]);
				expect(result.error).toBeUndefined();
				expect(tags()).toEqual([['vip']]);
				expect(result.items[0]?.json).toMatchObject({
					conversation: 'found',
					messageId: kustomer.rows('message')[0]?.id,
				});
				expect(kustomer.rows('message')).toMatchObject([{ conversation: id }]);
				expect(result.items[0]?.json).not.toHaveProperty('firstMessage');
			});

			it.each([1, undefined])(
				'does not say it again where Kustomer counts %s messages, and tells so',
				async (count) => {
					opened(count);
					const result = await start([item]);
					expect(result.items[0]?.json).toMatchObject({ firstMessage: 'notSent' });
					expect(tags()).toHaveLength(1);
					expect(kustomer.rows('message')).toEqual([]);
				},
			);

			it('does not say it again where it is there and not counted yet', async () => {
				const { id, customer } = opened(0);
				kustomer.seed('message', [{ conversation: id, customer, preview: 'Where is it?' }]);
				const result = await start([item]);
				expect(result.items[0]?.json).toMatchObject({ firstMessage: 'notSent' });
				expect(kustomer.rows('message')).toHaveLength(1);
			});

			it('does not send it again where its draft waits', async () => {
				const { id, customer } = opened(0);
				kustomer.seed('draft', [{ conversation: id, customer, scheduled: true }]);
				const result = await start([{ ...item, firstMessage: 'send' }]);
				expect(result.items[0]?.json).toMatchObject({ firstMessage: 'notSent' });
				expect(kustomer.rows('draft')).toHaveLength(1);
			});

			it.each([
				['messages', 'record', '/messages'],
				['drafts', 'send', '/drafts'],
			])(
				'fails, with nothing changed, where its %s cannot be read',
				async (_what, firstMessage, path) => {
					opened(0);
					kustomer.fakeServer.faults.arm({
						fault: { kind: 'status', status: 403 },
						path,
						method: 'GET',
					});
					const result = await start([{ ...item, firstMessage }], {
						onError: 'continueErrorOutput',
					});
					expect(result.errors[0]?.json).toMatchObject({
						error: expect.stringContaining(
							'cannot be seen whether it has a first message',
						) as string,
						details: { executed: 'no' },
					});
					expect(tags()).toEqual([]);
					expect([kustomer.rows('message'), kustomer.rows('draft')]).toEqual([[], []]);
				},
			);

			it('does not say that a first message is missing which is there', async () => {
				opened(1);
				kustomer.fakeServer.faults.arm({ fault: { kind: 'status', status: 400 }, path: '/tags' });
				const result = await start([item], { onError: 'continueErrorOutput' });
				expect(result.errors[0]?.json).toMatchObject({
					error: expect.stringMatching(/did not get its tags: /) as string,
				});
			});

			it.each([
				[{ kind: 'status', status: 400 } as const, 'did not get its tags', 'no'],
				[{ kind: 'dropAfter' } as const, 'nobody can tell whether it got its tags', 'unknown'],
			])('counts nothing as written where %j met its tags', async (fault, expected, executed) => {
				const { id } = opened(0);
				kustomer.fakeServer.faults.arm({ fault, path: '/tags' });
				const result = await start([item], { onError: 'continueErrorOutput' });
				expect(result.errors[0]?.json).toMatchObject({
					error: expect.stringContaining(expected) as string,
					details: { executed, id },
				});
			});

			it('sends it where nothing waits', async () => {
				opened(0);
				const result = await start([{ ...item, firstMessage: 'send' }]);
				expect(result.error).toBeUndefined();
				expect(result.items[0]?.json).toMatchObject({ draftId: kustomer.rows('draft')[0]?.id });
			});
		});

		it('fails where the first message is stored and not scheduled', async () => {
			const data = { type: 'draft', id: '5d01', attributes: { scheduled: false } };
			kustomer.fakeServer.faults.arm({
				fault: { kind: 'status', status: 201, body: { data } },
				path: '/drafts',
			});
			const result = await start([{ email: 'ava@example.com', firstMessage: 'send', text: 'Hi' }], {
				onError: 'continueErrorOutput',
			});
			expect(result.items).toEqual([]);
			expect(result.errors[0]?.json).toMatchObject({
				error: expect.stringContaining('draft 5d01, but did not schedule it') as string,
				details: { executed: 'yes', id: kustomer.rows('conversation')[0]?.id },
			});
		});

		it('opens no conversation of a customer who only shares the address', async () => {
			const [other] = kustomer.seed('customer', [
				{ name: 'Other', emails: [{ email: 'other@example.com' }] },
			]);
			kustomer.fakeServer.faults.arm({
				fault: {
					kind: 'status',
					status: 200,
					body: {
						data: {
							type: 'customer',
							id: other,
							attributes: {
								emails: [{ email: 'other@example.com' }],
								sharedEmails: [{ email: 'ava@example.com' }],
							},
						},
					},
				},
				path: '/v1/customers/email=',
			});
			const result = await start([{ email: 'ava@example.com' }]);
			expect(result.items[0]?.json.customer).toBe('created');
			expect(kustomer.rows('conversation')[0]?.customer).not.toBe(other);
		});

		it('takes no conversation of another customer for its own', async () => {
			seed(1, { externalId: 't-1' });
			const result = await start([{ email: 'ava@example.com', externalId: 't-1' }], {
				onError: 'continueErrorOutput',
			});
			expect(result.errors[0]?.json.error).toContain('belongs to another customer');
		});
	});
});
