import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { useBigin } from '../../harness/bigin';

const NOTHING = { __rl: true, mode: 'list', value: '' } as const;
const CLEAR = { clearEmptyFields: true };
const ID = '2034020000000489034';

describe('An empty value in an update of Bigin by the form', () => {
	const bigin = useBigin();
	const sent = async (
		resource: string,
		updateFields: IDataObject,
		options: INodeParameters = {},
		more: INodeParameters = {},
	) => {
		const result = await bigin.run({
			resource,
			operation: 'update',
			id: ID,
			updateFields: updateFields as INodeParameters,
			options,
			...more,
		});
		expect(result.error?.message ?? '').not.toContain('must');
		const [{ id, ...changes } = {}] = bigin.sent()[0]?.body.data as IDataObject[];
		expect(id).toBe(ID);
		return changes;
	};

	it.each<[string, string, IDataObject, IDataObject]>([
		['a text', 'contact', { Title: '' }, { Title: null }],
		['a picker', 'contact', { Account_Name: NOTHING }, { Account_Name: null }],
		[
			'a picker with an expression',
			'contact',
			{ Account_Name: { ...NOTHING, mode: 'id', value: '={{ "" }}' } },
			{ Account_Name: null },
		],
		['a list', 'contact', { Tag: [] }, { Tag: [] }],
		['rows', 'pipelineRecord', { Associated_Products: {} }, { Associated_Products: [] }],
	])('clears the field only on request: %s', async (_what, resource, fields, cleared) => {
		expect(await sent(resource, fields, CLEAR)).toEqual(cleared);
		bigin.fakeServer().requests.length = 0;
		expect(await sent(resource, fields)).toEqual(
			Object.fromEntries(Object.entries(cleared).filter(([, value]) => typeof value === 'string')),
		);
	});

	it('is left out for custom fields of an item, too, and clears them on request', async () => {
		const update = async (options: INodeParameters) => {
			await bigin.run({ resource: 'contact', operation: 'update', inputMode: 'autoMap', options }, [
				{ id: ID, Email: '', Score: '', Customer_Code: 'C1' },
			]);
			return (bigin.sent().at(-1)?.body.data as IDataObject[])[0];
		};
		expect(await update({})).toEqual({ id: ID, Customer_Code: 'C1' });
		expect(await update(CLEAR)).toEqual({ id: ID, Email: null, Score: null, Customer_Code: 'C1' });
	});

	it('never removes tags because an expression is empty', async () => {
		const [id = ''] = await bigin.seed('contact', [{ Last_Name: 'Ann', Tag: [{ name: 'VIP' }] }]);
		await bigin.run(
			{
				resource: 'contact',
				operation: 'update',
				id,
				updateFields: { Tag: '={{ $json.tags }}', Title: 'Dr' },
			},
			[{ tags: '' }],
		);
		await bigin.run({
			resource: 'contact',
			operation: 'upsert',
			duplicate_check_fields: ['Email'],
			Last_Name: 'Ann',
			additionalFields: { Tag: [] },
		});
		expect(bigin.stored('Contacts')[0]).toMatchObject({ Title: 'Dr', Tag: [{ name: 'VIP' }] });
		expect((bigin.sent().at(-1)?.body.data as IDataObject[])[0]).toEqual({ Last_Name: 'Ann' });
	});

	it('changes nothing if it is a blank element of a row or group, which the form adds together with the others', async () => {
		expect(
			await sent('contact', { Mailing_Address: { values: { Mailing_City: 'Ulm' } } }, CLEAR),
		).toEqual({ Mailing_City: 'Ulm' });
		bigin.fakeServer().requests.length = 0;
		expect(
			await sent(
				'task',
				{ Related_Record: { values: { module: '', id: { ...NOTHING, value: ID }, name: '' } } },
				CLEAR,
			),
		).toEqual({ Related_To: { id: ID } });
		bigin.fakeServer().requests.length = 0;
		expect(
			await sent(
				'pipelineRecord',
				{
					Associated_Products: {
						values: [{ id: { ...NOTHING, value: ID }, name: '', List_Price: '' }],
					},
				},
				CLEAR,
			),
		).toEqual({ Associated_Products: [{ Product: { id: ID }, Quantity: 1 }] });
	});

	it('does not clear a picker that is always in the form', async () => {
		await bigin.run({
			resource: 'pipelineRecord',
			operation: 'upsert',
			duplicate_check_fields: ['Deal_Name'],
			Deal_Name: 'Safari',
			Pipeline: NOTHING,
			Sub_Pipeline: 'Standard',
			Stage: 'New',
			additionalFields: { Owner: NOTHING },
			options: CLEAR,
		});
		expect((bigin.sent()[0]?.body.data as IDataObject[])[0]).toEqual({
			Deal_Name: 'Safari',
			Sub_Pipeline: 'Standard',
			Stage: 'New',
			Owner: null,
		});
	});

	it('is null or an empty list in JSON', async () => {
		await bigin.run({ resource: 'contact', operation: 'update', inputMode: 'autoMap' }, [
			{ id: ID, Tag: [], Account_Name: null, Mailing_City: null, Title: '' },
		]);
		expect(bigin.sent()[0]?.body.data).toEqual([
			{ id: ID, Tag: [], Account_Name: null, Mailing_City: null },
		]);
	});
});
