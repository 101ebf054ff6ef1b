import type { IDataObject } from 'n8n-workflow';

import { misfit } from '../../harness/bigin';
import { useBiginFiles } from '../../harness/biginFiles';

const bigin = useBiginFiles();
const file = { name: 'people.csv', mimeType: 'text/csv', bytes: Buffer.from('Last_Name\nAbe\n') };

it("The output of Bigin's attachments, files, exports and imports fits their output schemas", async () => {
	const [contact = ''] = await bigin.seed('contact', [{ Last_Name: 'Johnson' }]);
	const parent = { module: 'Contacts', parentId: contact };
	/** The first output item of an operation, which must fit its schema. */
	const fits = async (
		resource: string,
		operation: string,
		parameters: IDataObject,
	): Promise<IDataObject> => {
		const { items, error } = await bigin.run(resource, operation, parameters, {
			files: [{ data: file }],
			items: [{ Last_Name: 'Bea' }],
		});
		expect([operation, error?.message]).toEqual([operation, undefined]);
		expect([operation, misfit(resource, operation, items[0]?.json)]).toEqual([
			operation,
			undefined,
		]);
		return items[0]?.json ?? {};
	};
	await fits('attachment', 'uploadLink', { ...parent, attachmentUrl: 'https://example.com' });
	const { id } = await fits('attachment', 'upload', parent);
	await fits('attachment', 'getAll', { ...parent, returnAll: true });
	await fits('attachment', 'download', { ...parent, id });
	await fits('attachment', 'delete', { ...parent, id });
	const { id: fileId } = await fits('file', 'upload', {});
	await fits('file', 'download', { fileId });
	const { id: exported } = await fits('bulkRead', 'createJob', {
		module: 'Contacts',
		fields: ['Last_Name'],
	});
	await fits('bulkRead', 'getJob', { jobId: exported });
	await fits('bulkRead', 'downloadResult', { jobId: exported });
	const { file_id: uploaded } = await fits('bulkWrite', 'uploadFile', {});
	const { id: imported } = await fits('bulkWrite', 'createJob', {
		module: 'Contacts',
		writeMode: 'insert',
		fileId: uploaded,
		columns: 'Last_Name',
	});
	await fits('bulkWrite', 'getJob', { jobId: imported });
	await fits('bulkWrite', 'downloadResult', { jobId: imported });
	await fits('bulkWrite', 'run', { module: 'Contacts', writeMode: 'insert' });
});
