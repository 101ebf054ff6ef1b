import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { openForm } from '../../harness/form';
import { credentialsOf } from '../../harness/sandbox';
import { Org, USER } from '../../harness/salesforceEngagement';

const named = (value: string) => ({ __rl: true, mode: 'name', value });

describe("Reading of Salesforce's records, queries and picklists", () => {
	const org = new Org();
	const state = () => org.fakeServer.vendor.state;
	const put = (object: string, values: IDataObject): string => {
		const written = state().insert(object, values);
		return written.success ? written.id : JSON.stringify(written);
	};
	const run = async (parameters: INodeParameters, items: IDataObject[] = [{}], spec = {}) =>
		await org.run({ parameters, items, ...spec });
	const rows = async (parameters: INodeParameters) => {
		const { error, items } = await run(parameters);
		expect(error).toBeUndefined();
		return items.map(({ json }) => json);
	};
	const form = async (parameters: INodeParameters) =>
		await openForm(
			'salesforceEngagement',
			{ authentication: 'oAuth2', ...parameters },
			credentialsOf(org.fakeServer, USER),
		);

	describe('Get Related', () => {
		const related = (id: string, more: INodeParameters = {}) => ({
			resource: 'record',
			operation: 'getRelated',
			object: named('Account'),
			relationship: 'Contacts',
			id: { __rl: true, mode: 'id', value: id },
			...more,
		});

		it('gives the records of another object that belong to a record, with the chosen fields', async () => {
			const [account, other] = [put('Account', { Name: 'A' }), put('Account', { Name: 'B' })];
			const ids = ['X', 'Y'].map((LastName) => put('Contact', { LastName, AccountId: account }));
			put('Contact', { LastName: 'Z', AccountId: other });
			const fields = ['LastName', 'Account.Name'];
			expect(await rows(related(account, { returnAll: true, options: { fields } }))).toEqual([
				{ id: ids[0], LastName: 'X', Account: { Name: 'A' } },
				{ id: ids[1], LastName: 'Y', Account: { Name: 'A' } },
			]);
			expect(await rows(related(account, { returnAll: false, limit: 1 }))).toHaveLength(1);
		});

		it('says that there is no such relationship', async () => {
			const { error } = await run(related(put('Account', { Name: 'A' }), { relationship: 'Pets' }));
			expect(error?.message).toContain("Account has no relationship 'Pets'");
		});

		it('offers the relationships of the object, and then the fields of the related one', async () => {
			const opened = await form(related('001000000000001AAA'));
			expect((await opened.options('getRelationships')).map(({ value }) => value)).toContain(
				'Contacts',
			);
			const fields = await opened.options('getRelatedFields');
			expect(fields.map(({ value }) => value)).toContain('LastName');
		});
	});

	describe('Get Changed and Deleted IDs', () => {
		const changes = (more: INodeParameters = {}) => ({
			resource: 'record',
			operation: 'getChanges',
			object: named('Contact'),
			changes: 'both',
			start: new Date(Date.now() - 60_000).toISOString(),
			end: new Date(Date.now() + 60_000).toISOString(),
			...more,
		});

		it('tells changed IDs from deleted ones, and how far the list reaches', async () => {
			const [kept, gone] = [
				put('Contact', { LastName: 'kept' }),
				put('Contact', { LastName: 'gone' }),
			];
			state().remove(gone);
			const found = await rows(changes());
			const reach = {
				latestDateCovered: expect.any(String),
				earliestDateAvailable: expect.any(String),
			};
			expect(found).toEqual([
				{ id: kept, change: 'updated', ...reach },
				{ id: gone, change: 'deleted', deletedDate: expect.any(String), ...reach },
			]);
			expect(await rows(changes({ changes: 'deleted' }))).toHaveLength(1);
		});

		it('reaches as far as the shorter one of its two lists', async () => {
			const [early, late] = ['2026-11-26T10:00:00.000+0000', '2026-11-26T10:05:00.000Z'];
			const reply = (path: string, body: IDataObject) =>
				org.fakeServer.faults.arm({ path, fault: { kind: 'status', status: 200, body }, times: 1 });
			for (const [updated, deleted] of [
				[early, late],
				[late, early],
			]) {
				reply('/updated/', { ids: ['003000000000001AAA'], latestDateCovered: updated });
				reply('/deleted/', {
					deletedRecords: [{ id: '003000000000002AAA', deletedDate: early }],
					earliestDateAvailable: '2026-11-10T00:00:00.000+0000',
					latestDateCovered: deleted,
				});
				const found = await rows(changes());
				expect(found.map(({ latestDateCovered }) => latestDateCovered)).toEqual([early, early]);
				expect(found[1]?.earliestDateAvailable).toBe('2026-11-10T00:00:00.000+0000');
			}
		});

		it('refuses a time span that ends before it begins, without a request', async () => {
			const { error } = await run(changes({ end: '2020-01-01T00:00:00Z' }));
			expect(error?.message).toContain("'End' must be after 'Start'");
			expect(org.fakeServer.requests).toEqual([]);
		});
	});

	describe('Query', () => {
		it('tells how many rows a query has by one page of 200', async () => {
			for (let index = 0; index < 450; index++) put('Contact', { LastName: `N${index}` });
			expect(
				await rows({
					resource: 'query',
					operation: 'count',
					query: 'SELECT Id FROM Contact WHERE LastName != :name',
					parameters: { values: [{ name: 'name', value: 'N7' }] },
				}),
			).toEqual([{ count: 449 }]);
			const [seen] = org.fakeServer.seen('/query');
			expect(org.fakeServer.seen('/query')).toHaveLength(1);
			expect(seen?.headers['sforce-query-options']).toBe('batchSize=200');
		});

		it('runs a named query with its parameters', async () => {
			org.fakeServer.vendor.queries.named.set(
				'By_Name',
				'SELECT Id, LastName FROM Contact WHERE LastName = :name AND Score__c > :score',
			);
			put('Contact', { LastName: "O'Neil", Score__c: 5 });
			put('Contact', { LastName: "O'Neil", Score__c: 1 });
			const found = await rows({
				resource: 'query',
				operation: 'runNamed',
				queryName: 'By_Name',
				returnAll: true,
				parameters: {
					values: [
						{ name: 'name', value: "O'Neil" },
						{ name: 'score', value: 2 },
					],
				},
			});
			expect(found.map(({ LastName }) => LastName)).toEqual(["O'Neil"]);
		});

		it('says that a named query is not there', async () => {
			const { error } = await run({ resource: 'query', operation: 'runNamed', queryName: 'None' });
			expect(error?.message).toContain('does not exist');
		});

		it('sends a query that is too long for an address in a body, and reads all of its pages', async () => {
			for (let index = 0; index < 2_500; index++) put('Contact', { LastName: `Name ${index}` });
			const names = Array.from({ length: 2_500 }, (_, index) => `Name ${index}`);
			const { error, items } = await run(
				{
					resource: 'query',
					operation: 'run',
					query: 'SELECT LastName FROM Contact WHERE LastName IN :names',
					parameters: { values: [{ name: 'names', value: '={{ $json.names }}' }] },
					returnAll: true,
				},
				[{ names }],
			);
			expect(error).toBeUndefined();
			expect(items.map(({ json }) => json.LastName)).toEqual(names);
			expect(org.fakeServer.seen('/composite')).toHaveLength(1);
		});

		it('says of a long query what Salesforce says of it', async () => {
			const { error } = await run({
				resource: 'query',
				operation: 'run',
				query: `SELECT Id FROM Nope WHERE LastName != '${'x'.repeat(9_000)}'`,
			});
			expect(error?.message).toContain('Nope');
		});
	});

	describe('a list of values that is too long for one query', () => {
		const values = Array.from({ length: 6_000 }, (_, index) => `Key number ${index}`);
		const parameters = (more: INodeParameters) => ({
			resource: 'record',
			object: named('Contact'),
			conditions: {
				values: [
					{ field: 'LastName', operator: 'isOneOf', value: '={{ $json.values }}' },
					{ field: 'Is_Vip__c', operator: 'equals', value: 'true' },
				],
			},
			...more,
		});
		beforeEach(() => {
			for (const index of [0, 1, 3_000, 5_999])
				put('Contact', { LastName: `Key number ${index}`, Is_Vip__c: index !== 1 });
			put('Contact', { LastName: 'another', Is_Vip__c: true });
		});

		it('is asked for in parts, which are joined', async () => {
			const { error, items } = await run(
				parameters({ operation: 'getAll', returnAll: true, options: { fields: ['LastName'] } }),
				[{ values }],
			);
			expect(error).toBeUndefined();
			expect(items.map(({ json }) => json.LastName)).toEqual(
				[0, 3_000, 5_999].map((index) => `Key number ${index}`),
			);
			for (const { body } of org.fakeServer.seen('/composite')) {
				const query = decodeURIComponent(JSON.stringify(body));
				expect(query.length).toBeLessThan(100_000);
			}
		});

		it('is counted in parts', async () => {
			const { items } = await run(parameters({ operation: 'count' }), [{ values }]);
			expect(items.map(({ json }) => json)).toEqual([{ count: 3 }]);
		});

		it('returns a record once whose ID is in the list in both of its forms', async () => {
			const AccountId = put('Account', { Name: 'A' });
			const id = put('Contact', { LastName: 'of A', AccountId });
			const others = Array.from(
				{ length: 6_000 },
				(_, index) => `001${String(index).padStart(12, '9')}AAA`,
			);
			const asked = {
				resource: 'record',
				object: named('Contact'),
				conditions: {
					values: [{ field: 'AccountId', operator: 'isOneOf', value: '={{ $json.values }}' }],
				},
			};
			const list = [AccountId, ...others, AccountId.slice(0, 15)];
			const counted = await run({ ...asked, operation: 'count' }, [{ values: list }]);
			expect(counted.items.map(({ json }) => json)).toEqual([{ count: 1 }]);
			const { items } = await run(
				{ ...asked, operation: 'getAll', returnAll: true, options: { fields: ['LastName'] } },
				[{ values: list }],
			);
			expect(items.map(({ json }) => json.id)).toEqual([id]);
		});

		it('stops at the limit, and is not sorted wrongly', async () => {
			const limited = await run(parameters({ operation: 'getAll', returnAll: false, limit: 2 }), [
				{ values },
			]);
			expect(limited.items).toHaveLength(2);
			const sorted = await run(
				parameters({ operation: 'getAll', returnAll: true, options: { sortBy: 'LastName' } }),
				[{ values }],
			);
			expect(sorted.error?.message).toContain("'Sort By' cannot be used");
		});
	});

	describe('picklists by record type', () => {
		const picklists = (more: INodeParameters) => ({
			resource: 'metadata',
			operation: 'getPicklists',
			object: named('Case'),
			returnAll: true,
			...more,
		});

		it('are those of the record type, or all of them without one', async () => {
			const all = await rows(picklists({ picklist: 'Status' }));
			expect(all.map(({ value }) => value)).toEqual(['New', 'Working', 'Closed']);
			expect(
				await rows(picklists({ picklist: 'status', recordTypeId: '012000000000002AAA' })),
			).toEqual([
				{ field: 'Status', label: 'New', value: 'New', validFor: [] },
				{ field: 'Status', label: 'Closed', value: 'Closed', validFor: [] },
			]);
		});

		it('say so where the record type is not known', async () => {
			const { error } = await run(picklists({ recordTypeId: '012000000000009AAA' }));
			expect(error?.message).toContain('does not exist');
		});

		const create = (more: INodeParameters = {}) => ({
			resource: 'record',
			operation: 'create',
			object: named('Case'),
			...more,
		});
		const offered = async (parameters: INodeParameters, method: string, id: string) => {
			const { fields } = await (await form(parameters)).mapper(method);
			return fields.find((field) => field.id === id)?.options?.map(({ value }) => value);
		};

		it('are offered by the mapper', async () => {
			const options = { recordTypeId: '012000000000002AAA' };
			expect(await offered(create(), 'getObjectFields', 'Status')).toHaveLength(3);
			expect(await offered(create({ options }), 'getObjectFields', 'Status')).toEqual([
				'New',
				'Closed',
			]);
			const interaction = {
				resource: 'interaction',
				operation: 'upsert',
				additionalFields: { RecordTypeId: '012000000000001AAA' },
			};
			expect(await offered(interaction, 'getCustomFields', 'Line__c')).toEqual(['Hotline']);
		});

		it('go with the record type that the records get, unless they name one themselves', async () => {
			const own = '012000000000001AAA';
			const { error } = await run(
				{
					...create({ options: { recordTypeId: '012000000000002AAA' } }),
					inputMode: 'autoMap',
				},
				[{ Subject: 'a' }, { Subject: 'b', RecordTypeId: own }],
			);
			expect(error).toBeUndefined();
			expect(
				state()
					.rows('Case')
					.map(({ RecordTypeId }) => RecordTypeId),
			).toEqual(['012000000000002AAA', own]);
		});
	});
});
