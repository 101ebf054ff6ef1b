import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { FakeServer } from '../../../sandbox/core/fakeServer';
import { SalesforceEngagementFakeServer } from '../../../sandbox/salesforceEngagement/fakeServer';
import { USER } from '../../harness/salesforceEngagement';
import { credentialsOf, startFakeServer } from '../../harness/sandbox';
import { pollNode } from '../../harness/poll';

/** A minute, in milliseconds: longer than the settling time of a change. */
const MINUTE = 60_000;

describe("Salesforce's trigger", () => {
	let org: FakeServer<SalesforceEngagementFakeServer>;
	beforeAll(async () => {
		org = await startFakeServer(new SalesforceEngagementFakeServer());
	});
	afterAll(async () => await org.stop());
	// Records are stored in the past of the org's clock, so that they count as settled.
	let behind = 0;
	beforeEach(() => {
		org.reset();
		behind = 10 * MINUTE;
	});

	const state = () => org.vendor.state;
	/** Does something at the org's clock, which then moves on. */
	const later = <T>(change: () => T): T => {
		behind -= 5_000;
		state().clockAhead = -behind;
		const result = change();
		state().clockAhead = 0;
		return result;
	};
	const add = (object: string, values: IDataObject) =>
		later(() => {
			const written = state().insert(object, values);
			if (!written.success) throw new Error(JSON.stringify(written));
			return written.id;
		});
	const contact = (LastName: string, more: IDataObject = {}) =>
		add('Contact', { LastName, ...more });
	const update = (id: string, values: IDataObject) =>
		later(() => state().update('Contact', id, values));
	const trigger = async (
		triggerOn: string,
		parameters: INodeParameters = {},
		object = 'Contact',
		manual = false,
	) =>
		await pollNode({
			node: 'salesforceEngagementTrigger',
			credentials: credentialsOf(org, USER),
			parameters: {
				authentication: 'oAuth2',
				triggerOn,
				object: { __rl: true, mode: 'name', value: object },
				options: { fields: ['LastName'], startFrom: '2020-01-01T00:00:00Z', ...parameters },
			},
			manual,
		});
	const names = (items: IDataObject[] | null) => items?.map(({ LastName }) => LastName);

	it('gives each new record once, the oldest first', async () => {
		contact('A');
		contact('B');
		const { poll } = await trigger('created');
		expect(names(await poll())).toEqual(['A', 'B']);
		expect(await poll()).toBeNull();
		contact('C');
		expect(names(await poll())).toEqual(['C']);
		expect(await poll()).toBeNull();
	});

	it('begins with its activation where no earlier moment is chosen', async () => {
		contact('Old');
		const { poll } = await trigger('created', { startFrom: '' });
		expect(await poll()).toBeNull();
		expect(await poll()).toBeNull();
	});

	it('gives updates but no new records, or both', async () => {
		const id = contact('A');
		const updated = await trigger('updated');
		const either = await trigger('createdOrUpdated');
		expect(await updated.poll()).toBeNull();
		expect(names(await either.poll())).toEqual(['A']);
		update(id, { LastName: 'A2' });
		contact('B');
		expect(names(await updated.poll())).toEqual(['A2']);
		expect(names(await either.poll())).toEqual(['A2', 'B']);
		expect(await either.poll()).toBeNull();
	});

	it('gives deleted records', async () => {
		const id = contact('A');
		contact('B');
		const { poll } = await trigger('deleted');
		expect(await poll()).toBeNull();
		later(() => state().remove(id));
		expect(await poll()).toMatchObject([{ id, deleted: true }]);
		expect(await poll()).toBeNull();
	});

	it('gives more than one page of equal time stamps, each once', async () => {
		later(() => {
			for (let index = 0; index < 2_500; index++)
				state().insert('Contact', { LastName: `N${index}` });
		});
		const { poll } = await trigger('created');
		const items = (await poll()) ?? [];
		expect(new Set(items.map(({ id }) => id)).size).toBe(2_500);
		expect(items).toHaveLength(2_500);
		expect(await poll()).toBeNull();
	});

	it('follows pages that hold fewer rows than were asked for', async () => {
		org.vendor.queries.pageSize = 10;
		for (let index = 0; index < 35; index++) contact(`N${index}`);
		const { poll } = await trigger('created');
		expect(await poll()).toHaveLength(35);
	});

	it('takes a condition in SOQL, and fields of related records', async () => {
		const account = add('Account', { Name: 'Acme' });
		contact('A', { Email: 'a@example.com', AccountId: account });
		contact('B');
		const { poll } = await trigger('created', {
			where: "Email != null OR LastName = 'none'",
			fields: ['LastName', 'Account.Name'],
		});
		expect(await poll()).toEqual([
			{ id: expect.any(String), LastName: 'A', Account: { Name: 'Acme' } },
		]);
	});

	it('gives an update only where a named field has another value', async () => {
		const id = contact('A');
		const { poll } = await trigger('createdOrUpdated', { watched: ['Email'] });
		expect(names(await poll())).toEqual(['A']);
		update(id, { Phone: '1' });
		expect(await poll()).toBeNull();
		update(id, { Email: 'new@example.com' });
		expect(names(await poll())).toEqual(['A']);
	});

	it.each([
		['email', (): IDataObject => ({ Email: 'new@example.com' })],
		['account.name', (): IDataObject => ({ AccountId: add('Account', { Name: 'Globex' }) })],
	])('finds %s in a row, however the org spells it', async (watched, change) => {
		const id = contact('A', { AccountId: add('Account', { Name: 'Acme' }) });
		const { poll } = await trigger('createdOrUpdated', {
			watched: [watched],
			fields: ['lastname', 'account.name'],
		});
		expect(await poll()).toMatchObject([{ LastName: 'A', Account: { Name: 'Acme' } }]);
		update(id, { Phone: '1' });
		expect(await poll()).toBeNull();
		update(id, change());
		expect(names(await poll())).toEqual(['A']);
	});

	it('asks for each field once, although it is chosen twice or in another spelling than that of the time of a change', async () => {
		const id = add('EngagementInteraction', { ExternalIdentifier: 'call-1' });
		const options = { fields: ['id', 'createddate', 'status', 'Status'], includeChildren: true };
		const { poll } = await trigger('created', options, 'EngagementInteraction');
		expect(await poll()).toMatchObject([{ id, Status: null, attendees: [], topics: [] }]);
		const [asked] = org.requests
			.map(({ query }) => String(query.q))
			.filter((query) => query.includes('Id IN'));
		expect(asked).toMatch(/^SELECT Id, CreatedDate, Status FROM /);
	});

	it('gives interactions with all their fields, attendees and topics', async () => {
		const id = add('EngagementInteraction', { ExternalIdentifier: 'call-1' });
		later(() => state().insert('EngagementTopic', { EngagementId: id, Name: 'Fee' }));
		const { poll } = await trigger(
			'created',
			{ fields: [], includeChildren: true },
			'EngagementInteraction',
		);
		expect(await poll()).toMatchObject([
			{
				id,
				ExternalIdentifier: 'call-1',
				Status: null,
				attendees: [],
				topics: [{ Name: 'Fee' }],
			},
		]);
	});

	it('loses nothing where a poll fails', async () => {
		contact('A');
		const { poll } = await trigger('created');
		org.faults.arm({ fault: { kind: 'status', status: 400 }, path: '/query', times: 1 });
		await expect(poll()).rejects.toThrow();
		expect(names(await poll())).toEqual(['A']);
	});

	it('shows the latest record in a manual run', async () => {
		contact('A');
		contact('B');
		const { poll } = await trigger('created', {}, 'Contact', true);
		expect(names(await poll())).toEqual(['B']);
	});
});
