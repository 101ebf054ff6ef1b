import { codeOf, type Json } from './sandboxClient';
import { useSandboxRecords } from '../../harness/biginSandboxRecords';

const { people, client, call, add, names } = useSandboxRecords();

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
