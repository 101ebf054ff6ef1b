import type { IDataObject } from 'n8n-workflow';
import { FILE_BYTES } from '../../../nodes/Bigin/fields/files';
import { useBiginFiles, type SeenForm } from '../../harness/biginFiles';
import { bytesOf, type TestFile } from '../../harness/workflow';

const bigin = useBiginFiles();

const PDF = Buffer.from([0x25, 0x50, 0x44, 0x46, 0, 0xff, 0xfe, 13, 10, 0x2d, 0x2d]);

const file = (name = 'offer.pdf', bytes = PDF): TestFile => ({
	name,
	mimeType: 'application/pdf',
	bytes,
});

const form = (index = 0) => bigin.seen('POST', '/Attachments')[index]?.body as SeenForm;

let contact: string;

beforeEach(async () => {
	[contact = ''] = await bigin.seed('contact', [{ Last_Name: 'Johnson' }]);
});

const parent = (): IDataObject => ({
	module: 'Contacts',
	parentId: { mode: 'id', value: contact },
});

const upload = async (
	files: Array<Record<string, TestFile> | undefined>,
	spec = {},
	parameters: IDataObject = {},
) =>
	await bigin.run(
		'attachment',
		'upload',
		{ ...parent(), ...parameters },
		{ items: files.map((_, index) => ({ index })), files, ...spec },
	);

describe('Uploading attachments', () => {
	it.each(['offer.pdf', 'Übersicht 数 "neu".pdf'])(
		'sends the file %s of the item unchanged',
		async (name) => {
			const { items, error } = await upload([{ data: file(name) }]);
			expect(error).toBeUndefined();
			expect(bigin.seen('POST', '/Attachments').map(({ path }) => path)).toEqual([
				`/bigin/v2/Contacts/${contact}/Attachments`,
			]);
			expect(form().files).toMatchObject([{ part: 'file', type: 'application/pdf' }]);
			expect(form().files[0]?.filename.replaceAll('%22', '"')).toBe(name);
			expect(form().files[0]?.bytes.equals(PDF)).toBe(true);
			expect(items).toMatchObject([
				{
					json: {
						id: expect.stringMatching(/^\d+$/),
						status: 'success',
						message: 'attachment uploaded successfully',
					},
					pairedItem: { item: 0 },
				},
			]);
		},
	);

	it('sends the file from the field that each item names', async () => {
		const { items } = await upload(
			[{ data: file('no.pdf'), scan: file('a.pdf') }, { scan: file('b.pdf', Buffer.from('b')) }],
			{},
			{ inputDataFieldName: 'scan' },
		);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		const sent = [form(0), form(1)].map(({ files }) => [
			files[0]?.filename,
			files[0]?.bytes.length,
		]);
		expect(sent.sort()).toEqual([
			['a.pdf', PDF.length],
			['b.pdf', 1],
		]);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput', 'stopWorkflow'] as const)(
		'reports a missing file on its own item, with On Error %s',
		async (onError) => {
			const { items, errors, error } = await upload(
				[{ data: file('a.pdf') }, undefined, { data: file('c.pdf') }],
				{ onError },
				{ requestOptions: { parallelRequests: 1 } },
			);
			const message = "The item has no file in the binary field 'data' [item 1]";
			if (onError === 'stopWorkflow') {
				expect(error).toMatchObject({
					message,
					context: { details: { executed: 'no' }, itemIndex: 1 },
				});
				expect(error?.description).toContain("Check 'Input Data Field Name'");
				expect(error?.description).toContain('Already written: item 0');
				expect(bigin.seen('POST', '/Attachments')).toHaveLength(1);
				return;
			}
			const bad = onError === 'continueErrorOutput' ? errors[0] : items[1];
			expect(bad).toMatchObject({
				json: { error: message, details: { executed: 'no' } },
				pairedItem: { item: 1 },
			});
			expect(
				bigin.seen('POST', '/Attachments').map(({ body }) => (body as SeenForm).files[0]?.filename),
			).toEqual(['a.pdf', 'c.pdf']);
		},
	);

	it('refuses a file that is too large for Bigin without sending it', async () => {
		const { error } = await upload([{ data: file('big.pdf', Buffer.alloc(FILE_BYTES + 1)) }]);
		expect(error?.message).toBe(
			`The file 'big.pdf' in 'Input Data Field Name' has ${FILE_BYTES + 1} bytes, and Bigin takes at most ${FILE_BYTES} [item 0]`,
		);
		expect(error?.description).toContain('Make it smaller than 20 MB.');
		expect(bigin.seen('POST', '/Attachments')).toEqual([]);
	});

	it.each([{ kind: 'status', status: 500 } as const, { kind: 'dropAfter' } as const])(
		'does not repeat an upload that may have been stored: %j',
		async (fault) => {
			bigin.fakeServer().faults.arm({ fault, times: 1, path: '/Attachments' });
			const { errors, items } = await upload(
				[{ data: file('a.pdf') }, { data: file('b.pdf') }],
				{ onError: 'continueErrorOutput' },
				{ requestOptions: { parallelRequests: 1 } },
			);
			expect(errors).toMatchObject([
				{ json: { details: { executed: 'unknown' } }, pairedItem: { item: 0 } },
			]);
			expect(items).toMatchObject([{ pairedItem: { item: 1 } }]);
			expect(bigin.seen('POST', '/Attachments')).toHaveLength(2);
		},
	);

	it('repeats an upload that was rate limited', async () => {
		bigin.fakeServer().faults.arm({ fault: { kind: 'throttle' }, times: 1, path: '/Attachments' });
		expect((await upload([{ data: file() }])).items).toHaveLength(1);
		expect(bigin.seen('POST', '/Attachments')).toHaveLength(2);
	});

	it('says that the record does not exist', async () => {
		const { error } = await bigin.run(
			'attachment',
			'upload',
			{ module: 'Contacts', parentId: { mode: 'id', value: '404' } },
			{ files: [{ data: file() }] },
		);
		expect(error).toMatchObject({
			message:
				'Zoho Bigin did not accept the request: the related id given seems to be invalid [item 0]',
			context: { details: { code: 'INVALID_DATA', id: '404', executed: 'no' } },
		});
	});
});

describe('Bigin attachments', () => {
	it('can be links', async () => {
		const { items, error } = await bigin.run('attachment', 'uploadLink', {
			...parent(),
			attachmentUrl: 'https://example.com/a b.pdf'.replace(' ', '%20'),
		});
		expect(error).toBeUndefined();
		expect(bigin.seen('POST', '/Attachments')[0]?.query).toEqual({
			attachmentUrl: 'https://example.com/a%20b.pdf',
		});
		const list = await bigin.run('attachment', 'getAll', { ...parent(), simplify: false });
		expect(list.items).toMatchObject([
			{
				json: {
					id: items[0]?.json.id,
					$link_url: 'https://example.com/a%20b.pdf',
					$type: 'Link URL',
				},
			},
		]);
	});

	it('refuse a link that is not a web address', async () => {
		const { error } = await bigin.run('attachment', 'uploadLink', {
			...parent(),
			attachmentUrl: 'offer.pdf',
		});
		expect(error?.message).toBe(
			'\'Link\' must be an address that begins with https:// or http://, but is "offer.pdf" [item 0]',
		);
	});

	it('are listed page by page, simplified or raw', async () => {
		const names = ['a.pdf', 'b.pdf', 'c.pdf'];
		await upload(names.map((name) => ({ data: file(name) })));
		const { items } = await bigin.run('attachment', 'getAll', { ...parent(), returnAll: true });
		expect(items.map(({ json }) => json.File_Name).sort()).toEqual(names);
		expect(items[0]).toMatchObject({
			json: { Parent_Id: 'Johnson', Owner: 'Sandbox User', Size: String(PDF.length) },
			pairedItem: { item: 0 },
		});
		expect(Object.keys(items[0]?.json ?? {}).length).toBeLessThanOrEqual(10);
		const whole = await bigin.run('attachment', 'getAll', {
			...parent(),
			returnAll: false,
			limit: 2,
			simplify: false,
		});
		expect(whole.items).toHaveLength(2);
		expect(whole.items[0]?.json).toMatchObject({
			Parent_Id: { id: contact, name: 'Johnson' },
			Created_By: { name: 'Sandbox User' },
		});
	});

	it('give no items if the record has none', async () => {
		const { items, error } = await bigin.run('attachment', 'getAll', {
			...parent(),
			returnAll: true,
		});
		expect([items, error]).toEqual([[], undefined]);
	});

	it.each(['offer.pdf', 'Übersicht 数.pdf'])(
		'are downloaded unchanged, with the name %s',
		async (name) => {
			const {
				items: [made],
			} = await upload([{ data: file(name) }]);
			const { items, error } = await bigin.run('attachment', 'download', {
				...parent(),
				id: made?.json.id,
				outputDataFieldName: 'scan',
			});
			expect(error).toBeUndefined();
			expect(items).toMatchObject([
				{
					json: {
						id: made?.json.id,
						fileName: name,
						mimeType: 'application/pdf',
						fileSize: PDF.length,
					},
					binary: { scan: { fileName: name, mimeType: 'application/pdf' } },
					pairedItem: { item: 0 },
				},
			]);
			expect(bytesOf(items[0], 'scan').equals(PDF)).toBe(true);
		},
	);

	it("say in Bigin's words that an attachment does not exist", async () => {
		const { errors } = await bigin.run(
			'attachment',
			'download',
			{ ...parent(), id: '404' },
			{ onError: 'continueErrorOutput' },
		);
		expect(errors).toMatchObject([
			{
				json: {
					error: expect.stringContaining(
						'Zoho Bigin did not accept the request: invalid data [item 0]',
					),
					details: { code: 'INVALID_DATA', id: '404', httpCode: 400, executed: 'no' },
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	it('are deleted one by one, and a bad ID fails on its own item', async () => {
		const made = (await upload([{ data: file('a.pdf') }, { data: file('b.pdf') }])).items.map(
			({ json }) => json.id,
		);
		const ids = [made[0], '404', made[1]];
		const { items, errors } = await bigin.run(
			'attachment',
			'delete',
			{ ...parent(), id: '={{ $json.id }}' },
			{ items: ids.map((id) => ({ id })) as IDataObject[], onError: 'continueErrorOutput' },
		);
		expect(items).toMatchObject([
			{ json: { id: made[0], deleted: true }, pairedItem: { item: 0 } },
			{ json: { id: made[1], deleted: true }, pairedItem: { item: 2 } },
		]);
		expect(errors).toMatchObject([
			{
				json: { details: { code: 'INVALID_DATA', id: '404', executed: 'no' } },
				pairedItem: { item: 1 },
			},
		]);
		expect(
			(await bigin.run('attachment', 'getAll', { ...parent(), returnAll: true })).items,
		).toEqual([]);
	});

	it.each([
		['existed', true],
		['never existed', false],
	])(
		'are reported as gone, with an unknown outcome, if the reply to their deletion was lost: one that %s',
		async (_what, there) => {
			const {
				items: [made],
			} = await upload([{ data: file() }]);
			const id = there ? String(made?.json.id) : '2034020000009999999';
			bigin
				.fakeServer()
				.faults.arm({ fault: { kind: 'dropAfter' }, times: 1, path: '/Attachments' });
			const { items, errors } = await bigin.run(
				'attachment',
				'delete',
				{ ...parent(), id },
				{ onError: 'continueErrorOutput' },
			);
			expect(items).toEqual([]);
			expect(errors).toMatchObject([{ json: { details: { executed: 'unknown', id } } }]);
			expect(errors[0]?.json.message).toContain(`No attachment with the ID ${id} exists now`);
			expect(bigin.seen('DELETE', '/Attachments')).toHaveLength(1);
		},
	);
});
