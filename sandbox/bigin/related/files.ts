import { randomBytes } from 'crypto';

import { disposition, filesOf, MAX_FILE, type Upload } from '../http/uploads';
import { goodEntry, Refused, type Json, type Serve } from '../http/wire';

/** Files for the file fields of records (bigin 5.3). */
export class Files {
	private readonly all = new Map<string, Upload>();

	reset(): void {
		this.all.clear();
	}

	/** Each file that was uploaded, without its content. */
	stored(): Json[] {
		return [...this.all].map(([id, { filename }]) => ({ id, name: filename }));
	}

	routes(serve: Serve): void {
		serve('POST', '/bigin/v2/files', (call) => {
			const files = filesOf(call.body, MAX_FILE);
			if (files.length === 0)
				throw new Refused(400, 'REQUIRED_PARAM_MISSING', { param_name: 'file' });
			return {
				data: files.map((file) => {
					const id = randomBytes(32).toString('hex');
					this.all.set(id, file);
					return goodEntry('file uploaded successfully', { name: file.filename, id });
				}),
			};
		});
		serve('GET', '/bigin/v2/files', (call) => {
			const { id } = call.query;
			if (!id) throw new Refused(400, 'REQUIRED_PARAM_MISSING', { param_name: 'id' });
			const file = this.all.get(id);
			if (!file) throw new Refused(400, 'INVALID_DATA', { param_name: 'id' });
			void call.reply.header('content-disposition', disposition(file.filename)).type(file.type);
			return file.bytes;
		});
	}
}
