import { filesOf, MAX_IMPORT } from '../http/uploads';
import { goodEntry, Refused, type Json, type Serve } from '../http/wire';
import { ORG_ID } from '../related/people';
import type { AccountState } from '../state/accountState';
import { readZip } from './csv';

export interface ImportFile {
	name: string;
	bytes: Buffer;
}

/** Uploads for imports. Bigin takes them on a host of its own; here it is the same (bigin 10.2). */
export class ImportFiles {
	private readonly all = new Map<string, ImportFile>();

	constructor(private readonly state: AccountState) {}

	reset(): void {
		this.all.clear();
	}

	get(id: unknown): ImportFile | undefined {
		return this.all.get(String(id));
	}

	routes(serve: Serve): void {
		serve('POST', '/bigin/v2/upload', (call): Json => {
			if (call.headers.feature !== 'bulk-write')
				throw new Refused(
					400,
					call.headers.feature === undefined ? 'REQUIRED_PARAM_MISSING' : 'INVALID_DATA',
					{ header: 'feature' },
				);
			const org = call.headers['x-crm-org'];
			if (org !== ORG_ID)
				throw new Refused(400, org === undefined ? 'REQUIRED_PARAM_MISSING' : 'INVALID_DATA', {
					header: 'X-CRM-ORG',
				});
			const [file, ...others] = filesOf(call.body, MAX_IMPORT);
			if (!file || others.length > 0)
				throw new Refused(400, 'REQUIRED_PARAM_MISSING', { param_name: 'file' });
			const id = this.state.newId();
			this.all.set(id, { name: readZip(file.bytes).name, bytes: file.bytes });
			return {
				...goodEntry('file uploaded.', { file_id: id, created_time: this.state.now() }),
				code: 'FILE_UPLOAD_SUCCESS',
			};
		});
	}
}
