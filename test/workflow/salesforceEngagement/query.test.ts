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

	it('write a parameter by the type that is chosen, and a text never as anything else', async () => {
		const written = async (value: unknown, type?: string, options: INodeParameters = {}) => {
			org.fakeServer.requests.length = 0;
			const row = { name: 'value', ...(type === undefined ? {} : { type }), value };
			const { error } = await run('SELECT Id FROM Contact WHERE X = :value', {
				parameters: { values: [row] } as INodeParameters,
				options,
			});
			const [sent] = org.fakeServer.seen('/query');
			return sent ? String(sent.query.q).split(' X = ')[1] : error?.message;
		};
		expect(await written('2026-03-01')).toBe("'2026-03-01'");
		expect(await written('2026-03-01T10:00:00Z', 'auto')).toBe("'2026-03-01T10:00:00Z'");
		expect(await written('={{ new Date(0) }}')).toBe('1970-01-01T00:00:00.000Z');
		expect(await written('={{ false }}')).toBe('false');
		expect(await written('={{ 5 }}', 'text')).toBe("'5'");
		expect(await written('={{ " x " }}')).toBe("' x '");
		expect(await written('={{ 0 / 0 }}')).toContain('must be a single value');
		expect(await written('={{ ({ a: 1 }) }}')).toContain('must be a single value');
		expect(await written('2026-03-01T10:00:00Z', 'date')).toBe('2026-03-01');
		expect(await written('2026-03-01T10:00:00+01:00', 'dateTime')).toBe('2026-03-01T09:00:00.000Z');
		expect(await written('LAST_N_DAYS:7', 'date')).toBe('LAST_N_DAYS:7');
		expect(await written('5.5', 'number')).toBe('5.5');
		expect(await written('={{ ["1", 2] }}', 'number')).toBe('(1, 2)');
		expect(await written('true', 'boolean')).toBe('true');
		expect(await written('', 'number')).toBe('null');
		expect(await written('31/12/2026', 'date', { readDatesAs: 'dayFirst' })).toBe('2026-12-31');
		expect(await written('1 OR Id != null', 'number')).toContain("Parameter 'value' must be");
		expect(await written("TODAY' OR Id != null", 'date')).toContain("Parameter 'value' must be");
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
