import type { INodeParameters } from 'n8n-workflow';

import { useShareCrm } from '../../harness/sharecrm';

const account = { object: 'AccountObj' };
const condition = (
	field_name: string,
	operator: string,
	value?: string | number | string[],
): INodeParameters => ({
	field_name,
	operator,
	...(value === undefined ? {} : { value }),
});

describe('ShareCRM', () => {
	const { record, seed, sent, fakeServer } = useShareCrm();

	describe('Get Many', () => {
		const names = async (parameters: INodeParameters) =>
			(await record('getAll', { ...account, returnAll: true, ...parameters })).items.map(
				({ json }) => json.name,
			);

		it('reads more than 10,000 records by their ID, each once', async () => {
			fakeServer().vendor.limit = { calls: 1000, millis: 20_000 };
			fakeServer().journal = false;
			const ids = seed(
				'AccountObj',
				Array.from({ length: 10_250 }, (_, index) => ({ name: `A ${index}` })),
			);
			const lines = { calls: 100_000, window: 20_000 };
			const { LIMITS } = jest.requireActual<{ LIMITS: object }>(
				'../../../dist/nodes/ShareCrm/limits.js',
			);
			Object.assign(LIMITS, lines);
			const result = await record('getAll', { ...account, returnAll: true });
			fakeServer().journal = true;
			expect(result.error).toBeUndefined();
			expect(result.items.map(({ json }) => json.id)).toEqual(ids);
		});

		it('asks for no more rows than are wanted', async () => {
			seed(
				'AccountObj',
				Array.from({ length: 30 }, (_, index) => ({ name: `A ${index}` })),
			);
			const result = await record('getAll', { ...account, returnAll: false, limit: 7 });
			expect(result.items).toHaveLength(7);
			expect(sent('/data/query')[0]?.data).toMatchObject({
				search_query_info: { limit: 7, offset: 0 },
			});
			expect(fakeServer().seen('/data/query')).toHaveLength(1);
		});

		it('compares values by the type of their field', async () => {
			const day = (text: string) => Date.parse(`${text}T00:00:00+08:00`);
			seed('AccountObj', [
				{ name: 'A', level: '1', since: day('2026-03-01'), revenue: '100', tags: ['a'] },
				{ name: 'B', level: '2', since: day('2026-04-01'), revenue: '20', tags: ['b'] },
				{ name: 'C', revenue: '3' },
			]);
			const where = async (...values: INodeParameters[]) => await names({ conditions: { values } });
			expect(await where(condition('level', 'EQ', 'Gold'))).toEqual(['A']);
			expect(await where(condition('since', 'GTE', '2026-03-15'))).toEqual(['B']);
			expect(await where(condition('since', 'BETWEEN', '2026-03-01, 2026-03-31'))).toEqual(['A']);
			expect(await where(condition('revenue', 'GT', 15))).toEqual(['A', 'B']);
			expect(await where(condition('level', 'IN', 'Gold, 2'))).toEqual(['A', 'B']);
			expect(await where(condition('tags', 'HASANYOF', ['Trains']))).toEqual(['B']);
			expect(await where(condition('level', 'IS'))).toEqual(['C']);
			expect(await where(condition('level', 'ISN'), condition('name', 'STARTWITH', 'B'))).toEqual([
				'B',
			]);
		});

		it.each([
			['N', 'Trains, Planes'],
			['EQ', ['Trains', 'Planes']],
		])('refuses several values for an operator that takes one: %s %j', async (operator, value) => {
			const result = await record('getAll', {
				...account,
				conditions: { values: [condition('tags', operator, value)] },
			});
			expect(result.error?.message).toContain("'Condition 1 > Value' must be one value");
		});

		it('takes a query of the web app, and adds the conditions of the form', async () => {
			seed('AccountObj', [{ name: 'A', tel: '1' }, { name: 'AB', tel: '2' }, { name: 'B' }]);
			const info = {
				limit: 20,
				offset: 40,
				filters: [{ field_name: 'name', field_values: ['A'], operator: 'LIKE' }],
				orders: [{ fieldName: 'tel', isAsc: false }],
			};
			expect(
				await names({
					filters: { search_query_info: JSON.stringify(info) },
					conditions: { values: [condition('tel', 'ISN')] },
				}),
			).toEqual(['AB', 'A']);
		});

		it('sorts, and says that a sorted list ends', async () => {
			seed(
				'AccountObj',
				Array.from({ length: 250 }, (_, index) => ({ name: `A ${index % 3}`, tel: `${index}` })),
			);
			const options = { sortBy: 'name', sortOrder: 'desc' };
			const sorted = await names({ options });
			expect(sorted).toHaveLength(250);
			expect(sorted).toEqual([...sorted].sort().reverse());
			fakeServer().faults.arm({
				fault: {
					kind: 'status',
					status: 200,
					body: {
						errorCode: 0,
						data: { dataList: Array.from({ length: 100 }, () => ({ name: 'x' })) },
					},
				},
				path: '/query',
			});
			const endless = await record('getAll', { ...account, returnAll: true, options });
			expect(endless.error?.message).toContain('list does not end');
		});

		it('returns the fields that are wanted', async () => {
			seed('AccountObj', [{ name: 'A', tel: '1', level: '2' }]);
			const result = await record('getAll', {
				...account,
				returnAll: true,
				simplify: false,
				options: { fields: ['tel'] },
			});
			expect(result.items[0]?.json).toEqual({ id: expect.any(String), tel: '1' });
		});

		it('ends where a service repeats the same page', async () => {
			const page = Array.from({ length: 100 }, (_, index) => ({ _id: `${index}`, name: 'x' }));
			fakeServer().faults.arm({
				fault: { kind: 'status', status: 200, body: { errorCode: 0, data: { dataList: page } } },
				path: '/query',
			});
			const result = await record('getAll', { ...account, returnAll: true });
			expect(result.error?.message).toContain('list does not end');
		});

		it('refuses a condition without a value', async () => {
			const result = await record('getAll', {
				...account,
				conditions: { values: [condition('level', 'EQ')] },
			});
			expect(result.error?.message).toContain("'Condition 1 > Value' is missing");
			expect(fakeServer().seen('/data/query')).toEqual([]);
		});
	});

	describe('Count', () => {
		it('counts without reading the records', async () => {
			seed(
				'AccountObj',
				Array.from({ length: 130 }, (_, index) => ({ name: `A ${index}` })),
			);
			const result = await record('count', { ...account });
			expect(result.items[0]?.json).toEqual({ count: 130 });
			expect(fakeServer().seen('/data/query')).toHaveLength(1);
		});

		it('reads the IDs where the service tells no total', async () => {
			seed(
				'AccountObj',
				Array.from({ length: 130 }, (_, index) => ({ name: `A ${index}` })),
			);
			fakeServer().faults.arm({
				fault: {
					kind: 'status',
					status: 200,
					body: { errorCode: 0, data: { dataList: [{ _id: '1' }], total: 0 } },
				},
				path: '/query',
				times: 1,
			});
			const result = await record('count', { ...account });
			expect(result.items[0]?.json).toEqual({ count: 130 });
		});
	});
});
