import type { INodeParameters } from 'n8n-workflow';

import { useBigin } from '../../harness/bigin';
import { openForm } from '../../harness/form';
import { credentialsOf } from '../../harness/sandbox';

describe('For the chosen module, a picker of attachments, exports or imports', () => {
	const bigin = useBigin();
	const form = async (parameters: INodeParameters) =>
		await openForm('bigin', parameters, credentialsOf(bigin.fakeServer(), 'biginOAuth2Api'));
	const names = async (parameters: INodeParameters, method: string) =>
		(await (await form(parameters)).options(method)).map(({ value }) => value);

	it('shows the records, including notes', async () => {
		const [product] = await bigin.seed('product', [{ Product_Name: 'Safari' }]);
		await bigin.run(
			{
				resource: 'note',
				operation: 'create',
				inputMode: 'autoMap',
				module: 'Products',
				parentId: product ?? '',
			},
			[{ Note_Title: 'Offer', Note_Content: 'Wants one' }],
		);
		const records = async (module: string, filter?: string) =>
			(
				await (
					await form({ resource: 'attachment', operation: 'upload', module })
				).search('searchRecords', filter)
			).results.map(({ name }) => name);
		expect(await records('Products')).toEqual(['Safari']);
		expect(await records('Notes')).toEqual(['Offer']);
		expect(await records('Notes', 'Offer')).toEqual(['Offer']);
		expect(await records('Contacts')).toEqual([]);
	});

	it('shows the fields of an export', async () => {
		expect(
			await names({ resource: 'bulkRead', operation: 'run', module: 'Products' }, 'getFields'),
		).toEqual(expect.arrayContaining(['Product_Name', 'Unit_Price']));
		expect(
			await names({ resource: 'bulkRead', operation: 'run', module: 'Contacts' }, 'getFields'),
		).not.toContain('Product_Name');
	});

	it('shows the custom views of an export', async () => {
		const views = async (module: string) =>
			(
				await (
					await form({ resource: 'bulkRead', operation: 'run', module })
				).search('searchCustomViews')
			).results.map(({ name }) => name);
		expect(await views('Contacts')).toContain('VIP');
		expect(await views('Contacts')).not.toEqual(await views('Products'));
	});

	it('shows the fields by which an import finds records', async () => {
		expect(
			await names(
				{ resource: 'bulkWrite', operation: 'run', module: 'Contacts', writeMode: 'upsert' },
				'getMatchFields',
			),
		).toContain('Email');
		expect(
			await names(
				{ resource: 'bulkWrite', operation: 'run', module: 'Accounts', writeMode: 'upsert' },
				'getMatchFields',
			),
		).toContain('Account_Name');
	});
});
