import type { INodeParameters } from 'n8n-workflow';

import { useKhoros } from '../../harness/khoros';

const khoros = useKhoros();
const CASE = { customerId: 'cus_19', title: 'Parcel never arrived' };
const INTERACTION = {
	created: '2026-03-04T09:12:00.000Z',
	body: 'Where is it?',
	linkUrl: '',
	serviceId: '555',
	service: 'twitter',
	contentType: 'post',
};
const auto = { inputMode: 'autoMap' };
const MODES = ['continueRegularOutput', 'continueErrorOutput'] as const;

describe('Get of Khoros Marketing', () => {
	it('reads cases and customers by their IDs, with the headers of the agent', async () => {
		const [one] = await khoros.cases({ ...CASE, clubNo: 'A-77' });
		const [who] = await khoros.customers({ email: 'ann@example.com' });
		const get = { operation: 'get', id: '={{ $json.id }}' };
		const read = await khoros.run(
			{ resource: 'case', ...get, options: { agentEmail: 'ana@brand.example' } },
			[{ id: one?.id ?? '' }],
		);
		expect(read.items.map(({ json }) => json)).toEqual([one]);
		expect(khoros.fakeServer.requests[0]?.headers['x-sf-user-email']).toBe('ana@brand.example');
		const other = await khoros.run({ resource: 'customer', ...get }, [{ id: who?.id ?? '' }]);
		expect(other.items.map(({ json }) => json)).toEqual([who]);
	});

	it.each([404, 422])('says which case is not there after %i', async (status) => {
		khoros.fakeServer.faults.arm({ fault: { kind: 'status', status, body: {} } });
		const { error } = await khoros.run({ resource: 'case', operation: 'get', id: 'case_9' });
		expect(error?.message).toBe(
			'No case with the ID case_9 was found in Khoros Marketing CRM [item 0]',
		);
	});

	it.each(MODES)('fails the right item alone with %s', async (onError) => {
		const [one] = await khoros.cases(CASE);
		const result = await khoros.run(
			{ resource: 'case', operation: 'get', id: '={{ $json.id }}' },
			[{ id: one?.id ?? '' }, { id: 'case_none' }, { id: one?.id ?? '' }],
			{ onError },
		);
		const bad = onError === 'continueErrorOutput' ? result.errors[0] : result.items[1];
		expect(bad).toMatchObject({ pairedItem: { item: 1 }, json: { details: { executed: 'no' } } });
		expect(result.items.filter(({ json }) => json.id === one?.id)).toHaveLength(2);
	});

	it('encodes an ID, so that it stays one part of the path', async () => {
		await khoros.run({ resource: 'customer', operation: 'get', id: 'a+b&c;d' });
		expect(khoros.fakeServer.requests[0]?.path).toBe('/crm/v1/customer/a%2Bb%26c%3Bd');
		const { error } = await khoros.run({ resource: 'customer', operation: 'get', id: '1/cases' });
		expect(error?.message).toContain("'Customer ID' must be an ID");
	});

	it('takes no list and no empty object for a record', async () => {
		for (const body of [[], {}, [{ id: '1' }]]) {
			khoros.fakeServer.faults.arm({ fault: { kind: 'status', status: 200, body }, times: 1 });
			const { error } = await khoros.run({ resource: 'case', operation: 'get', id: 'case_1' });
			expect(error?.message).toContain('sent a reply that is not a case');
		}
	});
});

describe('Update of Khoros Marketing', () => {
	it('sends what is given, and adds interactions', async () => {
		const [one] = await khoros.cases({ ...CASE, interactions: [INTERACTION] });
		const next = { ...INTERACTION, serviceId: '556' };
		const { items } = await khoros.run({ resource: 'case', operation: 'update', ...auto }, [
			{ id: one?.id ?? '', interactions: [next], tier: 'gold' },
		]);
		expect(khoros.calls()).toEqual(['PATCH /case/case_301']);
		expect(khoros.bodies()).toEqual([{ interactions: [next], tier: 'gold' }]);
		expect(items[0]?.json).toMatchObject({
			...CASE,
			tier: 'gold',
			interactions: [INTERACTION, next],
		});
	});

	it('can send customId beside the customer, from the form', async () => {
		await khoros.cases(CASE);
		await khoros.run({
			resource: 'case',
			operation: 'update',
			id: 'case_301',
			updateFields: { customerId: 'cus_20' },
			options: { alsoSendCustomId: true },
		});
		expect(khoros.bodies()).toEqual([{ customerId: 'cus_20', customId: 'cus_20' }]);
	});

	it('changes a customer, whose fields are all those of the CRM', async () => {
		await khoros.customers({ email: 'ann@example.com', name: 'Ann' });
		const { items } = await khoros.run({
			resource: 'customer',
			operation: 'update',
			id: 'cus_41',
			mapCustomFields: true,
			customFields: { mappingMode: 'defineBelow', value: { tier: 'silver', vip: 'true' } },
		});
		expect(khoros.bodies()).toEqual([{ tier: 'silver', vip: true }]);
		expect(items[0]?.json).toMatchObject({ id: 'cus_41', name: 'Ann', tier: 'silver' });
	});

	it('takes a 204 for done, and a reply of another shape for unclear', async () => {
		const update = { resource: 'case', operation: 'update', id: 'case_1', ...auto };
		khoros.fakeServer.faults.arm({ fault: { kind: 'status', status: 204 }, times: 1 });
		const done = await khoros.run(update, [{ id: 'case_1', title: 'T' }]);
		expect(done.items[0]?.json).toMatchObject({ id: 'case_1' });
		khoros.fakeServer.faults.arm({ fault: { kind: 'status', status: 200, body: [] }, times: 1 });
		const unclear = await khoros.run(update, [{ id: 'case_1', title: 'T' }]);
		expect(unclear.error?.context?.details).toMatchObject({ executed: 'unknown' });
	});

	it('refuses an update that changes nothing', async () => {
		const { error } = await khoros.run({ resource: 'case', operation: 'update', ...auto }, [
			{ id: 'case_1' },
		]);
		expect(error?.message).toBe('Nothing is given that could be changed [item 0]');
		expect(khoros.calls()).toEqual([]);
	});

	it.each(MODES)('fails the item of an unknown case alone with %s', async (onError) => {
		await khoros.cases(CASE);
		const result = await khoros.run(
			{ resource: 'case', operation: 'update', ...auto },
			[
				{ id: 'case_9', title: 'A' },
				{ id: 'case_301', title: 'B' },
			],
			{ onError },
		);
		const bad = onError === 'continueErrorOutput' ? result.errors[0] : result.items[0];
		expect(bad?.json.message).toContain('Check the ID');
		expect(bad).toMatchObject({
			pairedItem: { item: 0 },
			json: { details: { httpCode: 404, executed: 'no' } },
		});
		expect(khoros.stored('case').map(({ title }) => title)).toEqual(['B']);
	});
});

describe('Search of Khoros Marketing', () => {
	const search = (value: INodeParameters, more: INodeParameters = {}): INodeParameters => ({
		resource: 'customer',
		operation: 'search',
		criteria: { mappingMode: 'defineBelow', value },
		...more,
	});

	it('finds customers, as items linked to what was asked for', async () => {
		const [ann] = await khoros.customers(
			{ email: 'ann@example.com', name: 'Ann' },
			{ email: 'ben@example.com', name: 'Ben' },
		);
		const { items } = await khoros.run(search({ name: '={{ $json.who }}' }), [
			{ who: 'nobody' },
			{ who: 'ann' },
		]);
		expect(khoros.bodies()).toEqual([{ name: 'nobody' }, { name: 'ann' }]);
		expect(items).toMatchObject([{ json: ann, pairedItem: { item: 1 } }]);
	});

	it('keeps to the limit', async () => {
		await khoros.customers({ name: 'A1' }, { name: 'A2' }, { name: 'A3' });
		const { items } = await khoros.run(search({ name: 'a' }, { limit: 2 }));
		expect(items).toHaveLength(2);
	});

	it('asks for nothing where all values are empty', async () => {
		const { error } = await khoros.run(search({ name: '={{ $json.none }}' }));
		expect(error?.message).toBe("'Search For' is missing [item 0]");
		expect(khoros.calls()).toEqual([]);
	});

	it('is sent again after a dropped reply, because it stores nothing', async () => {
		await khoros.customers({ name: 'Ann' });
		khoros.fakeServer.faults.arm({ fault: { kind: 'dropAfter' }, path: '/customers', times: 1 });
		const { items } = await khoros.run(search({ name: 'ann' }));
		expect(items).toHaveLength(1);
	});

	it('takes no object for a list', async () => {
		khoros.fakeServer.faults.arm({ fault: { kind: 'status', status: 200, body: { id: 'x' } } });
		const { error } = await khoros.run(search({ name: 'ann' }));
		expect(error?.message).toContain('not a list of records');
	});
});

describe('Best Match, Get Cases and Metadata of Khoros Marketing', () => {
	it('sends a profile, account numbers as the variant wants them', async () => {
		await khoros.customers({ name: 'Jane Doe' }, { email: 'j@example.com' });
		const match = (options = {}) => ({
			resource: 'customer',
			operation: 'bestMatch',
			profile: {
				accountNumbers: '1, 2',
				addresses: { values: [{ city: 'Lyon' }] },
				displayName: 'Jane Doe',
				email: 'j@example.com',
			},
			options,
		});
		const { items } = await khoros.run(match());
		expect(items.map(({ json }) => json.id)).toEqual(['cus_42', 'cus_41']);
		await khoros.run(match({ accountNumbersAs: 'list' }));
		const body = {
			addresses: [{ city: 'Lyon' }],
			displayName: 'Jane Doe',
			email: 'j@example.com',
		};
		expect(khoros.bodies()).toEqual([
			{ ...body, accountNumbers: '1, 2' },
			{ ...body, accountNumbers: ['1', '2'] },
		]);
		const { error } = await khoros.run({ resource: 'customer', operation: 'bestMatch' });
		expect(error?.message).toContain("'Profile' is empty");
	});

	it('reads the cases of a customer', async () => {
		const [who] = await khoros.customers({ name: 'Ann' });
		const cases = await khoros.cases(
			{ ...CASE, customerId: who?.id ?? '' },
			{ ...CASE, customerId: 'cus_other' },
			{ ...CASE, customerId: who?.id ?? '', title: 'Second' },
		);
		const get = { resource: 'customer', operation: 'getCases' };
		const { items } = await khoros.run({ ...get, id: String(who?.id), returnAll: true });
		expect(items.map(({ json }) => json)).toEqual([cases[0], cases[2]]);
		const unknown = { ...get, id: 'cus_none' };
		expect((await khoros.run(unknown)).error?.context?.details).toMatchObject({ httpCode: 404 });
		const none = await khoros.run({ ...unknown, options: { ifNothingFound: 'none' } });
		expect(none.error).toBeUndefined();
	});

	it('gives one item for each field of an object, and shows the fields in the form', async () => {
		const { items } = await khoros.run({ resource: 'metadata', operation: 'get', type: 'case' });
		expect(items.map(({ json }) => json.name)).toEqual([
			'clubNo',
			'vip',
			'tier',
			'customCasePropertyOne',
			'customCasePropertyTwo',
		]);
		const form = await khoros.form({ resource: 'customer', operation: 'search' });
		expect((await form.mapper('getSearchFields')).fields.map(({ id }) => id)).toEqual([
			'email',
			'name',
		]);
		expect((await form.mapper('getCustomFields')).fields).toContainEqual(
			expect.objectContaining({ id: 'vip', type: 'boolean' }),
		);
		expect(await form.options('getSearchableFields')).toEqual([
			{ name: 'E-mail', value: 'email' },
			{ name: 'Name', value: 'name' },
		]);
	});
});
