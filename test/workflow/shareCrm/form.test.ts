import type { IDataObject } from 'n8n-workflow';

import { useShareCrm } from '../../harness/sharecrm';

const ofRecord = { resource: 'record', operation: 'create', object: 'AccountObj' };
const ofSession = { resource: 'customerServiceSession', operation: 'create' };
const picked = (value: string): IDataObject => ({ __rl: true, mode: 'list', value });
/** A mapper as the editor stores it. */
const mapping = (value: IDataObject, schema: unknown = []) =>
	({ mappingMode: 'defineBelow', value, schema }) as IDataObject;

describe("ShareCRM's form", () => {
	const { fakeServer, form, record, rows, run, sent } = useShareCrm();
	const tenant = () => fakeServer().vendor.tenant;
	const field = async (id: string) => {
		const { fields } = await (await form(ofRecord)).mapper('getObjectFields');
		return fields.find((one) => one.id === id);
	};
	const departments = () =>
		rows('DepartmentObj')
			.filter(({ status }) => status === '0')
			.map(({ _id: value, name }) => ({ name, value }));

	describe('of the fields of an object', () => {
		it('offers people and departments by name', async () => {
			const people = [
				{ name: 'Ann Admin', value: '1000' },
				{ name: 'Ben Agent', value: '1001' },
			];
			expect(await field('owner')).toMatchObject({
				displayName: 'Owner',
				type: 'options',
				options: people,
			});
			expect(await field('data_own_department')).toMatchObject({
				displayName: 'Department',
				type: 'options',
				options: departments(),
			});
		});

		it('asks for the IDs of several people in a text, because a choice would replace all with one', async () => {
			const helpers = await field('helpers');
			expect(helpers).toMatchObject({ displayName: 'Helpers (Employee IDs)', type: 'string' });
			expect(helpers).not.toHaveProperty('options');
		});

		it('tells people of the same name apart by their IDs', async () => {
			tenant().employees.push({ openUserId: '1003', name: 'Ben Agent', isStop: false });
			expect((await field('owner'))?.options).toEqual([
				{ name: 'Ann Admin', value: '1000' },
				{ name: 'Ben Agent (1001)', value: '1001' },
				{ name: 'Ben Agent (1003)', value: '1003' },
			]);
		});

		it('asks for IDs where the company has too many people to store in the workflow', async () => {
			for (let id = 2000; id < 2300; id++)
				tenant().employees.push({ openUserId: String(id), name: `P ${id}`, isStop: false });
			expect(await field('owner')).toMatchObject({
				displayName: 'Owner (Employee ID)',
				type: 'string',
			});
			expect(await field('data_own_department')).toMatchObject({ type: 'options' });
		});

		it('asks for IDs where the operator may not read people', async () => {
			fakeServer().faults.arm({
				fault: {
					kind: 'status',
					status: 200,
					body: { errorCode: 15003, errorMessage: 'no right' },
				},
				path: '/cgi/user/list',
			});
			expect(await field('owner')).toMatchObject({
				displayName: 'Owner (Employee ID)',
				type: 'string',
			});
			expect(await field('level')).toMatchObject({ type: 'options' });
		});

		it.each([
			'1000, 1001',
			'={{ $json.helpers }}',
			'={{ [...$json.helpers].reverse().reverse() }}',
		])(
			'sends what is chosen as the lists that ShareCRM takes, and the list of %s whole',
			async (helpers) => {
				const [sales] = departments();
				const { fields: schema } = await (await form(ofRecord)).mapper('getObjectFields');
				const value = {
					name: 'Northwind',
					owner: '1001',
					data_own_department: sales?.value ?? '',
					helpers,
					record_type: 'default__c',
				};
				const result = await record(
					'create',
					{ object: 'AccountObj', fields: mapping(value, schema) } as never,
					[{ helpers: ['1000', '1001'] }],
				);
				expect(result.error).toBeUndefined();
				expect(sent('/data/create')[0]?.data.object_data).toMatchObject({
					owner: ['1001'],
					data_own_department: [sales?.value],
					helpers: ['1000', '1001'],
					record_type: 'default__c',
				});
			},
		);
	});

	describe('of record types', () => {
		const withTypes = (api: string, options: Array<{ label: string; value: string }>) => {
			const described = tenant()
				.objects.get(api)
				?.fields.find(({ api_name: name }) => name === 'record_type');
			if (described) described.options = options;
		};
		const TYPES = [
			{ label: 'Default', value: 'default__c' },
			{ label: 'Hotline', value: 'record_h0t__c' },
		];

		it("offers those of the object's description by their labels", async () => {
			withTypes('CustomerServiceSessionObj', TYPES);
			expect(await (await form(ofSession)).options('getRecordTypes')).toEqual([
				{ name: 'Default', value: 'default__c' },
				{ name: 'Hotline', value: 'record_h0t__c' },
			]);
			withTypes('AccountObj', TYPES);
			expect(await field('record_type')).toMatchObject({
				type: 'options',
				options: [
					{ name: 'Default', value: 'default__c' },
					{ name: 'Hotline', value: 'record_h0t__c' },
				],
			});
		});

		it('asks for the API name where the description has none', async () => {
			withTypes('AccountObj', []);
			expect(await field('record_type')).toMatchObject({ type: 'string' });
		});

		it('sends the one that is chosen', async () => {
			withTypes('CustomerServiceSessionObj', TYPES);
			const result = await run({
				parameters: {
					...ofSession,
					name: 'Chat 1',
					additionalFields: { record_type: 'record_h0t__c' },
				},
				items: [{}],
			});
			expect(result.error).toBeUndefined();
			expect(rows('CustomerServiceSessionObj')).toMatchObject([{ record_type: 'record_h0t__c' }]);
		});
	});

	it('offers employees by name for messages, teams and the operator, and sends their IDs', async () => {
		const open = await form({ resource: 'message', operation: 'send' });
		expect(await open.options('getEmployees')).toEqual([
			{ name: 'Ann Admin', value: '1000' },
			{ name: 'Ben Agent', value: '1001' },
		]);
		const result = await run({
			parameters: {
				resource: 'message',
				operation: 'send',
				toUser: ['1000', '1001'],
				content: 'Hello',
				options: { operatorEmployeeId: picked('1001') },
			} as never,
			items: [{}],
		});
		expect(result.error).toBeUndefined();
		expect(tenant().messages).toMatchObject([{ toUser: ['1000', '1001'] }]);
		expect(fakeServer().seen('/cgi/message/send')[0]?.headers).toMatchObject({
			'x-fs-userid': '1001',
		});
	});

	it('takes the object of details from the list, or by its API name', async () => {
		for (const apiName of [picked('order_line__c'), 'order_line__c']) {
			const result = await record('create', {
				object: 'order__c',
				fields: mapping({ name: 'Order 1' }),
				additionalFields: { details: { values: [{ apiName, records: '[{ "name": "L" }]' }] } },
			} as never);
			expect(result.error).toBeUndefined();
		}
		expect(sent('/data/create').map(({ data }) => data.details)).toEqual([
			{ order_line__c: [{ name: 'L' }] },
			{ order_line__c: [{ name: 'L' }] },
		]);
	});
});
