import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { useBigin } from '../../harness/bigin';
import { create, useShareCrm } from '../../harness/sharecrm';

/** As JSON comes in: the key is the object's own. */
const withProto = (text: string) => JSON.parse(text) as IDataObject;

describe('keys of data that are also names in JavaScript, or hold what paths are written with', () => {
	describe('in Bigin', () => {
		const { run, sent, fakeServer, stored } = useBigin();
		const contact = { resource: 'contact', operation: 'create' };
		const mapper = (value: IDataObject) => ({
			mappingMode: 'defineBelow',
			value,
			schema: Object.keys(value).map((id) => ({
				id,
				displayName: id,
				type: 'string',
				dataType: 'text',
			})),
		});

		it.each(['Owner.Ext__c', 'a["b"].c', "it's", 'a\\b', '0', 'x y', '[0]', 'line\nbreak'])(
			'a mapped field named %j gets its own expression for each item',
			async (name) => {
				const parameters = {
					...contact,
					inputMode: 'define',
					Last_Name: 'Ito',
					mapCustomFields: true,
					customFields: mapper({ [name]: '={{ $json.level + 1 }}', Plain: '={{ $json.level }}' }),
				} as unknown as INodeParameters;
				// The account has these fields: values of fields that are gone are not sent.
				const fields = [name, 'Plain'].map((field) => ({
					api_name: field,
					field_label: field,
					data_type: 'text',
				}));
				fakeServer().faults.arm({
					fault: { kind: 'status', status: 200, body: { fields } },
					times: 1,
					path: '/settings/fields',
				});
				const result = await run(parameters, [{ level: 1 }, { level: 2 }]);
				expect(result.error).toBeUndefined();
				const records = sent()[1]?.body.data as IDataObject[];
				expect(records.map((record) => [Number(record[name]), Number(record.Plain)])).toEqual([
					[2, 1],
					[3, 2],
				]);
			},
		);

		it.each([
			['Auto-Map', { inputMode: 'autoMap' }],
			['JSON', { inputMode: 'json', jsonRecord: '={{ JSON.stringify($json) }}' }],
			[
				'typed JSON',
				{
					inputMode: 'json',
					jsonRecord: '{"Last_Name": "Ito", "__proto__": {"Email": "x@example.com"}}',
				},
			],
		])(
			'%s refuses the item with a key __proto__, which no record can hold',
			async (_mode, parameters) => {
				const result = await run(
					{ ...contact, ...parameters },
					[withProto('{"Last_Name": "Ito", "__proto__": {"Email": "x@example.com"}}')],
					{ onError: 'continueErrorOutput' },
				);
				expect(result.errors[0]?.json.error).toBe(
					"'__proto__' cannot be the name of a field [item 0]",
				);
				expect(stored('Contacts')).toEqual([]);
			},
		);

		it('gives two items with one id an object each', async () => {
			const result = await run({ resource: 'contact', operation: 'create', inputMode: 'autoMap' }, [
				{ Last_Name: 'Ito' },
			]);
			const id = String(result.items[0]?.json.id);
			const { items } = await run(
				{
					resource: 'contact',
					operation: 'delete',
					id: { __rl: true, mode: 'id', value: id },
				} as unknown as INodeParameters,
				[{}, {}],
			);
			expect(items.map(({ json }) => json.id)).toEqual([id, id]);
			expect(items[0]?.json).not.toBe(items[1]?.json);
		});
	});

	describe('in ShareCRM', () => {
		const { run, bodies } = useShareCrm();

		it.each(['constructor', 'toString', 'LineObj'])(
			'detail records of an object named %s are sent',
			async (name) => {
				const { error } = await run({
					parameters: { ...create, inputMode: 'autoMap' },
					items: [{ name: 'Chat', details: { [name]: [{ a: 1 }] } }],
				});
				expect(error).toBeUndefined();
				expect(JSON.stringify(bodies()[0]?.data.details)).toBe(`{"${name}":[{"a":1}]}`);
			},
		);
	});
});
