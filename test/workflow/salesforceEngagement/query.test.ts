import type { INodeParameters } from 'n8n-workflow';

import { Org } from '../../harness/salesforceEngagement';

describe("Salesforce's queries", () => {
	const org = new Org();
	const run = async (query: string, more: INodeParameters = {}, items = [{}]) =>
		await org.run({
			parameters: { resource: 'query', operation: 'run', query, returnAll: true, ...more },
			items,
		});
	const state = () => org.fakeServer.vendor.state;
	const contact = (LastName: string, more = {}) => state().insert('Contact', { LastName, ...more });

	it('follow all pages, and give out plain rows with related records and lists inside', async () => {
		const account = state().insert('Account', { Name: 'Acme' });
		const AccountId = account.success ? account.id : '';
		for (let index = 0; index < 25; index++) contact(`N${index}`, { AccountId });
		org.fakeServer.vendor.queries.pageSize = 10;
		const { items } = await run('SELECT LastName, Account.Name FROM Contact ORDER BY LastName');
		expect(items).toHaveLength(25);
		expect(items[0]?.json).toEqual({ LastName: 'N0', Account: { Name: 'Acme' } });
		const nested = await run('SELECT Name, (SELECT LastName FROM Contacts) FROM Account');
		expect(nested.items[0]?.json.Contacts).toHaveLength(25);
		expect((nested.items[0]?.json.Contacts as unknown[])[0]).toEqual({ LastName: 'N0' });
	});

	it('take no more than a limit', async () => {
		for (let index = 0; index < 25; index++) contact(`N${index}`);
		org.fakeServer.vendor.queries.pageSize = 10;
		const { items } = await run('SELECT Id FROM Contact', { returnAll: false, limit: 12 });
		expect(items).toHaveLength(12);
		expect(org.fakeServer.requests).toHaveLength(2);
	});

	it('take values of items as parameters that cannot change what is asked for', async () => {
		const evil = "x' OR LastName != '";
		contact(evil);
		contact('Other', { Score__c: 5 });
		const parameters = (value: unknown) =>
			({ values: [{ name: 'name', value }] }) as INodeParameters;
		const query = "SELECT LastName FROM Contact WHERE LastName = :name AND LastName != ':name'";
		const one = await run(query, { parameters: parameters('={{ $json.name }}') }, [{ name: evil }]);
		expect(one.items.map(({ json }) => json.LastName)).toEqual([evil]);
		const list = await run('SELECT LastName FROM Contact WHERE LastName IN :name', {
			parameters: parameters('={{ ["Other", "Nobody"] }}'),
		});
		expect(list.items.map(({ json }) => json.LastName)).toEqual(['Other']);
		const number = await run('SELECT LastName FROM Contact WHERE Score__c = :name', {
			parameters: parameters('={{ 5 }}'),
		});
		expect(number.items).toHaveLength(1);
		const none = await run('SELECT LastName FROM Contact WHERE LastName = :other', {
			parameters: parameters('x'),
		});
		expect(none.error?.message).toContain('names the parameter :other, which has no value');
	});

	it('say what Salesforce does not understand', async () => {
		const { error } = await run('SELECT Nothing FROM Contact');
		contact('x');
		expect(error).toBeUndefined();
		const wrong = await run('SELECT Nothing FROM Contact');
		expect(wrong.error?.message).toContain("No such column 'Nothing'");
	});

	it('fail where the address of the next page leads elsewhere', async () => {
		org.fakeServer.faults.arm({
			fault: {
				kind: 'status',
				status: 200,
				body: { done: false, nextRecordsUrl: 'https://evil.example/services', records: [] },
			},
			path: '/query',
		});
		const { error } = await run('SELECT Id FROM Contact');
		expect(error?.message).toContain('no usable address of the next page');
	});
});
