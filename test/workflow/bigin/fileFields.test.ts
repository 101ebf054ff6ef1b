import { useBiginFiles, type SeenForm } from '../../harness/biginFiles';
import { bytesOf, type TestFile } from '../../harness/workflow';

const bigin = useBiginFiles();

const PDF = Buffer.from([0x25, 0x50, 0x44, 0x46, 0, 0xff, 0xfe, 13, 10, 0x2d, 0x2d]);

const file = (name = 'offer.pdf', bytes = PDF): TestFile => ({
	name,
	mimeType: 'application/pdf',
	bytes,
});

describe('Files for file fields of Bigin', () => {
	const sentFiles = () =>
		bigin
			.seen('POST', '/files')
			.map(({ body }) => (body as SeenForm).files.map(({ filename }) => filename));

	it('are sent ten per call, and each gets its own ID', async () => {
		const names = Array.from({ length: 12 }, (_, index) => `f${index}.pdf`);
		const { items, error } = await bigin.run(
			'file',
			'upload',
			{},
			{
				items: names.map((name) => ({ name })),
				files: names.map((name) => ({ data: file(name) })),
			},
		);
		expect(error).toBeUndefined();
		expect(sentFiles().sort((a, b) => b.length - a.length)).toEqual([
			names.slice(0, 10),
			names.slice(10),
		]);
		expect(items.map(({ json, pairedItem }) => [json.name, pairedItem])).toEqual(
			names.map((name, item) => [name, { item }]),
		);
		expect(new Set(items.map(({ json }) => json.id)).size).toBe(12);
	});

	it('get their own IDs even if the entries of the reply come in another order', async () => {
		const entry = (name: string) => ({
			status: 'success',
			code: 'SUCCESS',
			message: 'file uploaded successfully',
			details: { name, id: `id of ${name}` },
		});
		const upload = async (sent: string[], told: string[]) => {
			bigin.fakeServer().faults.arm({
				fault: { kind: 'status', status: 200, body: { data: told.map(entry) } },
				times: 1,
				path: '/files',
			});
			const { items, errors } = await bigin.run(
				'file',
				'upload',
				{},
				{
					items: sent.map((name) => ({ name })),
					files: sent.map((name) => ({ data: file(name) })),
					onError: 'continueErrorOutput',
				},
			);
			return [...items, ...errors].map(({ json, pairedItem }) => [
				pairedItem,
				json.id ?? (json.details as { executed?: unknown }).executed,
			]);
		};
		expect(await upload(['a.pdf', 'b.pdf'], ['b.pdf', 'a.pdf'])).toEqual([
			[{ item: 0 }, 'id of a.pdf'],
			[{ item: 1 }, 'id of b.pdf'],
		]);
		expect(await upload(['a.pdf', 'a.pdf', 'b.pdf'], ['a.pdf', 'b.pdf', 'a.pdf'])).toEqual([
			[{ item: 0 }, 'id of a.pdf'],
			[{ item: 1 }, 'unknown'],
			[{ item: 2 }, 'unknown'],
		]);
	});

	it('are sent in calls of at most 20 MB', async () => {
		const half = Buffer.alloc(12 * 1024 * 1024, 1);
		const { items } = await bigin.run(
			'file',
			'upload',
			{},
			{ items: [{}, {}], files: [{ data: file('a.pdf', half) }, { data: file('b.pdf', half) }] },
		);
		expect(items).toHaveLength(2);
		expect(sentFiles()).toEqual([['a.pdf'], ['b.pdf']]);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput', 'stopWorkflow'] as const)(
		'are sent although one item has no file, with On Error %s',
		async (onError) => {
			const { items, errors, error } = await bigin.run(
				'file',
				'upload',
				{},
				{
					items: [{}, {}, {}],
					files: [{ data: file('a.pdf') }, undefined, { data: file('c.pdf') }],
					onError,
				},
			);
			expect(sentFiles()).toEqual([['a.pdf', 'c.pdf']]);
			if (onError === 'stopWorkflow') {
				expect(error?.message).toBe("The item has no file in the binary field 'data' [item 1]");
				return;
			}
			const bad = onError === 'continueErrorOutput' ? errors[0] : items[1];
			expect(bad).toMatchObject({ json: { details: { executed: 'no' } }, pairedItem: { item: 1 } });
			const good = items.filter((item) => item !== bad);
			expect(good.map(({ json, pairedItem }) => [json.name, pairedItem])).toEqual([
				['a.pdf', { item: 0 }],
				['c.pdf', { item: 2 }],
			]);
		},
	);

	it('are downloaded by their ID', async () => {
		const {
			items: [made],
		} = await bigin.run('file', 'upload', {}, { files: [{ data: file('Übersicht.pdf') }] });
		const { items } = await bigin.run('file', 'download', { fileId: made?.json.id });
		expect(items).toMatchObject([
			{
				json: { id: made?.json.id, fileName: 'Übersicht.pdf' },
				binary: { data: { mimeType: 'application/pdf' } },
			},
		]);
		expect(bytesOf(items[0]).equals(PDF)).toBe(true);
		const { error } = await bigin.run('file', 'download', { fileId: '404' });
		expect(error).toMatchObject({ context: { details: { executed: 'no' } } });
	});
});
