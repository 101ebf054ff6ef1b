import { unzipSync } from 'fflate';
import type { IDataObject } from 'n8n-workflow';
import { useBiginFiles, type SeenForm } from './biginFiles';
import type { RunSpec } from './workflow';

/** Imports of contacts into the fake server: what runs them, and what they send and store. */
export function useBulkWrite() {
	const bigin = useBiginFiles();
	const arm = (...faults: Parameters<ReturnType<typeof bigin.fakeServer>['faults']['arm']>) =>
		bigin.fakeServer().faults.arm(...faults);
	const FIELDS = '/settings/fields';
	const withoutFields = () => arm({ fault: { kind: 'status', status: 403 }, path: FIELDS });
	const uploads = () => bigin.seen('POST', '/bigin/v2/upload');
	const jobs = () =>
		bigin
			.seen('POST', '/bulk/v2/write')
			.map(({ body }) => body as { operation: string; resource: IDataObject[] } & IDataObject);
	const names = () => bigin.stored('Contacts').map(({ Last_Name: name }) => name);
	/** Text of the file in an upload. */
	function csv(index = 0): string {
		const file = (uploads()[index]?.body as SeenForm).files[0];
		return Buffer.from(
			Object.values(unzipSync(file?.bytes ?? Buffer.alloc(0)))[0] ?? [],
		).toString();
	}
	const run = async (
		items: IDataObject[],
		parameters: IDataObject = {},
		spec: Partial<RunSpec> = {},
	) =>
		await bigin.run(
			'bulkWrite',
			'run',
			{ module: 'Contacts', writeMode: 'insert', ...parameters },
			{ items, ...spec },
		);
	return { bigin, arm, FIELDS, withoutFields, uploads, jobs, names, csv, run };
}
