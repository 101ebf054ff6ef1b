import { codeOf, useClient, type Json } from './sandboxClient';

const UNKNOWN = '2034020000000999999';

const client = useClient();

const { call, add } = client;

describe("Bigin's fake server keeps tags", () => {
	it('of modules', async () => {
		const made = await call('POST', '/settings/tags?module=Contacts', {
			tags: [{ name: 'VIP', color_code: '#FF0000' }, { name: 'vip' }, { name: 'x'.repeat(26) }],
		});
		const tags = made.body.tags as Json[];
		expect([made.status, tags.map(({ code }) => code)]).toEqual([
			202,
			['SUCCESS', 'DUPLICATE_DATA', 'INVALID_DATA'],
		]);
		const { id } = tags[0]?.details as Json;
		expect(
			(
				await call('PUT', `/settings/tags/${String(id)}?module=Contacts`, {
					tags: [{ name: 'Gold' }],
				})
			).status,
		).toBe(200);
		expect(
			(
				await call('PUT', '/settings/tags?module=Contacts', {
					tags: [{ id: UNKNOWN, name: 'Gold' }],
				})
			).status,
		).toBe(202);
		const all = await call('GET', '/settings/tags?module=Contacts');
		expect(all.body).toMatchObject({
			tags: [{ id, name: 'Gold', color_code: '#FF0000', created_by: { name: 'Sandbox User' } }],
			info: { count: 1, allowed_count: 100 },
		});
		expect(codeOf(await call('GET', '/settings/tags'))).toBe('REQUIRED_PARAM_MISSING');
	});

	it('and shows a new name on records, and none once it is deleted', async () => {
		const [id] = await add('Contacts', {
			Last_Name: 'A',
			Tag: [{ name: 'Old' }, { name: 'Kept' }],
		});
		const tagId = String(
			((await call('GET', '/settings/tags?module=Contacts')).body.tags as Json[])[0]?.id,
		);
		await call('PUT', `/settings/tags/${tagId}?module=Contacts`, { tags: [{ name: 'New' }] });
		const tags = async () =>
			((await call('GET', `/Contacts/${id}?fields=Tag`)).body.data[0]?.Tag as Json[]).map(
				({ name }) => name,
			);
		expect(await tags()).toEqual(['New', 'Kept']);
		await call('DELETE', `/settings/tags/${tagId}`);
		expect(await tags()).toEqual(['Kept']);
		expect((await call('DELETE', `/settings/tags/${tagId}`)).status).toBe(400);
	});

	it('on records, by body and by query, but not by both', async () => {
		const [a = '', b = ''] = await add(
			'Contacts',
			{ Last_Name: 'A', Tag: [{ name: 'One' }] },
			{ Last_Name: 'B' },
		);
		const added = await call('POST', '/Contacts/actions/add_tags', {
			tags: [{ name: 'two' }],
			ids: [a, UNKNOWN],
			over_write: false,
		});
		expect([added.status, added.body.success_count, added.body.wf_scheduler]).toEqual([
			202,
			'1',
			'false',
		]);
		expect(added.body.data).toMatchObject([
			{ code: 'SUCCESS', details: { id: a, tags: ['One', 'two'] } },
			{ code: 'INVALID_DATA', details: { id: UNKNOWN } },
		]);
		const replaced = await call(
			'POST',
			`/Contacts/actions/add_tags?ids=${a},${b}&tag_names=Two,Three&over_write=true`,
		);
		expect(replaced.body.data.map(({ details }) => details.tags)).toEqual([
			['Two', 'Three'],
			['Two', 'Three'],
		]);
		const removed = await call('POST', `/Contacts/actions/remove_tags?ids=${a}&tag_names=TWO`);
		expect(removed.body.data[0]?.details.tags).toEqual(['Three']);
		expect(
			(await call('POST', `/Contacts/${b}/actions/remove_tags?tag_names=Three`)).body.data[0]
				?.details.tags,
		).toEqual(['two']);
		expect(
			(await call('POST', `/Contacts/${b}/actions/add_tags`, { tags: [{ name: 'Four' }] })).body
				.data[0]?.details.tags,
		).toEqual(['two', 'Four']);
		expect(
			codeOf(await call('POST', `/Contacts/actions/add_tags?ids=${a}`, { tags: [{ name: 'x' }] })),
		).toBe('AMBIGUITY_DURING_PROCESSING');
	});

	it('but not more than ten on a record, nor on more than 500', async () => {
		const [id] = await add('Contacts', { Last_Name: 'A', Tag: [{ name: 'T0' }] });
		const tags = Array.from({ length: 10 }, (_, index) => ({ name: `T${index + 1}` }));
		expect(codeOf(await call('POST', '/Contacts/actions/add_tags', { tags, ids: [id] }))).toBe(
			'LIMIT_EXCEEDED',
		);
		expect(
			codeOf(await call('POST', '/Contacts/actions/add_tags', { tags: tags.slice(1), ids: [id] })),
		).toBe('SUCCESS');
		expect(
			(await call('POST', '/Contacts/actions/add_tags', { tags, ids: Array(501).fill(id) })).status,
		).toBe(400);
	});
});

describe("Bigin's fake server relates records", () => {
	it('by their lookups', async () => {
		const [company = ''] = await add('Accounts', { Account_Name: 'Zylker' });
		const [contact = ''] = await add(
			'Contacts',
			{ Last_Name: 'A', Account_Name: { id: company } },
			{ Last_Name: 'B' },
		);
		const [deal] = await add('Pipelines', {
			Deal_Name: 'D',
			Sub_Pipeline: 'S',
			Stage: 'T',
			Contact_Name: { id: contact },
		});
		const [task] = await add('Tasks', {
			Subject: 'Do',
			Related_To: { id: contact },
			$se_module: 'Contacts',
		});
		const idsAt = async (path: string) =>
			(await call('GET', `${path}?fields=id`)).body.data.map(({ id }) => id);
		expect(await idsAt(`/Accounts/${company}/Contacts`)).toEqual([contact]);
		expect(await idsAt(`/Contacts/${contact}/Pipelines`)).toEqual([deal]);
		expect(await idsAt(`/Pipelines/${deal}/Contacts`)).toEqual([contact]);
		expect(await idsAt(`/Contacts/${contact}/Tasks`)).toEqual([task]);
		expect((await call('GET', `/Contacts/${contact}/Events`)).status).toBe(204);
	});

	it('by links, seen from both sides', async () => {
		const [contact] = await add('Contacts', { Last_Name: 'A' });
		const [a, b] = await add('Products', { Product_Name: 'Safari' }, { Product_Name: 'Cruise' });
		expect(
			(await call('PUT', `/Contacts/${contact}/Products/${a}`, { data: [{}] })).body.data,
		).toEqual([
			{ code: 'SUCCESS', details: { id: a }, message: 'relation added', status: 'success' },
		]);
		const many = await call('PUT', `/Contacts/${contact}/Products`, {
			data: [{ id: a }, { id: b }, { id: UNKNOWN }],
		});
		expect([
			many.status,
			many.body.data.map(({ code, message }) => (code === 'SUCCESS' ? message : code)),
		]).toEqual([202, ['relation updated', 'relation added', 'INVALID_DATA']]);
		expect((await call('GET', `/Products/${b}/Contacts`)).body.data[0]).toMatchObject({
			id: contact,
			Last_Name: 'A',
		});
		expect(codeOf(await call('DELETE', `/Products/${b}/Contacts/${contact}`))).toBe('SUCCESS');
		expect(
			(await call('DELETE', `/Contacts/${contact}/Products?ids=${a},${b}`)).body.data.map(
				({ code }) => code,
			),
		).toEqual(['SUCCESS', 'INVALID_DATA']);
		expect((await call('GET', `/Contacts/${contact}/Products`)).status).toBe(204);
	});

	it('but only known ones, and products alone by links', async () => {
		const [contact] = await add('Contacts', { Last_Name: 'A' });
		const [product] = await add('Products', { Product_Name: 'Safari' });
		const parent = await call('PUT', `/Contacts/${UNKNOWN}/Products/${product}`, { data: [{}] });
		expect([parent.status, codeOf(parent)]).toEqual([500, 'INTERNAL_ERROR']);
		const child = await call('PUT', `/Contacts/${contact}/Products/${UNKNOWN}`, { data: [{}] });
		expect([child.status, codeOf(child)]).toEqual([400, 'INVALID_DATA']);
		expect(codeOf(await call('PUT', `/Contacts/${contact}/Tasks/${UNKNOWN}`, { data: [{}] }))).toBe(
			'NOT_SUPPORTED',
		);
		expect(codeOf(await call('GET', `/Contacts/${contact}/Deals`))).toBe('INVALID_MODULE');
	});
});

describe("Bigin's fake server knows users and the organization", () => {
	const usersOf = async (query: string) =>
		(await call('GET', `/users${query}`)).body.users as Json[];

	it.each([
		['', 3],
		['?type=ActiveUsers', 2],
		['?type=DeactiveUsers', 1],
		['?type=CurrentUser', 1],
		['?page=2&per_page=2', 1],
	])('%s: %i', async (query, count) => expect(await usersOf(query)).toHaveLength(count));

	it('one by one', async () => {
		expect((await usersOf('/2034020000000457002'))[0]).toMatchObject({
			full_name: 'Priya Raman',
			status: 'active',
			created_time: expect.any(String),
			Modified_Time: expect.any(String),
		});
		expect(codeOf(await call('GET', '/users/1'))).toBe('INVALID_DATA');
		expect(codeOf(await call('GET', '/users?type=Nobody'))).toBe('INVALID_DATA');
		expect(((await call('GET', '/org')).body.org as Json[])[0]?.zgid).toMatch(/^\d+$/);
	});
});
