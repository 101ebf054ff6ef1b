import { randomBytes } from 'crypto';

import { disposition, filesOf, MAX_FILE, Upload } from '../http/uploads';
import {
	Answer,
	FAULT_ENTRY,
	goodEntry,
	refusal,
	refusedEntry,
	Refused,
	type Call,
	type Json,
	type Serve,
} from '../http/wire';
import { moduleOf } from '../records/modules';
import { fieldsOf, slice } from '../records/paging';
import type { AccountState } from '../state/accountState';

/** The one module without attachments (bigin 5.2). */
const WITHOUT = 'Calls';

interface Attachment {
	shown: Json & { id: string };
	parent: string;
	/** Absent for a link. */
	file?: Upload;
}

/** Files and links at records (bigin 5.2). */
export class Attachments {
	private readonly all = new Map<string, Attachment>();

	constructor(private readonly state: AccountState) {}

	reset(): void {
		this.all.clear();
	}

	/** Everything attached, without the content. */
	stored(): Json[] {
		return [...this.all.values()].map(({ shown }) => shown);
	}

	routes(serve: Serve): void {
		const path = '/bigin/v2/:module/:id/Attachments';
		serve('POST', path, (call) => this.add(call));
		serve('GET', path, (call) => {
			const parent = this.parentOf(call);
			const fields = fieldsOf(call);
			const entries = [...this.all.values()]
				.filter((entry) => entry.parent === parent)
				.map(({ shown }) => shown)
				.reverse();
			return slice('data', entries, call, (shown) =>
				fields
					? Object.fromEntries(
							['id', ...fields].filter((name) => name in shown).map((name) => [name, shown[name]]),
						)
					: shown,
			);
		});
		serve('GET', `${path}/:attachment`, (call) => {
			const { file } = this.one(call) ?? {};
			if (!file)
				throw new Refused(400, this.one(call) ? 'NOT_SUPPORTED' : 'INVALID_DATA', {
					id: call.params.attachment,
				});
			void call.reply.header('content-disposition', disposition(file.filename)).type(file.type);
			return file.bytes;
		});
		serve('DELETE', `${path}/:attachment`, (call) => {
			const id = call.params.attachment ?? '';
			if (!this.one(call))
				return new Answer(400, {
					data: [refusedEntry(refusal('INVALID_DATA', { id }, 'the id given seems to be invalid'))],
				});
			this.all.delete(id);
			return { data: [goodEntry('record deleted', { id })] };
		});
	}

	private add(call: Call): Json {
		const parent = this.parentOf(call);
		const files = filesOf(call.body, MAX_FILE);
		const link = call.query.attachmentUrl ?? call.body.attachmentUrl;
		if (files.length > 1 || (files.length === 1 && link !== undefined))
			throw new Refused(400, 'AMBIGUITY_DURING_PROCESSING', { param_name: 'file' });
		if (files.length === 0 && (typeof link !== 'string' || link === ''))
			throw new Refused(400, 'REQUIRED_PARAM_MISSING', { param_name: 'file' });
		if (call.fail.has(0)) return { data: [FAULT_ENTRY] };
		const [file] = files;
		const now = this.state.now();
		const owner = this.state.owner(parent);
		const id = this.state.newId();
		const stamps = {
			Created_Time: now,
			Modified_Time: now,
			Created_By: call.user,
			Modified_By: call.user,
		};
		const shown = {
			id,
			File_Name: file?.filename ?? String(link),
			Size: file ? String(file.bytes.length) : null,
			$file_id: file ? randomBytes(24).toString('hex') : null,
			$type: file ? 'Attachment' : 'Link URL',
			$link_url: file ? null : link,
			$se_module: call.params.module,
			Parent_Id: { id: parent, name: owner ? this.state.nameOf(owner.module, owner.row) : null },
			Owner: call.user,
			...stamps,
		};
		this.all.set(id, { shown, parent, file });
		return { data: [goodEntry('attachment uploaded successfully', { id, ...stamps })] };
	}

	private one(call: Call): Attachment | undefined {
		const parent = this.parentOf(call);
		const found = this.all.get(call.params.attachment ?? '');
		return found?.parent === parent ? found : undefined;
	}

	/** Id of the record of the path; attachments of a deleted one are out of reach. */
	private parentOf(call: Call): string {
		const module = moduleOf(call, 'Notes');
		if (module === WITHOUT)
			throw new Refused(
				400,
				'NOT_SUPPORTED',
				{ resource_path_index: 2 },
				'the module does not have attachments',
			);
		const row = this.state.table(module).get(call.params.id ?? '');
		if (!row)
			throw new Refused(
				400,
				'INVALID_DATA',
				{ id: call.params.id, resource_path_index: 1 },
				'the related id given seems to be invalid',
			);
		return row.id;
	}
}
