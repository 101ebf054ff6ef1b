import { WAIT_INDEFINITELY, type IDataObject } from 'n8n-workflow';

import { byId, CUSTOMER, useKustomer } from '../../harness/kustomer';
import type { RunSpec } from '../../harness/workflow';

describe('Kustomer: Send and Wait for Response', () => {
	const kustomer = useKustomer();
	let conversation: string;
	beforeEach(() => {
		[conversation = ''] = kustomer.seed('conversation', [
			{ customer: CUSTOMER, name: 'Refund', status: 'open' },
		]);
	});

	const ask = async (
		parameters: IDataObject = {},
		items?: IDataObject[],
		spec: Partial<RunSpec> = {},
	) =>
		await kustomer.run(
			'message',
			'sendAndWait',
			{
				sendTo: 'note',
				conversation: byId(conversation),
				message: 'May this be refunded?',
				responseType: 'approval',
				...parameters,
			},
			items,
			spec,
		);
	const notes = () => kustomer.rows('note');
	/** Labels and addresses of the links in a text. */
	const links = (text: unknown) =>
		[...String(text).matchAll(/^(.+): (http\S+)$/gm)].map(([, label, url = '']) => ({
			label,
			approved: new URL(url).searchParams.get('approved'),
			signed: (new URL(url).searchParams.get('signature') ?? '').length > 20,
			path: new URL(url).pathname,
		}));

	it('asks colleagues by a note with two signed links, and waits', async () => {
		const { run, error } = await ask({}, [{ order: 7 }]);
		expect(error).toBeUndefined();
		expect(run.waitTill).toEqual(WAIT_INDEFINITELY);
		expect(notes()).toHaveLength(1);
		expect(notes()[0]).toMatchObject({ conversation });
		expect(String(notes()[0]?.body)).toMatch(/^May this be refunded\?\n\nApprove: http/);
		const path = '//test-execution/node-under-test';
		expect(links(notes()[0]?.body)).toEqual([
			{ label: 'Approve', approved: 'true', signed: true, path },
			{ label: 'Decline', approved: 'false', signed: true, path },
		]);
	});

	it.each([
		[{ values: { approvalType: 'single', approveLabel: 'Go' } }, ['Go']],
		[
			{ values: { approvalType: 'double', approveLabel: 'Yes', disapproveLabel: 'No' } },
			['Yes', 'No'],
		],
	])('offers the links of the options %j', async (approvalOptions, labels) => {
		await ask({ approvalOptions });
		expect(links(notes()[0]?.body).map(({ label }) => label)).toEqual(labels);
	});

	it('offers one link for a free text', async () => {
		await ask({ responseType: 'freeText', options: { messageButtonLabel: 'Write here' } });
		expect(links(notes()[0]?.body).map(({ label }) => label)).toEqual(['Write here']);
	});

	it('asks a customer by a message that is sent at once', async () => {
		const { run, error } = await ask({
			sendTo: 'customer',
			customer: byId(CUSTOMER),
			channel: 'email',
			to: 'ava@example.com',
			additionalFields: { subject: 'Your order' },
		});
		expect(error).toBeUndefined();
		expect(run.waitTill).toBeDefined();
		const [draft] = kustomer.rows('draft');
		expect(draft).toMatchObject({
			channel: 'email',
			to: [{ email: 'ava@example.com' }],
			subject: 'Your order',
			scheduled: true,
		});
		expect(links(draft?.body)).toHaveLength(2);
		expect(draft).not.toHaveProperty('approvalOptions');
		expect(draft).not.toHaveProperty('responseType');
	});

	it('asks whoever wrote last by a reply', async () => {
		kustomer.seed('message', [
			{
				conversation,
				customer: CUSTOMER,
				channel: 'email',
				direction: 'in',
				preview: 'Where is it?',
				meta: { from: 'ava@example.com', to: 'support@example.com' },
				sentAt: '2026-01-01T00:00:00.000Z',
			},
		]);
		const { error, run } = await ask({ sendTo: 'reply' });
		expect(error).toBeUndefined();
		expect(run.waitTill).toBeDefined();
		expect(kustomer.rows('draft')[0]).toMatchObject({
			conversation,
			channel: 'email',
			to: [{ email: 'ava@example.com' }],
		});
	});

	it('waits as long as it is told', async () => {
		const before = Date.now();
		const { run } = await ask({
			options: {
				limitWaitTime: {
					values: { limitType: 'afterTimeInterval', resumeAmount: 2, resumeUnit: 'hours' },
				},
			},
		});
		const waits = (run.waitTill?.getTime() ?? 0) - before;
		expect(waits).toBeGreaterThanOrEqual(7_200_000);
		expect(waits).toBeLessThan(7_260_000);
	});

	it.each([
		[{ conversation: byId('') }, "'Conversation' is missing"],
		[{ sendTo: 'customer', customer: byId(CUSTOMER), channel: 'email' }, "'To' is missing"],
		[{ message: '={{ "" }}' }, "'Message' is missing"],
		[{ additionalFields: { subject: 'x' } }, "'Subject' is given, but a note has none"],
		[
			{
				options: {
					limitWaitTime: {
						values: {
							limitType: 'atSpecifiedTime',
							maxDateAndTime: '2020-01-01T00:00:00Z',
						},
					},
				},
			},
			"'Limit Wait Time' is not in the future",
		],
		[{ message: 'x'.repeat(10_200) }, "'Message' with its links has "],
	])('sends nothing and does not wait for %j', async (parameters, message) => {
		const { error, run } = await ask(parameters);
		expect(error?.message).toContain(message);
		expect(error?.context).toMatchObject({ details: { executed: 'no' } });
		expect(run.waitTill).toBeUndefined();
		expect(kustomer.calls()).toEqual([]);
	});

	it.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
		'refuses several items at once with On Error %s, because one answer cannot tell them apart',
		async (onError) => {
			const result = await ask({}, [{}, {}], { onError });
			const told =
				onError === 'stopWorkflow'
					? result.error?.message
					: (onError === 'continueErrorOutput' ? result.errors : result.items)[1]?.json.error;
			expect(told).toContain('The node can wait for one message at a time, but there are 2 items');
			expect(result.run.waitTill).toBeUndefined();
			expect(kustomer.calls()).toEqual([]);
		},
	);

	it.each([
		{ approved: true, respondedAt: '2026-03-01T10:00:00.000Z' },
		{ approved: false },
		{ text: 'Yes', respondedAt: '2026-03-01T10:00:00.000Z' },
	])('asks nothing where the item holds the answer to an earlier message: %j', async (data) => {
		const { error, run } = await ask({}, [{ data }]);
		expect(error?.message).toContain('The item holds the answer to an earlier message');
		expect(error?.context).toMatchObject({ details: { executed: 'no' } });
		expect(run.waitTill).toBeUndefined();
		expect(kustomer.calls()).toEqual([]);
	});

	it.each([{ text: 'of another node' }, 'approved', null])(
		'asks where the data of the item is no answer: %j',
		async (data) => {
			const { error, run } = await ask({}, [{ data }]);
			expect(error).toBeUndefined();
			expect(run.waitTill).toBeDefined();
		},
	);

	it('does not wait for an answer to a draft that Kustomer did not schedule', async () => {
		const data = {
			type: 'draft',
			id: '5d0000000000000000000001',
			attributes: { scheduled: false },
		};
		kustomer.fakeServer.faults.arm({
			fault: { kind: 'status', status: 201, body: { data } },
			path: '/drafts',
			times: 1,
		});
		const { error, run } = await ask({
			sendTo: 'customer',
			customer: byId(CUSTOMER),
			channel: 'sms',
			to: '+15551234567',
		});
		expect(error?.message).toContain('did not schedule it');
		expect(run.waitTill).toBeUndefined();
	});

	it('does not wait where the message was refused', async () => {
		kustomer.vendor.roles.delete('org.permission.note.create');
		const result = await ask({}, [{}], { onError: 'continueErrorOutput' });
		expect(result.errors).toHaveLength(1);
		expect(result.run.waitTill).toBeUndefined();
	});

	it('sends nothing a second time where the reply was lost, also with Retry On Fail', async () => {
		kustomer.fakeServer.faults.arm({ fault: { kind: 'dropAfter' }, path: '/notes', times: 1 });
		const result = await ask({}, [{}], { retry: { tries: 3 } });
		expect(result.error?.context).toMatchObject({ details: { executed: 'unknown' } });
		expect(result.run.waitTill).toBeUndefined();
		expect(notes()).toHaveLength(1);
	});

	it('shows the message in a dry run, sends nothing and does not wait', async () => {
		const result = await ask({ options: { dryRun: true } });
		expect(result.items[0]?.json).toMatchObject({
			dryRun: true,
			request: { method: 'POST', body: { body: expect.stringContaining('Approve: http') } },
		});
		expect(result.run.waitTill).toBeUndefined();
		expect(notes()).toHaveLength(0);
	});
});
