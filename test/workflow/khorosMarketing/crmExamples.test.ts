import type { IDataObject } from 'n8n-workflow';

import { startSandbox, type Sandbox } from '../../../sandbox';
import { CrmExample } from '../../harness/khorosCrm';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.stop());

const stored = (key: string, kind: string) =>
	(sandbox.fakeServers[key]?.vendor.stored()[kind] ?? []) as IDataObject[];
const post = (serviceId: string, more: IDataObject = {}) => ({
	created: '2026-03-04T09:12:00.000Z',
	body: 'Where is my order?',
	linkUrl: 'https://social.example/p/555',
	serviceId,
	service: 'twitter',
	contentType: 'post',
	author: { service: 'twitter', serviceId: '8801', handle: 'janed', name: '', brandOwned: false },
	...more,
});
/** What each service has of a case and its posts after one was created, and how a case is closed there. */
const CRMS = [
	{
		file: 'khorosToKustomer.json',
		key: 'kustomer',
		holds: () => ({
			conversations: stored('kustomer', 'conversations').length,
			messages: stored('kustomer', 'messages').length,
		}),
		expected: { conversations: 1, messages: 2 },
	},
	{
		file: 'khorosToBigin.json',
		key: 'bigin',
		holds: () => ({
			tasks: stored('bigin', 'Tasks').length,
			notes: stored('bigin', 'Notes').length,
		}),
		expected: { tasks: 1, notes: 2 },
	},
	{
		file: 'khorosToSalesforce.json',
		key: 'salesforceEngagement',
		holds: () => ({
			interactions: stored('salesforceEngagement', 'EngagementInteraction').length,
			attendees: stored('salesforceEngagement', 'EngagementAttendee').length,
			topics: stored('salesforceEngagement', 'EngagementTopic').map(({ Name }) => Name),
		}),
		expected: { interactions: 1, attendees: 1, topics: ['twitter'] },
	},
	{
		file: 'khorosToShareCrm.json',
		key: 'shareCrm',
		holds: () => ({ sessions: stored('shareCrm', 'CustomerServiceSessionObj').length }),
		expected: { sessions: 1 },
	},
];

describe.each(CRMS)('$file', ({ file, holds, expected }) => {
	let crm: CrmExample;
	let customerId: string;
	let caseId: string;
	beforeAll(() => {
		crm = new CrmExample(file, sandbox);
	});
	const idOf = (body: unknown) => String((body as IDataObject).id);

	it('creates a customer, and finds the same one by email instead of a second', async () => {
		const body = { name: 'Jane Doe', email: 'jane.doe@example.com' };
		const made = await crm.ask('createCustomer', { body });
		expect(made).toMatchObject({ status: 201, body });
		customerId = idOf(made.body);
		const again = await crm.ask('createCustomer', { body });
		expect(again).toMatchObject({ status: 201, body: { ...body, id: customerId } });
	});

	it('reads, finds, matches and changes the customer', async () => {
		expect(await crm.ask('findCustomer', { id: customerId })).toMatchObject({
			status: 200,
			body: { id: customerId, email: 'jane.doe@example.com' },
		});
		for (const [name, body] of [
			['searchCustomers', { email: 'jane.doe@example.com' }],
			['bestmatchCustomers', { displayName: 'Jane Doe', screenName: 'janed' }],
		] as const)
			expect({ name, ...(await crm.ask(name, { body })) }).toMatchObject({
				name,
				status: 200,
				body: [{ id: customerId }],
			});
		expect(
			await crm.ask('updateCustomer', {
				id: customerId,
				body: { name: 'Jane Q. Doe', email: 'jane.doe@example.com' },
			}),
		).toMatchObject({ status: 201, body: { id: customerId, name: 'Jane Q. Doe' } });
	});

	it('answers a search without a hit with 204, and a best match without one with an empty list', async () => {
		expect(await crm.ask('searchCustomers', { body: { email: 'no.one@example.com' } })).toEqual({
			status: 204,
		});
		expect(await crm.ask('bestmatchCustomers', { body: { displayName: "No O'One" } })).toEqual({
			status: 200,
			body: [],
		});
	});

	it('creates a case with its posts, one of them a picture alone', async () => {
		const made = await crm.ask('createCase', {
			body: {
				customerId,
				title: 'Parcel never arrived',
				interactions: [post('555'), post('556', { body: '' })],
			},
		});
		expect(made).toMatchObject({
			status: 201,
			body: { customerId, title: 'Parcel never arrived', status: 'open' },
		});
		caseId = idOf(made.body);
		expect(holds()).toEqual(expected);
	});

	it('reads, lists and changes the case', async () => {
		expect(await crm.ask('lookupCase', { id: caseId })).toMatchObject({
			status: 200,
			body: { id: caseId, customerId, title: 'Parcel never arrived', status: 'open' },
		});
		expect(await crm.ask('findCases', { id: customerId })).toMatchObject({
			status: 200,
			body: [{ id: caseId, customerId }],
		});
		expect(
			await crm.ask('updateCase', { id: caseId, body: { customerId, title: 'Parcel is late' } }),
		).toMatchObject({ status: 200, body: { id: caseId, customerId, title: 'Parcel is late' } });
	});

	it('creates a case without posts', async () => {
		expect(await crm.ask('createCase', { body: { customerId, title: 'A call' } })).toMatchObject({
			status: 201,
			body: { customerId, title: 'A call' },
		});
	});

	it('says of an unknown ID that there is none, and of another that it is refused', async () => {
		for (const name of ['lookupCase', 'findCustomer'] as const)
			expect({ name, ...(await crm.ask(name, { id: 'n8n-unknown' })) }).toMatchObject({
				name,
				status: 404,
				body: { error: 'not_found' },
			});
		const refused = await crm.ask('updateCase', {
			id: 'n8n-unknown',
			body: { customerId, title: 'x' },
		});
		expect(refused.status).toBeGreaterThanOrEqual(400);
		expect(refused.body).toMatchObject({ message: expect.stringMatching(/\w/) as unknown });
	});
});
