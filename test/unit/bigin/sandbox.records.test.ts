import { codeOf, type Json } from './sandboxClient';
import { useSandboxRecords } from '../../harness/biginSandboxRecords';

const { people, client, call, add, one } = useSandboxRecords();

const PRIYA = '2034020000000457002';
const UNKNOWN = '2034020000000999999';

describe("Bigin's fake server stores records", () => {
	it('with stamps, their user, expanded lookups and tags, and without unknown keys', async () => {
		const [company = ''] = await add('Accounts', { Account_Name: 'Zylker' });
		const [id = ''] = await add('Contacts', {
			First_Name: 'Ann',
			Last_Name: 'Lee',
			Account_Name: { id: company },
			Tag: [{ name: 'VIP' }],
			Score: 1.5,
			Shoe_Size: 42,
		});
		const user = { id: '2034020000000457001', name: 'Sandbox User', email: 'user@sandbox.example' };
		const record = await one('Contacts', id);
		expect(record).toMatchObject({
			id,
			Full_Name: 'Ann Lee',
			Account_Name: { id: company, name: 'Zylker' },
			Tag: [{ name: 'VIP', color_code: null }],
			Score: 1.5,
			Email: null,
			Owner: user,
			Created_By: user,
			Created_Time: '2026-03-01T10:00:00+00:00',
			Modified_Time: '2026-03-01T10:00:00+00:00',
			$editable: true,
		});
		expect(record).not.toHaveProperty('Shoe_Size');
		expect(JSON.stringify(client.bigin.vendor.stored())).not.toContain('Shoe_Size');
	});

	it('in the name of the user whose token it is', async () => {
		const token = client.bigin.vendor.tokenOf(PRIYA);
		const reply = await call(
			'POST',
			'/Contacts',
			{ data: [{ Last_Name: 'A' }] },
			{ headers: { Authorization: `Zoho-oauthtoken ${token}` } },
		);
		expect(reply.body.data[0]?.details.Created_By).toEqual({ id: PRIYA, name: 'Priya Raman' });
	});

	it('but no second one with the value of a unique field', async () => {
		const [id] = await add('Contacts', { Last_Name: 'A', Customer_Code: 'x-1' });
		const { status, body } = await call('POST', '/Contacts', {
			data: [{ Last_Name: 'B', Customer_Code: 'X-1' }],
		});
		expect(status).toBe(202);
		expect(body.data[0]).toMatchObject({
			code: 'DUPLICATE_DATA',
			details: { api_name: 'Customer_Code', id },
		});
	});

	it.each([
		['Score', 'much', 'double'],
		['Interests', 'Ski', 'jsonarray'],
		['Customer_Since', '01.02.2026', 'date'],
		['Visits', 1.5, 'integer'],
	])('and refuses a custom field %s of %j', async (name, value, type) => {
		const { body } = await call('POST', '/Contacts', { data: [{ Last_Name: 'A', [name]: value }] });
		expect(body.data[0]).toMatchObject({
			code: 'INVALID_DATA',
			details: { api_name: name, expected_data_type: type },
		});
	});
});

describe("Bigin's fake server changes records", () => {
	it('by the path: only what is sent, and null clears', async () => {
		const [id = ''] = await add('Contacts', {
			Last_Name: 'A',
			Email: 'a@example.com',
			Title: 'Boss',
			Mobile: '1',
		});
		client.at('10:00:05.500');
		const { status, body } = await call('PUT', `/Contacts/${id}`, {
			data: [{ Title: null, Mobile: '2' }],
		});
		expect(status).toBe(200);
		expect(body.data[0]).toMatchObject({
			code: 'SUCCESS',
			message: 'record updated',
			details: {
				id,
				Created_Time: '2026-03-01T10:00:00+00:00',
				Modified_Time: '2026-03-01T10:00:05+00:00',
			},
		});
		expect(await one('Contacts', id)).toMatchObject({
			Last_Name: 'A',
			Email: 'a@example.com',
			Title: null,
			Mobile: '2',
		});
	});

	it('many at once, each with its own refusal', async () => {
		const [a, b] = await add(
			'Contacts',
			{ Last_Name: 'A', Email: 'a@example.com' },
			{ Last_Name: 'B' },
		);
		const { status, body } = await call('PUT', '/Contacts', {
			data: [
				{ id: a, Title: 'X' },
				{ id: b, Email: 'A@example.com' },
				{ id: UNKNOWN, Title: 'X' },
				{ Title: 'X' },
				{ id: b, Last_Name: null },
				{ id: b, Email: 'no' },
			],
		});
		expect(status).toBe(202);
		expect(body.data.map(({ code, details }) => [code, details.api_name ?? details.id])).toEqual([
			['SUCCESS', a],
			['DUPLICATE_DATA', 'Email'],
			['INVALID_DATA', UNKNOWN],
			['MANDATORY_NOT_FOUND', 'id'],
			['MANDATORY_NOT_FOUND', 'Last_Name'],
			['INVALID_DATA', 'Email'],
		]);
	});

	it('and sets a unique value free that it clears', async () => {
		const [id = ''] = await add('Contacts', { Last_Name: 'A', Email: 'a@example.com' });
		await call('PUT', `/Contacts/${id}`, { data: [{ Email: null }] });
		await add('Contacts', { Last_Name: 'B', Email: 'a@example.com' });
	});

	it('keeps the rows of products that are not named', async () => {
		const [product] = await add('Products', { Product_Name: 'Safari' });
		const [id = ''] = await add('Pipelines', {
			Deal_Name: 'D',
			Sub_Pipeline: 'S',
			Stage: 'T',
			Associated_Products: [
				{ Product: { id: product }, Quantity: 1 },
				{ Product: { id: product }, Quantity: 2 },
			],
		});
		const rows = (await one('Pipelines', id))?.Associated_Products as Json[];
		await call('PUT', `/Pipelines/${id}`, {
			data: [
				{
					Associated_Products: [
						{ id: rows[0]?.id, _delete: null },
						{ id: rows[1]?.id, Quantity: 5 },
					],
				},
			],
		});
		expect((await one('Pipelines', id))?.Associated_Products).toEqual([
			{ id: rows[1]?.id, Product: { id: product, name: 'Safari' }, Quantity: 5 },
		]);
	});

	it('and refuses a stage that does not belong to its pipeline', async () => {
		const deal = {
			Deal_Name: 'D',
			Sub_Pipeline: 'Sales Pipeline Standard',
			Stage: 'Qualification',
		};
		const [id = ''] = await add('Pipelines', deal);
		const refused = async (changes: Json) =>
			(await call('PUT', `/Pipelines/${id}`, { data: [changes] })).body.data[0];
		expect(await refused({ Stage: 'Intake' })).toMatchObject({
			code: 'MAPPING_MISMATCH',
			details: { api_name: 'Stage' },
		});
		expect(await refused({ Pipeline: { id: '2034020000000091024' } })).toMatchObject({
			code: 'MAPPING_MISMATCH',
			details: { api_name: 'Sub_Pipeline' },
		});
		expect(
			await refused({ Pipeline: { id: '2034020000000091023' }, Stage: 'Proposal' }),
		).toMatchObject({ status: 'success' });
	});

	it('by upsert, where a unique field finds them', async () => {
		const [id] = await add('Contacts', { Last_Name: 'A', Email: 'a@example.com' });
		const update = await call('POST', '/Contacts/upsert', {
			data: [{ Last_Name: 'A2', Email: 'A@example.com' }],
		});
		expect(update.status).toBe(200);
		expect(update.body.data[0]).toMatchObject({
			action: 'update',
			duplicate_field: 'Email',
			message: 'record updated',
			details: { id },
		});
		const insert = await call('POST', '/Contacts/upsert', {
			data: [{ Last_Name: 'B', Email: 'b@example.com' }],
		});
		expect(insert.status).toBe(201);
		expect(insert.body.data[0]).toMatchObject({
			action: 'insert',
			duplicate_field: null,
			message: 'record added',
		});
		const mixed = await call('POST', '/Contacts/upsert', {
			data: [{ Email: 'a@example.com', Title: 'T' }, { Email: 'c@example.com' }],
		});
		expect(mixed.status).toBe(202);
		expect(mixed.body.data.map(({ code }) => code)).toEqual(['SUCCESS', 'MANDATORY_NOT_FOUND']);
	});

	it('by upsert with a reference field, but no other field', async () => {
		const [id] = await add('Accounts', { Account_Name: 'Zylker' });
		const data = [{ Account_Name: 'ZYLKER', Phone: '1' }];
		expect(
			(await call('POST', '/Accounts/upsert', { data, duplicate_check_fields: ['Account_Name'] }))
				.body.data[0],
		).toMatchObject({ action: 'update', details: { id } });
		const refused = await call('POST', '/Accounts/upsert', {
			data,
			duplicate_check_fields: ['Phone'],
		});
		expect([refused.status, codeOf(refused)]).toEqual([400, 'INVALID_DATA']);
	});

	it('and refuses single ones when a fault says so', async () => {
		const [a, b] = await add('Contacts', { Last_Name: 'A' }, { Last_Name: 'B' });
		client.bigin.faults.arm({ fault: { kind: 'partial', positions: [1] }, times: 4 });
		expect(
			(
				await call('PUT', '/Contacts', {
					data: [
						{ id: a, Title: 'X' },
						{ id: b, Title: 'X' },
					],
				})
			).body.data.map(({ status }) => status),
		).toEqual(['success', 'error']);
		expect(
			(await call('POST', '/Contacts/upsert', { data: people(2) })).body.data.map(
				({ status }) => status,
			),
		).toEqual(['success', 'error']);
		expect(
			(await call('POST', '/Contacts/actions/add_tags', { tags: [{ name: 'T' }], ids: [a, b] }))
				.body.success_count,
		).toBe('1');
		expect(
			(await call('DELETE', `/Contacts?ids=${a},${b}`)).body.data.map(({ status }) => status),
		).toEqual(['success', 'error']);
		expect(await one('Contacts', b ?? '')).toMatchObject({ Title: null, Tag: [] });
	});
});

it("Bigin's fake server counts credits and asks for the token", async () => {
	await add('Contacts', ...people(100));
	await call('GET', '/Contacts?fields=id');
	expect(client.bigin.vendor.credits).toBe(11);
	const wrong = await call('GET', '/Contacts?fields=id', undefined, {
		headers: { Authorization: 'Zoho-oauthtoken old' },
	});
	expect([wrong.status, codeOf(wrong)]).toEqual([401, 'INVALID_TOKEN']);
	expect(
		codeOf(
			await call('DELETE', '/Contacts?ids=1', undefined, {
				headers: { Authorization: `Bearer ${client.bigin.vendor.firstToken}` },
			}),
		),
	).toBe('AUTHENTICATION_FAILURE');
	expect([(await call('GET', '/no/such/path/at/all/anywhere')).status]).toEqual([404]);
});
