import { codeOf, useClient } from './sandboxClient';

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

	it('and refuses an attachment above 20 MB', async () => {
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
