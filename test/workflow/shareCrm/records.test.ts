import { source, useShareCrm } from '../../harness/sharecrm';

const account = { object: 'AccountObj' };
const order = { object: 'order__c' };
const autoMap = { inputMode: 'autoMap' };
const byId = { id: '={{ $json.id }}' };

describe('ShareCRM', () => {
	const { form, record, rows, seed, sent, fakeServer } = useShareCrm();

	describe('Create of any object', () => {
		it('sends each value as the account describes its field', async () => {
			const result = await record('create', { ...account, ...autoMap }, [
				{
					name: 'Northwind',
					level: 'Gold',
					tags: 'Ships, b',
					revenue: 1200.5,
					share: '95%',
					is_key: 'true',
					since: '2026-03-01',
					next_call: '2026-03-01T10:00:00+08:00',
					opens_at: '09:30',
					owner: 1001,
					helpers: '1000, 1001',
					place: { longitude: 121.5, latitude: 31.2, address: 'Pudong' },
					files: 'N_1',
				},
			]);
			expect(result.error).toBeUndefined();
			expect(result.hints).toEqual([]);
			expect(sent('/data/create')[0]?.data.object_data).toEqual({
				dataObjectApiName: 'AccountObj',
				object_describe_api_name: 'AccountObj',
				name: 'Northwind',
				level: '1',
				tags: ['a', 'b'],
				revenue: '1200.5',
				share: '95',
				is_key: true,
				// Midnight in the zone of the field, not in that of the workflow.
				since: Date.parse('2026-03-01T00:00:00+08:00'),
				next_call: Date.parse('2026-03-01T10:00:00+08:00'),
				opens_at: 34_200_000,
				owner: ['1001'],
				helpers: ['1000', '1001'],
				place: '121.5#%$31.2#%$Pudong',
				files: [{ path: 'N_1', name: 'N_1' }],
			});
		});

		it('describes the object once for a hundred items, and names keys that it does not have', async () => {
			const items = Array.from({ length: 100 }, (_, index) => ({ name: `A ${index}`, nmae: 1 }));
			const result = await record('create', { ...account, ...autoMap }, items);
			expect(result.items).toHaveLength(100);
			expect(fakeServer().seen('/object/describe')).toHaveLength(1);
			expect(result.hints).toEqual([expect.stringContaining("'nmae' (did you mean 'name'?)")]);
		});

		it('uses the path of custom objects, and takes the ID from where they give it', async () => {
			const result = await record(
				'create',
				{ ...order, ...autoMap, options: { isDuplicateSearch: true, includeDetailIds: true } },
				[
					{
						name: 'Order 1',
						amount__c: 3,
						details: { order_line__c: [{ name: 'Line 1', quantity__c: '2' }] },
					},
				],
			);
			expect(result.error).toBeUndefined();
			const [request] = fakeServer().seen('/data/create');
			expect(request?.path).toBe('/cgi/crm/custom/v2/data/create');
			expect(request?.body).toMatchObject({ checkDuplicateSearch: true });
			const [stored] = rows('order__c');
			expect(result.items[0]?.json).toMatchObject({ id: stored?._id, name: 'Order 1' });
			expect(rows('order_line__c')).toEqual([
				expect.objectContaining({ order__c: stored?._id, quantity__c: '2' }),
			]);
		});

		it('refuses a value that its field cannot hold before anything is sent', async () => {
			const result = await record(
				'create',
				{ ...account, ...autoMap },
				[{ name: 'A', revenue: 'much' }, { name: 'B' }],
				{ onError: 'continueErrorOutput' },
			);
			expect(result.errors).toHaveLength(1);
			expect(result.errors[0]?.json.error).toContain("'revenue' must be a number");
			expect(result.items.map(source)).toEqual([1]);
			expect(rows('AccountObj')).toHaveLength(1);
		});

		it('goes to the object of each item', async () => {
			const result = await record('create', { object: '={{ $json.kind }}', ...autoMap }, [
				{ kind: 'AccountObj', name: 'A', tel: 1 },
				{ kind: 'LeadsObj', name: 'L', tel: 1 },
				{ kind: 'AccountObj', name: 'B', tel: 2 },
			]);
			expect(result.items.map(source)).toEqual([0, 1, 2]);
			expect(rows('AccountObj').map(({ name, tel }) => [name, tel])).toEqual([
				['A', '1'],
				['B', '2'],
			]);
			expect(rows('LeadsObj').map(({ name }) => name)).toEqual(['L']);
			expect(fakeServer().seen('/object/describe')).toHaveLength(2);
		});

		it('can return the whole record', async () => {
			const result = await record(
				'create',
				{ ...account, ...autoMap, options: { returnFullRecord: true } },
				[{ name: 'A' }],
			);
			expect(result.items[0]?.json).toMatchObject({ name: 'A', life_status: 'normal' });
		});
	});

	describe('Create of what may be there already', () => {
		const items = ['a', 'b', 'c'].map((key) => ({ name: `New ${key}`, email: key, owner: '1001' }));
		const again = async (ifItExists: string) =>
			await record('create', { ...account, ...autoMap, ifItExists, matchOn: 'email' }, items, {
				onError: 'continueErrorOutput',
			});

		it.each([
			['skip', ['created', 'skipped', 'created'], 'Old', 0],
			['update', ['created', 'updated', 'created'], 'New b', 0],
			['fail', ['created', 'created'], 'Old', 1],
		])('does %s, found by one query for all items', async (mode, actions, name, failures) => {
			const [id] = seed('AccountObj', [{ name: 'Old', email: 'b' }]);
			const result = await again(mode);
			expect(result.items.map(({ json }) => json.action)).toEqual(actions);
			expect(result.errors).toHaveLength(failures);
			expect(fakeServer().seen('/data/query')).toHaveLength(1);
			expect(rows('AccountObj')).toHaveLength(3);
			// The owner stays, because an update cannot change it.
			expect(rows('AccountObj')[0]).toMatchObject({ _id: id, name, owner: ['1000'] });
			for (const { data } of sent('/data/update'))
				expect(data.object_data).not.toHaveProperty('owner');
		});
	});

	describe('the form', () => {
		it('offers the fields that can be written, required ones first, with the labels of options', async () => {
			const open = await form({ resource: 'record', operation: 'create', ...account });
			const { fields } = await open.mapper('getObjectFields');
			const names = fields.map(({ id }) => id);
			expect(names[0]).toBe('name');
			expect(names).toContain('owner');
			expect(names).not.toContain('score');
			expect(names).not.toContain('account_no');
			expect(names).not.toContain('old_field');
			expect(names).not.toContain('last_modified_time');
			expect(fields.find(({ id }) => id === 'level')).toMatchObject({
				type: 'options',
				required: false,
				options: [
					{ name: 'Gold', value: '1' },
					{ name: 'Silver', value: '2' },
					{ name: 'Other', value: 'other' },
				],
			});
		});

		it('offers for an update no field that an update cannot change', async () => {
			const open = await form({ resource: 'record', operation: 'update', ...account });
			const { fields } = await open.mapper('getObjectFields');
			expect(fields.map(({ id }) => id)).not.toContain('owner');
			expect(fields.some(({ required }) => required)).toBe(false);
		});

		it('lists objects by their labels, unique fields, people and records by name', async () => {
			seed('AccountObj', [{ name: 'Northwind' }, { name: 'Zylker' }]);
			const open = await form({ resource: 'record', operation: 'upsert', ...account });
			const objects = await open.search('searchObjects', 'order');
			expect(objects.results).toEqual([
				{ name: 'Order (order__c)', value: 'order__c' },
				{ name: 'Order Line (order_line__c)', value: 'order_line__c' },
			]);
			expect((await open.search('searchObjects', 'retired')).results).toEqual([]);
			expect(await open.options('getUniqueFields')).toEqual([
				{ name: 'Email', value: 'email', description: 'email' },
			]);
			expect((await open.search('searchEmployees')).results).toEqual([
				{ name: 'Ann Admin', value: '1000' },
				{ name: 'Ben Agent', value: '1001' },
			]);
			expect((await open.search('searchDepartments', 'ser')).results).toEqual([
				expect.objectContaining({ name: 'Service' }),
			]);
			expect((await open.search('searchRecords', 'Zyl')).results).toEqual([
				expect.objectContaining({ name: 'Zylker' }),
			]);
		});

		it('says to choose an object first', async () => {
			const open = await form({ resource: 'record', operation: 'create' });
			await expect(open.mapper('getObjectFields')).rejects.toThrow("Choose 'Object' first");
		});
	});

	describe('Update', () => {
		it('changes what is given, and says what it leaves out of a record that was read before', async () => {
			const [id] = seed('AccountObj', [{ name: 'Old', tel: '1', level: '2' }]);
			const [read] = (await record('get', { ...account, id: id ?? '', simplify: false })).items;
			const result = await record('update', { ...account, ...autoMap }, [
				{ ...read?.json, name: 'New' },
			]);
			expect(result.error).toBeUndefined();
			expect(result.hints.join(' ')).toContain("'owner' was not sent");
			expect(result.hints.join(' ')).toContain("such as 'owner__r'");
			expect(Object.keys(sent('/data/update')[0]?.data.object_data ?? {}).sort()).toEqual([
				'_id',
				'dataObjectApiName',
				'level',
				'name',
				'record_type',
				'tel',
			]);
			expect(rows('AccountObj')[0]).toMatchObject({ name: 'New', tel: '1', version: '2' });
		});

		it('is refused for locked records, unless a custom object lets them be changed', async () => {
			const [id = ''] = seed('order__c', [{ name: 'Order' }]);
			await record('lock', { ...order, id });
			const items = [{ id, name: 'Changed' }];
			const refused = await record('update', { ...order, ...autoMap }, items, {
				onError: 'continueErrorOutput',
			});
			expect(refused.errors[0]?.json.error).toContain('the data is locked');
			const options = { skipDataStatusValidate: true };
			const changed = await record('update', { ...order, ...autoMap, options }, items);
			expect(changed.items[0]?.json).toMatchObject({ id, name: 'Changed' });
			await record('unlock', { ...order, id, options: { withDetails: false } });
			expect(rows('order__c')[0]).toMatchObject({ name: 'Changed', lock_status: '0' });
			expect(sent('/object/unlock')[0]?.data).toMatchObject({ detailObjStrategy: 0 });
		});
	});

	describe('Get', () => {
		it('reads many records by one query, and each comes to its own item', async () => {
			const ids = seed(
				'AccountObj',
				Array.from({ length: 130 }, (_, index) => ({ name: `A ${index}` })),
			).reverse();
			const result = await record(
				'get',
				{ ...account, ...byId },
				ids.map((id) => ({ id })),
			);
			expect(result.items.map(({ json }) => json.id)).toEqual(ids);
			expect(result.items.map(source)).toEqual(ids.map((_, index) => index));
			expect(fakeServer().seen('/data/query')).toHaveLength(2);
			expect(fakeServer().seen('/data/get')).toHaveLength(0);
		});

		it('finds voided records, and tells the refusal of one that is not there at its item alone', async () => {
			const [a = '', b = ''] = seed('AccountObj', [{ name: 'A' }, { name: 'B' }]);
			await record('void', { ...account, id: b });
			const result = await record(
				'get',
				{ ...account, ...byId },
				[{ id: a }, { id: 'ffffffffffffffffffffffff' }, { id: b }],
				{ onError: 'continueErrorOutput' },
			);
			expect(result.items.map(({ json }) => [json.id, json.life_status])).toEqual([
				[a, 'normal'],
				[b, 'invalid'],
			]);
			expect(result.errors.map(source)).toEqual([1]);
			expect(result.errors[0]?.json.error).toContain('does not exist');
		});

		it('puts names in place of IDs, or beside them', async () => {
			const [parent] = seed('AccountObj', [{ name: 'Parent' }]);
			const [id = ''] = seed('AccountObj', [
				{ name: 'Child', parent_id: parent, level: '1', tags: ['a', 'b'], owner: ['1001'] },
			]);
			const read = async (namesForIds: string) =>
				(await record('get', { ...account, id, simplify: false, options: { namesForIds } }))
					.items[0]?.json;
			expect(await read('names')).toMatchObject({
				parent_id: 'Parent',
				level: 'Gold',
				tags: ['Ships', 'Trains'],
				owner: 'Ben Agent',
			});
			expect(await read('names')).not.toHaveProperty('owner__r');
			expect(await read('both')).toMatchObject({
				parent_id: parent,
				parent_id__r: 'Parent',
				level: '1',
				level__r: 'Gold',
				tags: ['a', 'b'],
				tags__r: ['Ships', 'Trains'],
				owner: ['1001'],
				owner__r: 'Ben Agent',
			});
			expect(await read('asSent')).toMatchObject({ owner__r: { id: '1001', name: 'Ben Agent' } });
		});
	});
});
