import type { IDataObject } from 'n8n-workflow';

import { useBigin } from '../harness/bigin';

describe('Items about the same record, in several requests at once', () => {
	const bigin = useBigin();
	const late = (path: string) => bigin.standIn().faults.arm({ fault: { kind: 'latency', millis: 400 }, times: 1, path });
	const one = { inputMode: 'autoMap', options: { batchSize: 1 } };

	it('change it in the order of the items, and do not hold up others', async () => {
		const [a = '', b = ''] = await bigin.seed('contact', [{ Last_Name: 'A' }, { Last_Name: 'B' }]);
		late('/Contacts');
		const result = await bigin.run({ resource: 'contact', operation: 'update', ...one }, [{ id: a, Title: 'old' }, { id: a, Title: 'new' }, { id: b, Title: 'other' }]);
		expect(result.items).toHaveLength(3);
		expect(bigin.stored('Contacts')).toMatchObject([{ Title: 'new' }, { Title: 'other' }]);
		expect(bigin.sent().map(({ body }) => (body.data as IDataObject[])[0]?.Title)).toEqual(['old', 'other', 'new']);
	});

	it('create it once and then update it', async () => {
		late('/upsert');
		const result = await bigin.run({ resource: 'contact', operation: 'upsert', duplicate_check_fields: ['Email'], ...one }, [{ Last_Name: 'Old', Email: 'a@example.com' }, { Last_Name: 'New', Email: 'A@example.com' }]);
		expect(result.items.map(({ json }) => json.action)).toEqual(['insert', 'update']);
		expect(bigin.stored('Contacts')).toMatchObject([{ Last_Name: 'New' }]);
	});

	it('go on after one that failed', async () => {
		const [a = ''] = await bigin.seed('contact', [{ Last_Name: 'A' }]);
		bigin.standIn().faults.arm({ fault: { kind: 'dropBefore' }, times: 1, path: '/Contacts' });
		const result = await bigin.run({ resource: 'contact', operation: 'update', ...one }, [{ id: a, Title: 'old' }, { id: a, Title: 'new' }], { onError: 'continueErrorOutput' });
		expect([result.errors.length, result.items.length]).toEqual([1, 1]);
		expect(bigin.stored('Contacts')).toMatchObject([{ Title: 'new' }]);
	});
});
