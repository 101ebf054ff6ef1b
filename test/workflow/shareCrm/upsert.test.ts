import { source, useShareCrm } from '../../harness/sharecrm';

const account = { object: 'AccountObj' };
const autoMap = { inputMode: 'autoMap' };

describe('ShareCRM', () => {
	const { record, rows, seed, fakeServer } = useShareCrm();

	describe('Create or Update', () => {
		it('finds the records of a hundred items by one query', async () => {
			const there = Array.from({ length: 50 }, (_, index) => ({
				name: `Old ${index}`,
				email: `a${index}@example.com`,
			}));
			seed('AccountObj', there);
			const items = Array.from({ length: 100 }, (_, index) => ({
				name: `New ${index}`,
				email: `a${index}@example.com`,
			}));
			const result = await record('upsert', { ...account, ...autoMap, matchOn: 'email' }, items);
			expect(result.error).toBeUndefined();
			expect(fakeServer().seen('/data/query')).toHaveLength(1);
			expect(fakeServer().seen('/data/update')).toHaveLength(50);
			expect(fakeServer().seen('/data/create')).toHaveLength(50);
			expect(result.items.map(({ json }) => json.action)).toEqual([
				...Array.from({ length: 50 }, () => 'update'),
				...Array.from({ length: 50 }, () => 'insert'),
			]);
			expect(result.items.map(source)).toEqual(items.map((_, index) => index));
			const byEmail = new Map(rows('AccountObj').map((row) => [row.email, row]));
			expect(byEmail.size).toBe(100);
			for (const [index, item] of result.items.entries())
				expect(byEmail.get(`a${index}@example.com`)).toMatchObject({
					_id: item.json.id,
					name: `New ${index}`,
				});
		});

		it('makes one record of items with one key, and the last one counts', async () => {
			const items = ['A', 'B', 'C'].map((name) => ({ name, email: 'same@example.com' }));
			const result = await record('upsert', { ...account, ...autoMap, matchOn: 'email' }, items);
			expect(result.items.map(({ json }) => json.action)).toEqual(['insert', 'update', 'update']);
			expect(rows('AccountObj').map(({ name }) => name)).toEqual(['C']);
		});

		it('writes nothing for an item without a key, and for one that several records have', async () => {
			seed('AccountObj', [
				{ name: 'One', tel: '1' },
				{ name: 'Two', tel: '1' },
			]);
			const result = await record(
				'upsert',
				{ ...account, ...autoMap, matchOn: 'tel' },
				[{ name: 'A', tel: '1' }, { name: 'B' }, { name: 'C', tel: '3' }],
				{ onError: 'continueErrorOutput' },
			);
			expect(result.errors.map(source)).toEqual([0, 1]);
			expect(result.errors[0]?.json.error).toContain(`2 records whose 'tel' is "1"`);
			expect(result.errors[1]?.json.error).toContain("'tel' is missing");
			expect(result.items.map(source)).toEqual([2]);
		});

		it('finds out what became of a new record whose reply was lost, and leaves open what became of a change', async () => {
			const [id] = seed('AccountObj', [{ name: 'Old', email: 'b' }]);
			for (const path of ['/data/create', '/data/update'])
				fakeServer().faults.arm({ fault: { kind: 'dropAfter' }, path, times: 1 });
			const items = [
				{ name: 'A', email: 'a', revenue: 3 },
				{ name: 'B', email: 'b' },
			];
			const result = await record('upsert', { ...account, ...autoMap, matchOn: 'email' }, items, {
				onError: 'continueErrorOutput',
			});
			// The time of a reply is told in whole seconds, so a record of the same second is not proven to be the one.
			const created = rows('AccountObj')[1]?._id;
			const [lost] = [...result.errors, ...result.items].filter((item) => source(item) === 0);
			expect(JSON.stringify(lost?.json)).toContain(String(created));
			expect(result.errors.find((item) => source(item) === 1)?.json.details).toMatchObject({
				executed: 'unknown',
			});
			expect(rows('AccountObj').map(({ _id, name }) => [_id, name])).toEqual([
				[id, 'B'],
				[created, 'A'],
			]);
		});

		it('finds a record whose key differs in case alone, and writes nothing where another one is found', async () => {
			const items = [{ name: 'A', email: 'A@example.com' }];
			const answer = (email: string) =>
				fakeServer().faults.arm({
					fault: {
						kind: 'status',
						status: 200,
						body: { errorCode: 0, data: { dataList: [{ _id: there, email }] } },
					},
					path: '/query',
					times: 1,
				});
			const [there] = seed('AccountObj', [{ name: 'Old', email: 'a@example.com' }]);
			answer('a@example.com');
			const same = await record('upsert', { ...account, ...autoMap, matchOn: 'email' }, items);
			expect(same.items[0]?.json).toMatchObject({ id: there, action: 'update' });
			answer('other@example.com');
			const other = await record('upsert', { ...account, ...autoMap, matchOn: 'email' }, items);
			expect(other.error?.message).toContain('which is not one of the given values');
			expect(rows('AccountObj')).toHaveLength(1);
		});

		it('writes nothing where the records could not be looked for', async () => {
			fakeServer().faults.arm({
				fault: { kind: 'status', status: 200, code: '32000' },
				path: '/query',
			});
			const items = [{ name: 'A', email: 'a@example.com' }];
			const result = await record('upsert', { ...account, ...autoMap, matchOn: 'email' }, items, {
				onError: 'continueErrorOutput',
			});
			expect(result.errors[0]?.json.details).toMatchObject({ executed: 'no', code: '32000' });
			expect(rows('AccountObj')).toEqual([]);
		});
	});
});
