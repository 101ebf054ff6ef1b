/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { Readable } from 'node:stream';

import type { IBinaryData, IDataObject } from 'n8n-workflow';

import { FILE_BYTES } from '../../../nodes/Bigin/fields/files';
import { ARCHIVE_BYTES } from '../../../nodes/Bigin/resources/bulkWrite/job';
import { useBiginFiles, type SeenForm } from '../../harness/biginFiles';
import { useFileStore } from '../../harness/fileStore';

const bigin = useBiginFiles();
const files = useFileStore();
let contact: string;
beforeEach(async () => {
	[contact = ''] = await bigin.seed('contact', [{ Last_Name: 'Johnson' }]);
});
afterEach(() => jest.restoreAllMocks());

/** Every operation that takes a file, and its maximum bytes. */
const UPLOADS = [
	{
		resource: 'attachment',
		operation: 'upload',
		path: '/Attachments',
		parameters: () =>
			({ module: 'Contacts', parentId: { mode: 'id', value: contact } }) as IDataObject,
		most: FILE_BYTES,
	},
	{
		resource: 'file',
		operation: 'upload',
		path: '/files',
		parameters: () => ({}) as IDataObject,
		most: FILE_BYTES,
	},
	{
		resource: 'bulkWrite',
		operation: 'uploadFile',
		path: '/upload',
		parameters: () => ({}) as IDataObject,
		most: ARCHIVE_BYTES,
	},
];

describe.each(UPLOADS)(
	"A file in n8n's folder, for $resource: $operation",
	({ resource, operation, path, parameters, most }) => {
		const upload = async (...given: IBinaryData[]) =>
			await bigin.run(resource, operation, parameters(), {
				items: given.map(() => ({})),
				files: given.map((data) => ({ data })),
				onError: 'continueErrorOutput',
			});
		/** Counts the bytes read from files while the node runs. */
		const reads = () => ({
			buffer: jest.spyOn(files.service(), 'getAsBuffer'),
			stream: jest.spyOn(files.service(), 'getAsStream'),
		});

		it('is sent unchanged', async () => {
			const bytes = Buffer.from('id,Last_Name\n1,Üç\n');
			const { items, errors } = await upload(await files.store(bytes, 'a.csv'));
			expect(errors).toEqual([]);
			expect(items).toHaveLength(1);
			const sent = bigin.seen('POST', path)[0]?.body as SeenForm;
			expect(sent.files[0]?.bytes.includes(bytes)).toBe(true);
		});

		it('is refused before it is read if it is too large', async () => {
			const large = await files.store(
				Readable.from([Buffer.alloc(most), Buffer.alloc(10)]),
				'big.pdf',
			);
			const { buffer, stream } = reads();
			const { errors } = await upload(large);
			expect(errors[0]?.json).toMatchObject({
				error: `The file 'big.pdf' in 'Input Data Field Name' has ${most + 10} bytes, and Bigin takes at most ${most} [item 0]`,
				details: { executed: 'no' },
			});
			expect([buffer.mock.calls, stream.mock.calls]).toEqual([[], []]);
			expect(bigin.seen('POST', path)).toEqual([]);
		});

		it('is read no further than the limit if the store does not know its size', async () => {
			jest.spyOn(files.service(), 'getMetadata').mockRejectedValue(new Error('no metadata'));
			let pieces = 0;
			const endless = (function* () {
				for (;;) {
					pieces += 1;
					yield Buffer.alloc(1024 * 1024);
				}
			})();
			const stored = await files.store(Buffer.from('x'), 'endless.pdf');
			jest.spyOn(files.service(), 'getAsStream').mockResolvedValue(Readable.from(endless));
			const { errors } = await upload(stored);
			expect(errors[0]?.json.error).toBe(
				`The file 'endless.pdf' in 'Input Data Field Name' has more than the ${most} bytes that Bigin takes [item 0]`,
			);
			// A stream reads ahead a little further.
			expect(pieces).toBeLessThan(most / 1024 / 1024 + 20);
		});

		it('is measured by the store, whatever size the item states', async () => {
			const large = await files.store(
				Readable.from([Buffer.alloc(most), Buffer.alloc(10)]),
				'big.pdf',
			);
			const { stream } = reads();
			const { errors } = await upload({ ...large, bytes: 5, fileSize: '5 B' });
			expect(errors[0]?.json.error).toContain(`has ${most + 10} bytes`);
			expect(stream).not.toHaveBeenCalled();
		});

		it('is reported if its data is gone', async () => {
			const stored = await files.store(Buffer.from('x'), 'gone.pdf');
			const { errors } = await upload({ ...stored, id: `${stored.id}0` });
			expect(errors[0]?.json).toMatchObject({
				error: "The file in the binary field 'data' could not be read [item 0]",
				details: { executed: 'no' },
			});
		});
	},
);

it('The Bigin node refuses a file in memory that is too large before it decodes it', async () => {
	const data = Buffer.alloc(FILE_BYTES + 1).toString('base64');
	const buffer = jest.spyOn(files.service(), 'getAsBuffer');
	const { errors } = await bigin.run(
		'file',
		'upload',
		{},
		{
			items: [{}],
			files: [{ data: { data, mimeType: 'application/pdf', fileName: 'big.pdf' } }],
			onError: 'continueErrorOutput',
		},
	);
	expect(errors[0]?.json.error).toContain(`has ${FILE_BYTES + 1} bytes`);
	expect(buffer).not.toHaveBeenCalled();
});
