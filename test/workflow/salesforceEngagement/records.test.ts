import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { Org } from '../../harness/salesforceEngagement';
import type { RunSpec } from '../../harness/workflow';

const ON_ERROR = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;
const CONTACT = { __rl: true, mode: 'name', value: 'Contact' };
const GONE = '003000000009999AAA';

describe("Salesforce's records of any object", () => {
	const org = new Org();
	const run = async (
		operation: string,
		parameters: INodeParameters = {},
		items: IDataObject[] = [{}],
		spec: Partial<RunSpec> = {},
	) =>
		await org.run({
			parameters: { resource: 'record', operation, object: CONTACT, ...parameters },
			items,
			...spec,
		});
	const contacts = () => org.fakeServer.vendor.state.rows('Contact');
	const seed = (...rows: IDataObject[]) =>
		rows.map((row) => {
			const written = org.fakeServer.vendor.state.insert('Contact', { LastName: 'Bell', ...row });
			if (!written.success) throw new Error(JSON.stringify(written));
			return written.id;
		});
	const autoMap = { inputMode: 'autoMap' };
	const paths = () => org.fakeServer.requests.map(({ method, path }) => `${method} ${path}`);

	it('are created in collections of 200, each with its own result in the order of the items', async () => {
		const items = Array.from({ length: 450 }, (_, index) => ({ LastName: `Name ${index}` }));
		const { items: out } = await run('create', autoMap, items);
		expect(out).toHaveLength(450);
		out.forEach(({ json, pairedItem }, index) => {
			expect(pairedItem).toEqual({ item: index });
			expect(contacts().find(({ Id }) => Id === json.id)?.LastName).toBe(`Name ${index}`);
		});
		expect(paths().filter((path) => path.endsWith('/composite/sobjects'))).toHaveLength(3);
	});

	it.each(ON_ERROR)('keep a refusal with its own item in mode %s', async (onError) => {
		const items = [{ LastName: 'A' }, { FirstName: 'No last name' }, { LastName: 'C' }];
		const result = await run('create', autoMap, items, { onError });
		const said = "Salesforce Engagement did not accept 'LastName': Required fields are missing";
		expect(contacts().map(({ LastName }) => LastName)).toEqual(['A', 'C']);
		if (onError === 'stopWorkflow') {
			expect(result.error?.message).toContain(said);
			expect(result.error?.description).toContain('Already written: item 0');
			return;
		}
		const failures = onError === 'continueErrorOutput' ? result.errors : result.items;
		expect(
			failures.find(({ pairedItem }) => (pairedItem as { item: number }).item === 1)?.json,
		).toMatchObject({ error: expect.stringContaining(said) });
	});

	it('are made from the fields of the mapper, by the types of describe', async () => {
		const schema = [
			['LastName', 'string'],
			['Birthdate', 'date'],
			['Score__c', 'double'],
			['Is_Vip__c', 'boolean'],
			['Interests__c', 'multipicklist'],
		].map(([id, dataType]) => ({ id, displayName: id, dataType, required: false, display: true }));
		const { error, items } = await run('create', {
			inputMode: 'define',
			fieldValues: {
				mappingMode: 'defineBelow',
				value: {
					LastName: 'Bell',
					Birthdate: '2001-02-03T00:00:00',
					Score__c: '7.5',
					Is_Vip__c: 'true',
					Interests__c: 'Golf;Wine',
				},
				schema,
			} as unknown as INodeParameters,
		});
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(contacts()[0]).toMatchObject({
			LastName: 'Bell',
			Birthdate: '2001-02-03',
			Score__c: 7.5,
			Is_Vip__c: true,
			Interests__c: 'Golf;Wine',
		});
	});

	it('name a related record by one of its own keys', async () => {
		org.fakeServer.vendor.state.insert('Account', { Name: 'Acme', Ext__c: 'A-1' });
		await run('create', autoMap, [
			{ LastName: 'Bell', 'Account.Ext__c': 'A-1' },
			{ LastName: 'Lee', Account: { Ext__c: 'A-1' } },
		]);
		const id = org.fakeServer.vendor.state.rows('Account')[0]?.Id;
		expect(contacts().map(({ AccountId }) => AccountId)).toEqual([id, id]);
	});

	it('are changed by their IDs, and keep what is not given', async () => {
		const [one, two] = seed({ Email: 'a@example.com' }, { Email: 'b@example.com' });
		const result = await run(
			'update',
			autoMap,
			[
				{ id: two, Email: 'new@example.com' },
				{ id: one?.slice(0, 15), Phone: '1' },
				{ id: GONE, Phone: '2' },
			],
			{ onError: 'continueErrorOutput' },
		);
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(result.errors[0]).toMatchObject({ pairedItem: { item: 2 } });
		expect(contacts().map(({ Email, Phone }) => [Email, Phone])).toEqual([
			['a@example.com', '1'],
			['new@example.com', null],
		]);
	});

	it('are created or updated by an external ID, in one request', async () => {
		seed({ Ext__c: 'K-1', LastName: 'Old' });
		const result = await run(
			'upsert',
			{ ...autoMap, matchField: 'Ext__c' },
			[
				{ Ext__c: 'K-1', LastName: 'New' },
				{ Ext__c: 'K-2', LastName: 'Added' },
				{ LastName: 'Without a key' },
			],
			{ onError: 'continueErrorOutput' },
		);
		expect(result.items.map(({ json }) => json.created)).toEqual([false, true]);
		expect(result.errors[0]?.json.error).toContain("'Ext__c' is missing");
		expect(contacts().map(({ LastName }) => LastName)).toEqual(['New', 'Added']);
		expect(paths()).toContain('PATCH /services/data/v67.0/composite/sobjects/Contact/Ext__c');
	});

	it('are deleted in one request, each with its own result', async () => {
		const ids = seed({}, {}, {});
		const result = await run(
			'delete',
			{ id: '={{ $json.id }}' },
			[{ id: ids[2] }, { id: GONE }, { id: ids[0] }],
			{ onError: 'continueErrorOutput' },
		);
		expect(result.items.map(({ json }) => json)).toEqual([
			{ id: ids[2], deleted: true },
			{ id: ids[0], deleted: true },
		]);
		expect(result.errors).toHaveLength(1);
		expect(contacts().filter(({ IsDeleted }) => !IsDeleted)).toHaveLength(1);
		expect(paths()).toEqual(['DELETE /services/data/v67.0/composite/sobjects']);
	});

	it('are known to be deleted although the reply was lost', async () => {
		const ids = seed({}, {});
		org.fakeServer.faults.arm({ fault: { kind: 'dropAfter' }, path: '/composite/sobjects' });
		const result = await run(
			'delete',
			{ id: '={{ $json.id }}' },
			ids.map((id) => ({ id })),
		);
		expect(result.error).toBeUndefined();
		expect(result.items.map(({ json }) => json.deleted)).toEqual([true, true]);
	});

	it('are read by their IDs, many items in one query, and each item says what is not there', async () => {
		const ids = seed({ LastName: 'One' }, { LastName: 'Two' });
		const result = await run(
			'get',
			{ id: '={{ $json.id }}' },
			[{ id: ids[1] }, { id: GONE }, { id: ids[0]?.slice(0, 15) }],
			{ onError: 'continueErrorOutput' },
		);
		expect(result.items.map(({ json, pairedItem }) => [json.LastName, pairedItem])).toEqual([
			['Two', { item: 0 }],
			['One', { item: 2 }],
		]);
		expect(result.errors[0]?.json.error).toContain(`No record with the ID ${GONE} was found`);
		expect(paths().filter((path) => path.endsWith('/query'))).toHaveLength(1);
	});

	it('are read by an external ID, with the fields that were chosen', async () => {
		seed({ Ext__c: "O'Hara \\ 1", LastName: 'One' }, { Ext__c: 'K-2', LastName: 'Two' });
		const { items } = await run(
			'get',
			{ id: '={{ $json.key }}', options: { findBy: 'Ext__c', fields: ['LastName'] } },
			[{ key: 'K-2' }, { key: "O'Hara \\ 1" }],
		);
		expect(items.map(({ json }) => json.LastName)).toEqual(['Two', 'One']);
	});

	it.each(['ext__c', 'EXT__C'])('are read by an external ID that is spelled %s', async (findBy) => {
		seed({ Ext__c: 'K-1', LastName: 'One' });
		const { items } = await run('get', { id: 'k-1', options: { findBy, fields: ['LastName'] } });
		expect(items.map(({ json }) => json.LastName)).toEqual(['One']);
	});

	it('are read by their ID however that is spelled', async () => {
		const [id = ''] = seed({ LastName: 'One' });
		const options = { findBy: 'ID', fields: ['LastName'] };
		const { items } = await run('get', { id: id.slice(0, 15), options });
		expect(items.map(({ json }) => json.LastName)).toEqual(['One']);
	});

	it('are not unlinked from a related record by its key, which would change nothing', async () => {
		const [id] = seed({ LastName: 'One' });
		const { error } = await run('update', autoMap, [{ id, 'Account.Ext__c': null, LastName: 'x' }]);
		expect(error?.message).toContain("'Account.Ext__c' is null");
		expect(contacts()).toMatchObject([{ LastName: 'One' }]);
	});

	it('are read by an external ID that is itself the address of a record', async () => {
		const key = 'https://acme.lightning.force.com/lightning/r/Contact/003000000000001AAA/view';
		seed({ Ext__c: key, LastName: 'One' });
		const { items } = await run(
			'get',
			{ id: '={{ $json.key }}', options: { findBy: 'Ext__c', fields: ['LastName'] } },
			[{ key }],
		);
		expect(items.map(({ json }) => json.LastName)).toEqual(['One']);
	});

	it('are not guessed where two have the same key', async () => {
		seed({ Email: 'same@example.com' }, { Email: 'same@example.com' });
		const { error } = await run('get', {
			id: 'same@example.com',
			options: { findBy: 'Email' },
		});
		expect(error?.message).toContain('2 records have the value "same@example.com"');
	});

	it.each([
		['equals', 'LastName', "O'Neil", ["O'Neil"]],
		['contains', 'LastName', '50%', ['50% off']],
		['beginsWith', 'LastName', 'Un_', ['Un_der']],
		['isOneOf', 'LastName', "O'Neil, Plain", ["O'Neil", 'Plain']],
		['greater', 'Score__c', '5', ['Plain']],
		['equals', 'Is_Vip__c', 'true', ['Plain']],
		['greaterOrEqual', 'Birthdate', '2000-01-01', ['Plain']],
		['includes', 'Interests__c', 'Golf', ['Plain']],
		['isEmpty', 'Email', '', ["O'Neil", '50% off', 'Under', 'Un_der']],
	])('are listed by the condition %s on %s', async (operator, field, value, expected) => {
		seed(
			{ LastName: "O'Neil" },
			{ LastName: '50% off' },
			{ LastName: 'Under' },
			{ LastName: 'Un_der' },
			{
				LastName: 'Plain',
				Score__c: 7,
				Is_Vip__c: true,
				Birthdate: '2001-01-01',
				Interests__c: 'Golf;Wine',
				Email: 'p@example.com',
			},
		);
		const { error, items } = await run('getAll', {
			returnAll: true,
			conditions: { values: [{ field, operator, value }] },
			options: { fields: ['LastName'] },
		});
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.LastName)).toEqual(expected);
	});

	it('are listed sorted, combined with OR, up to a limit', async () => {
		seed({ LastName: 'A' }, { LastName: 'B' }, { LastName: 'C' });
		const { items } = await run('getAll', {
			returnAll: false,
			limit: 2,
			combine: 'OR',
			conditions: {
				values: ['A', 'B', 'C'].map((value) => ({ field: 'LastName', operator: 'equals', value })),
			},
			filters: { where: "FirstName = null OR FirstName = 'x'" },
			options: { sortBy: 'LastName', sortOrder: 'DESC', fields: ['LastName'] },
		});
		expect(items.map(({ json }) => json.LastName)).toEqual(['C', 'B']);
		expect(org.fakeServer.requests.at(-1)?.query.q).toContain('LIMIT 2');
	});

	it('are listed page by page, and with deleted ones', async () => {
		const ids = seed(...Array.from({ length: 25 }, (_, index) => ({ LastName: `N${index}` })));
		org.fakeServer.vendor.state.remove(ids[3] ?? '');
		org.fakeServer.vendor.queries.pageSize = 10;
		const living = await run('getAll', { returnAll: true });
		expect(new Set(living.items.map(({ json }) => json.id)).size).toBe(24);
		const all = await run('getAll', { returnAll: true, options: { includeDeleted: true } });
		expect(all.items).toHaveLength(25);
		expect(paths().filter((path) => path.includes('/queryAll'))).toHaveLength(3);
	});

	it('are counted without being read', async () => {
		seed({ LastName: 'A' }, { LastName: 'B' });
		const { items } = await run('count', {
			conditions: { values: [{ field: 'LastName', operator: 'notEquals', value: 'A' }] },
		});
		expect(items.map(({ json }) => json)).toEqual([{ count: 1 }]);
	});

	it('say which object or API version the org does not have', async () => {
		const object = { __rl: true, mode: 'name', value: 'Nothing__c' };
		const none = await run('getAll', { object, options: { fields: ['Name'] } });
		expect(none.error?.message).toContain("sObject type 'Nothing__c' is not supported");
		const version = await run('getAll', { options: { apiVersion: '99.0', fields: ['Name'] } });
		expect(version.error?.message).toContain('has no API version 99.0 in this org');
		expect(version.error?.description).toContain('66.0, 67.0');
	});
});

describe('A create of Salesforce that is run again', () => {
	const org = new Org();
	const rows = (object: string) => org.fakeServer.vendor.state.rows(object);

	it.each([
		['skip', [null, null]],
		['update', ['1', '2']],
	])('writes no record twice where it is to %s', async (ifItExists, phones) => {
		const create = async (items: IDataObject[]) =>
			await org.run({
				parameters: {
					resource: 'record',
					operation: 'create',
					object: CONTACT,
					inputMode: 'autoMap',
					ifItExists,
					existingKey: 'Ext__c',
				},
				items,
			});
		const first = await create([
			{ LastName: 'A', Ext__c: 'K-1' },
			{ LastName: 'B', Ext__c: 'K-2' },
		]);
		expect(first.error).toBeUndefined();
		const again = await create([
			{ LastName: 'B', Ext__c: 'k-2', Phone: '2' },
			{ LastName: 'A', Ext__c: 'K-1', Phone: '1' },
			{ LastName: 'C', Ext__c: 'K-3' },
		]);
		expect(again.error).toBeUndefined();
		expect(again.items.map(({ json }) => json.id)).toEqual([
			first.items[1]?.json.id,
			first.items[0]?.json.id,
			expect.any(String),
		]);
		expect(rows('Contact').map(({ Phone }) => Phone)).toEqual([...phones, null]);
	});

	it.each(['create', 'createAtomically'])(
		'finds interactions by their External Identifier: %s',
		async (operation) => {
			const item = {
				attendeeVerified: false,
				communicationChannel: 'Voice Call',
				startDateTime: '2026-03-02T09:15:00.000Z',
				externalIdentifierId: "call's \\ 1",
			};
			const parameters = {
				resource: 'interaction',
				operation,
				inputMode: 'autoMap',
				ifItExists: 'skip',
			};
			const first = await org.run({ parameters, items: [item, item] });
			expect(first.error).toBeUndefined();
			const again = await org.run({ parameters, items: [item] });
			expect(again.items[0]?.json.id).toBe(first.items[0]?.json.id);
			expect(rows('EngagementInteraction')).toHaveLength(1);
		},
	);
});
