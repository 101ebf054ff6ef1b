import type { IDataObject } from 'n8n-workflow';

import { source, useShareCrm } from '../../harness/sharecrm';

const order = { object: 'order__c' };
const autoMap = { inputMode: 'autoMap' };

describe("ShareCRM's detail records", () => {
	const { fakeServer, record, rows, seed, sent } = useShareCrm();
	const more = (api_name: string, label: string, type: string) => ({
		...{ api_name, label, type, is_required: false, is_active: true, is_unique: false },
		define_type: 'custom' as const,
		time_zone: 'GMT+8',
	});
	beforeEach(() => {
		fakeServer()
			.vendor.tenant.objects.get('order_line__c')
			?.fields.push(
				more('due__c', 'Due', 'date'),
				more('packer__c', 'Packer', 'employee'),
				more('gift__c', 'Gift', 'true_or_false'),
			);
	});
	const line = {
		name: 'Line 1',
		quantity__c: 2,
		due__c: '2026-03-01',
		packer__c: '1001',
		gift__c: 'true',
	};
	const typed = {
		name: 'Line 1',
		quantity__c: '2',
		due__c: Date.parse('2026-03-01T00:00:00+08:00'),
		packer__c: ['1001'],
		gift__c: true,
	};
	const described = () =>
		sent('/object/describe').filter(
			({ data }) => (data as IDataObject).apiName === 'order_line__c',
		);

	it.each([
		['the form', { fields: { mappingMode: 'defineBelow', value: { name: 'O' }, schema: [] } }, {}],
		['the data of an item', autoMap, { name: 'O', details: { order_line__c: [line] } }],
	])(
		'have each value as their object describes its field, given in %s',
		async (_, parameters, item) => {
			const details = { values: [{ apiName: 'order_line__c', records: JSON.stringify([line]) }] };
			const result = await record(
				'create',
				{ ...order, ...parameters, additionalFields: { details } } as never,
				[item],
			);
			expect(result.error).toBeUndefined();
			expect(sent('/data/create').map(({ data }) => data.details)).toEqual([
				{ order_line__c: [typed] },
			]);
		},
	);

	it('are written so by an update and by Create or Update, too', async () => {
		const [id = ''] = seed('order__c', [{ name: 'O', code__c: 'a' }]);
		const item = { code__c: 'a', name: 'O', details: { order_line__c: [{ _id: 'x', ...line }] } };
		await record('update', { ...order, ...autoMap }, [{ id, ...item }]);
		await record('upsert', { ...order, ...autoMap, matchOn: 'code__c' }, [item]);
		expect(sent('/data/update').map(({ data }) => data.details)).toEqual(
			[1, 2].map(() => ({ order_line__c: [{ _id: 'x', ...typed }] })),
		);
	});

	it('fail their own item alone where a value is not of its type', async () => {
		const items = ['a', 'b', 'c'].map((code__c) => ({
			code__c,
			name: code__c,
			details: {
				order_line__c: [{ ...line, ...(code__c === 'b' ? { quantity__c: 'many' } : {}) }],
			},
		}));
		const result = await record('upsert', { ...order, ...autoMap, matchOn: 'code__c' }, items, {
			onError: 'continueErrorOutput',
		});
		expect(result.errors.map(source)).toEqual([1]);
		expect(result.errors[0]?.json).toMatchObject({
			error: expect.stringContaining("'Detail Records > order_line__c 1 > Quantity'") as string,
			details: { executed: 'no', field: 'quantity__c' },
		});
		expect(rows('order__c').map(({ name }) => name)).toEqual(['a', 'c']);
	});

	it('have their object described once for all items', async () => {
		const items = Array.from({ length: 30 }, (_, index) => ({
			name: `O ${index}`,
			details: { order_line__c: [line] },
		}));
		const result = await record('create', { ...order, ...autoMap }, items);
		expect(result.error).toBeUndefined();
		expect(described()).toHaveLength(1);
		expect(rows('order_line__c')).toHaveLength(30);
	});

	it('are sent as they are where their object cannot be described, and a hint says so', async () => {
		const items = ['a', 'b'].map((name) => ({ name, details: { Unknown__c: [{ n: 1 }] } }));
		const result = await record('create', { ...order, ...autoMap }, items);
		expect(result.error).toBeUndefined();
		expect(sent('/data/create').map(({ data }) => data.details)).toEqual(
			items.map(({ details }) => details),
		);
		expect(result.hints.filter((hint) => hint.includes('Unknown__c'))).toHaveLength(1);
		const asked = sent('/object/describe').filter(
			({ data }) => (data as IDataObject).apiName === 'Unknown__c',
		);
		expect(asked).toHaveLength(1);
	});
});
