import { codeOf, useClient, type Json } from './sandboxClient';

const PRIYA = '2034020000000457002';
const UNKNOWN = '2034020000000999999';
const people = (count: number): Json[] =>
	Array.from({ length: count }, (_, index) => ({ Last_Name: `P${index}` }));

const client = useClient();
const { call, add } = client;
const one = async (module: string, id: string) =>
	(await call('GET', `/${module}/${id}`)).body.data[0];
const names = (reply: Awaited<ReturnType<typeof call>>) =>
	reply.body.data.map(({ Last_Name: name }) => name);

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

describe("Bigin's fake server deletes records", () => {
	it('once, and lists them', async () => {
		const [a = '', b = ''] = await add(
			'Contacts',
			{ Last_Name: 'A' },
			{ First_Name: 'Bo', Last_Name: 'B' },
		);
		expect((await call('DELETE', `/Contacts/${a}`)).body).toEqual({
			data: [{ code: 'SUCCESS', details: { id: a }, message: 'record deleted', status: 'success' }],
		});
		const again = await call('DELETE', `/Contacts/${a}`);
		expect([again.status, codeOf(again)]).toEqual([400, 'INVALID_DATA']);
		client.at('10:01:00');
		const both = await call('DELETE', `/Contacts?ids=${a},${b}&wf_trigger=false`);
		expect([both.status, both.body.data.map(({ status }) => status)]).toEqual([
			202,
			['error', 'success'],
		]);
		expect((await call('GET', `/Contacts/${a}`)).status).toBe(204);
		const user = { id: '2034020000000457001', name: 'Sandbox User' };
		const deleted = await call('GET', '/Contacts/deleted?per_page=1');
		expect(deleted.body.data).toEqual([
			{
				id: b,
				display_name: 'Bo B',
				type: 'recycle',
				deleted_time: '2026-03-01T10:01:00+00:00',
				deleted_by: user,
				created_by: user,
			},
		]);
		expect(deleted.body.info).toEqual({ page: 1, per_page: 1, count: 1, more_records: true });
		expect((await call('GET', '/Contacts/deleted?type=permanent')).status).toBe(204);
		expect(
			(
				await call('GET', '/Contacts/deleted', undefined, {
					headers: { 'If-Modified-Since': '2026-03-01T10:00:30+00:00' },
				})
			).body.data.map(({ id }) => id),
		).toEqual([b]);
		expect(
			(
				await call('GET', '/Contacts/deleted', undefined, {
					headers: { 'If-Modified-Since': '2026-03-01T10:02:00+00:00' },
				})
			).status,
		).toBe(304);
	});

	it('with the contacts and notes of a company', async () => {
		const [company = ''] = await add('Accounts', { Account_Name: 'Zylker' });
		const [inside = '', outside = ''] = await add(
			'Contacts',
			{ Last_Name: 'In', Account_Name: { id: company } },
			{ Last_Name: 'Out' },
		);
		await call('POST', `/Contacts/${inside}/Notes`, { data: [{ Note_Content: 'gone too' }] });
		await call('DELETE', `/Accounts/${company}`);
		expect(Object.keys(client.bigin.vendor.stored())).toEqual(['Contacts']);
		expect((await call('GET', '/Contacts?fields=id')).body.data.map(({ id }) => id)).toEqual([
			outside,
		]);
	});

	it('but not more than 100, nor without ids', async () => {
		expect(codeOf(await call('DELETE', `/Contacts?ids=${Array(101).fill('1').join(',')}`))).toBe(
			'LIMIT_EXCEEDED',
		);
		expect(codeOf(await call('DELETE', '/Contacts'))).toBe('REQUIRED_PARAM_MISSING');
	});
});

describe("Bigin's fake server lists records", () => {
	it('with the asked fields, newest first, empty ones as null', async () => {
		const ids = await add(
			'Contacts',
			{ Last_Name: 'A', Email: 'a@example.com' },
			{ Last_Name: 'B' },
		);
		const { body } = await call('GET', '/Contacts?fields=Last_Name,Email,Nonsense');
		expect(body.data).toEqual([
			{ id: ids[1], Last_Name: 'B', Email: null },
			{ id: ids[0], Last_Name: 'A', Email: 'a@example.com' },
		]);
		expect(body.info).toEqual({
			page: 1,
			per_page: 200,
			count: 2,
			more_records: false,
			sort_by: 'id',
			sort_order: 'desc',
			next_page_token: null,
			previous_page_token: null,
			page_token_expiry: null,
		});
	});

	it.each([
		['', 'REQUIRED_PARAM_MISSING'],
		[`fields=${'F,'.repeat(51)}`, 'LIMIT_EXCEEDED'],
		['fields=id&per_page=201', 'LIMIT_EXCEEDED'],
		['fields=id&page=0', 'PATTERN_NOT_MATCHED'],
		['fields=id&sort_by=Last_Name', 'INVALID_DATA'],
		['fields=id&cvid=1', 'INVALID_DATA'],
		['fields=id&page=11', 'DISCRETE_PAGINATION_LIMIT_EXCEEDED'],
		['fields=id&page=1&page_token=abc', 'AMBIGUITY_DURING_PROCESSING'],
	])('but refuses "%s"', async (query, code) => {
		const reply = await call('GET', `/Contacts?${query}`);
		expect([reply.status, codeOf(reply)]).toEqual([400, code]);
	});

	it('and says nothing where there is nothing, or no such module', async () => {
		expect((await call('GET', '/Contacts?fields=id')).status).toBe(204);
		expect(codeOf(await call('GET', '/Companies?fields=id'))).toBe('INVALID_MODULE');
	});

	it('past the last page only with a token, bound to the other parameters', async () => {
		client.bigin.vendor.pageTokenFrom = 4;
		await add('Contacts', ...people(7));
		const first = await call('GET', '/Contacts?fields=Last_Name&per_page=2&page=2&sort_order=asc');
		expect(names(first)).toEqual(['P2', 'P3']);
		expect(
			codeOf(await call('GET', '/Contacts?fields=Last_Name&per_page=2&page=3&sort_order=asc')),
		).toBe('DISCRETE_PAGINATION_LIMIT_EXCEEDED');
		const token = String(first.body.info.next_page_token);
		const next = await call(
			'GET',
			`/Contacts?fields=Last_Name&per_page=2&sort_order=asc&page_token=${token}`,
		);
		expect(names(next)).toEqual(['P4', 'P5']);
		expect(next.body.info).toMatchObject({
			page: 3,
			more_records: true,
			page_token_expiry: '2026-03-02T10:00:00+00:00',
		});
		const last = await call(
			'GET',
			`/Contacts?fields=Last_Name&per_page=2&sort_order=asc&page_token=${String(next.body.info.next_page_token)}`,
		);
		expect([names(last), last.body.info.next_page_token]).toEqual([['P6'], null]);
		expect(
			codeOf(
				await call(
					'GET',
					`/Contacts?fields=Last_Name,Email&per_page=2&sort_order=asc&page_token=${token}`,
				),
			),
		).toBe('TOKEN_BOUND_DATA_MISMATCH');
		client.bigin.vendor.clock = () => new Date('2026-03-02T10:00:01Z');
		expect(
			codeOf(
				await call(
					'GET',
					`/Contacts?fields=Last_Name&per_page=2&sort_order=asc&page_token=${token}`,
				),
			),
		).toBe('EXPIRED_VALUE');
	});

	it('anew for each page, so that rows move', async () => {
		const ids = await add('Contacts', ...people(4));
		expect(
			names(await call('GET', '/Contacts?fields=Last_Name&per_page=2&page=1&sort_order=asc')),
		).toEqual(['P0', 'P1']);
		await call('DELETE', `/Contacts/${ids[0]}`);
		expect(
			names(await call('GET', '/Contacts?fields=Last_Name&per_page=2&page=2&sort_order=asc')),
		).toEqual(['P3']);
	});

	it('by the time of change, by ids, by view and since a time', async () => {
		const [a = '', b = '', c = ''] = await add('Contacts', ...people(3));
		client.at('10:05:00');
		await call('PUT', `/Contacts/${a}`, { data: [{ Tag: [{ name: 'VIP' }] }] });
		expect(names(await call('GET', '/Contacts?fields=Last_Name&sort_by=Modified_Time'))).toEqual([
			'P0',
			'P2',
			'P1',
		]);
		expect(names(await call('GET', `/Contacts?fields=Last_Name&ids=${b},${c}`))).toEqual([
			'P2',
			'P1',
		]);
		const views = (await call('GET', '/settings/custom_views?module=Contacts')).body
			.custom_views as Json[];
		expect(
			names(await call('GET', `/Contacts?fields=Last_Name&cvid=${String(views[1]?.id)}`)),
		).toEqual(['P0']);
		const since = async (time: string) =>
			await call('GET', '/Contacts?fields=Last_Name', undefined, {
				headers: { 'If-Modified-Since': `2026-03-01T${time}+00:00` },
			});
		expect(names(await since('10:05:00'))).toEqual(['P0']);
		expect((await since('10:05:01')).status).toBe(304);
	});

	it('in a wrong shape when a fault says so', async () => {
		client.bigin.faults.arm({ fault: { kind: 'malformed', body: 'wrongLength' } });
		expect((await call('GET', '/Contacts?fields=id')).status).toBe(204);
		client.bigin.faults.clear();
		await add('Contacts', ...people(2));
		client.bigin.faults.arm({ fault: { kind: 'malformed', body: 'wrongLength' } });
		const { body } = await call('GET', '/Contacts?fields=id');
		expect([body.data.length, body.info.count]).toEqual([1, 2]);
	});

	it('late where that is set', async () => {
		Object.assign(client.bigin.vendor, { indexLag: 10_000, listLag: true });
		await add('Contacts', { Last_Name: 'A' });
		expect((await call('GET', '/Contacts?fields=id')).status).toBe(204);
		client.bigin.vendor.listLag = false;
		expect((await call('GET', '/Contacts?fields=id')).status).toBe(200);
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
