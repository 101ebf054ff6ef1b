import { codeOf, useClient, type Json } from './sandboxClient';

const UNKNOWN = '2034020000000999999';
const client = useClient();
const { call, add } = client;

function form(parts: Record<string, Buffer | string>, filename = 'plan.txt'): FormData {
	const data = new FormData();
	for (const [name, value] of Object.entries(parts)) {
		if (typeof value === 'string') data.append(name, value);
		else data.append(name, new Blob([new Uint8Array(value)], { type: 'text/plain' }), filename);
	}
	return data;
}

describe("Bigin's fake server keeps notes", () => {
	it('by the path of their record', async () => {
		const [id = ''] = await add('Contacts', { First_Name: 'Ann', Last_Name: 'Lee' });
		const made = await call('POST', `/Contacts/${id}/Notes`, {
			data: [{ Note_Title: 'T', Note_Content: 'C' }, { Note_Title: 'no content' }],
		});
		expect([made.status, made.body.data.map(({ code }) => code)]).toEqual([
			202,
			['SUCCESS', 'MANDATORY_NOT_FOUND'],
		]);
		const { body } = await call(
			'GET',
			`/Contacts/${id}/Notes?fields=Note_Title,Note_Content,Parent_Id,Owner`,
		);
		expect(body.data).toEqual([
			{
				id: made.body.data[0]?.details.id,
				Note_Title: 'T',
				Note_Content: 'C',
				Parent_Id: { id, name: 'Ann Lee', module: { api_name: 'Contacts' } },
				Owner: expect.objectContaining({ name: 'Sandbox User' }),
			},
		]);
	});

	it('with their parent in either form', async () => {
		const [id] = await add('Accounts', { Account_Name: 'Zylker' });
		const made = await call('POST', '/Notes', {
			data: [
				{ Note_Content: 'a', Parent_Id: id, $se_module: 'Accounts' },
				{ Note_Content: 'b', Parent_Id: { id, module: { api_name: 'Accounts' } } },
				{ Note_Content: 'c', Parent_Id: id },
				{ Note_Content: 'd', Parent_Id: UNKNOWN, $se_module: 'Accounts' },
			],
		});
		expect(made.body.data.map(({ code, details }) => details.api_name ?? code)).toEqual([
			'SUCCESS',
			'SUCCESS',
			'Parent_Id',
			'Parent_Id',
		]);
		expect(
			(await call('GET', '/Notes?fields=Note_Content')).body.data.map(
				({ Note_Content: content }) => content,
			),
		).toEqual(['b', 'a']);
	});

	it('and changes and deletes them', async () => {
		const [id, other] = await add('Contacts', { Last_Name: 'A' }, { Last_Name: 'B' });
		const made = await call('POST', `/Contacts/${id}/Notes`, {
			data: [{ Note_Content: '1' }, { Note_Content: '2' }],
		});
		const [a, b] = made.body.data.map(({ details }) => details.id);
		client.at('10:09:00');
		expect(
			(
				await call('PUT', '/Notes', {
					data: [
						{ id: a, Note_Title: 'x' },
						{ id: UNKNOWN, Note_Title: 'x' },
					],
				})
			).body.data.map(({ code }) => code),
		).toEqual(['SUCCESS', 'INVALID_DATA']);
		expect(codeOf(await call('PUT', `/Notes/${b}`, { data: [{ Note_Content: '3' }] }))).toBe(
			'SUCCESS',
		);
		expect(
			codeOf(await call('PUT', `/Contacts/${other}/Notes/${b}`, { data: [{ Note_Content: '4' }] })),
		).toBe('INVALID_DATA');
		expect(
			codeOf(
				await call('PUT', `/Contacts/${id}/Notes/${b}`, {
					data: [{ Note_Title: 'y'.repeat(121) }],
				}),
			),
		).toBe('INVALID_DATA');
		expect((await call('GET', `/Notes/${b}`)).body.data[0]).toMatchObject({
			Note_Content: '3',
			Modified_Time: '2026-03-01T10:09:00+00:00',
		});
		expect(codeOf(await call('DELETE', `/Notes/${a}`))).toBe('SUCCESS');
		expect(
			(await call('DELETE', `/Notes?ids=${a},${b}`)).body.data.map(({ code }) => code),
		).toEqual(['INVALID_DATA', 'SUCCESS']);
		expect((await call('GET', '/Notes/deleted')).body.data).toHaveLength(2);
		expect((await call('GET', `/Contacts/${id}/Notes`)).status).toBe(204);
	});

	it('but none of unknown records, and refuses the ones that a fault names', async () => {
		expect(
			(await call('POST', `/Contacts/${UNKNOWN}/Notes`, { data: [{ Note_Content: 'C' }] })).status,
		).toBe(400);
		const [id] = await add('Contacts', { Last_Name: 'A' });
		client.bigin.faults.arm({ fault: { kind: 'partial', positions: [0] } });
		expect(
			codeOf(await call('POST', `/Contacts/${id}/Notes`, { data: [{ Note_Content: 'C' }] })),
		).toBe('INVALID_DATA');
		expect(client.bigin.vendor.stored().Notes).toBeUndefined();
	});
});

describe("Bigin's fake server keeps files", () => {
	it('attached to records', async () => {
		const [id] = await add('Contacts', { Last_Name: 'A' });
		const bytes = Buffer.from([0, 255, 10, 13]);
		const made = await call(
			'POST',
			`/Contacts/${id}/Attachments`,
			form({ file: bytes }, 'plän.bin'),
		);
		expect(made.body.data[0]).toMatchObject({
			code: 'SUCCESS',
			message: 'attachment uploaded successfully',
		});
		const attachment = made.body.data[0]?.details.id;
		expect(
			(await call('GET', `/Contacts/${id}/Attachments?fields=File_Name,Size`)).body.data,
		).toEqual([{ id: attachment, File_Name: 'plän.bin', Size: '4' }]);
		const file = await call('GET', `/Contacts/${id}/Attachments/${attachment}`, undefined, {
			responseType: 'arraybuffer',
		});
		expect(Buffer.from(file.body as unknown as ArrayBuffer)).toEqual(bytes);
		expect(file.headers['content-disposition']).toBe(
			`attachment; filename="pl_n.bin"; filename*=UTF-8''pl%C3%A4n.bin`,
		);
		expect(codeOf(await call('DELETE', `/Contacts/${id}/Attachments/${attachment}`))).toBe(
			'SUCCESS',
		);
		expect((await call('DELETE', `/Contacts/${id}/Attachments/${attachment}`)).status).toBe(400);
		expect((await call('GET', `/Contacts/${id}/Attachments`)).status).toBe(204);
	});

	it('or linked, but never both, and not at calls', async () => {
		const [id] = await add('Contacts', { Last_Name: 'A' });
		const link = await call(
			'POST',
			`/Contacts/${id}/Attachments?attachmentUrl=https://example.com/a`,
		);
		expect((await call('GET', `/Contacts/${id}/Attachments`)).body.data[0]).toMatchObject({
			id: link.body.data[0]?.details.id,
			$link_url: 'https://example.com/a',
		});
		expect(
			codeOf(
				await call(
					'POST',
					`/Contacts/${id}/Attachments`,
					form({ file: Buffer.from('x'), attachmentUrl: 'https://example.com/a' }),
				),
			),
		).toBe('AMBIGUITY_DURING_PROCESSING');
		expect(
			codeOf(await call('POST', `/Contacts/${id}/Attachments`, form({ data: Buffer.from('x') }))),
		).toBe('REQUIRED_PARAM_MISSING');
		expect(
			codeOf(
				await call('POST', `/Contacts/${UNKNOWN}/Attachments`, form({ file: Buffer.from('x') })),
			),
		).toBe('INVALID_DATA');
		const [phoned] = await add('Calls', {
			Call_Type: 'Inbound',
			Call_Duration: '01:00',
			Call_Start_Time: '2026-03-01T10:00:00+01:00',
		});
		expect(
			codeOf(await call('POST', `/Calls/${phoned}/Attachments`, form({ file: Buffer.from('x') }))),
		).toBe('NOT_SUPPORTED');
	});

	it('of at most 20 MB', async () => {
		const [id] = await add('Contacts', { Last_Name: 'A' });
		const large = Buffer.alloc(20 * 1024 * 1024 + 1);
		expect(codeOf(await call('POST', `/Contacts/${id}/Attachments`, form({ file: large })))).toBe(
			'FILE_SIZE_MORE_THAN_ALLOWED_SIZE',
		);
		expect(
			codeOf(await call('POST', `/Contacts/${id}/Attachments`, form({ file: large.subarray(1) }))),
		).toBe('SUCCESS');
		expect(JSON.stringify(client.bigin.requests).length).toBeLessThan(10_000);
	});

	it('for fields, several at once', async () => {
		const data = form({ file: Buffer.from('one') });
		data.append('file', new Blob(['two'], { type: 'text/csv' }), 'two.csv');
		const { body } = await call('POST', '/files', data);
		expect(body.data.map(({ details }) => details.name)).toEqual(['plan.txt', 'two.csv']);
		const file = await call('GET', `/files?id=${body.data[1]?.details.id}`);
		expect([file.body, file.headers['content-type']]).toEqual(['two', 'text/csv']);
		expect(codeOf(await call('GET', '/files?id=1'))).toBe('INVALID_DATA');
		expect(codeOf(await call('POST', '/files', form({ text: 'x' })))).toBe(
			'REQUIRED_PARAM_MISSING',
		);
	});
});

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
