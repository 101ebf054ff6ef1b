import { failed, found } from '../../../shared/base/errors';
import { limit, returnAll, wanted } from '../../../shared/form/fields';
import { defineOperation } from '../../../shared/form/defineOperation';
import { simplified } from '../../../shared/operations/simplify';
import { readOfParent } from '../parent';
import { attachmentsPath, parent } from './parent';

const SIMPLE = [
	'File_Name',
	'Size',
	'$type',
	'$link_url',
	'Parent_Id',
	'Owner',
	'Created_Time',
	'Modified_Time',
	'$file_id',
];
/** A list call must name its fields (bigin 5.2). */
const ALL = [...SIMPLE, '$se_module', 'Created_By', 'Modified_By'];

/** Get Many: the attachments of a record (bigin 5.2). */
export const getMany = defineOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many attachments',
	description: 'Get many attachments of one record, with their names and sizes',
	input: 'form',
	reads: true,
	fields: [...parent, returnAll, limit],
	simplify: simplified(SIMPLE),
	limits: { records: 1 },
	returns: { id: 'string', ...Object.fromEntries(SIMPLE.map((name) => [name, 'string' as const])) },
	async send(session, { records }) {
		const [asked] = records;
		const read = await readOfParent(session, asked, {
			path: attachmentsPath(asked),
			fields: ALL,
			limit: wanted(asked),
		});
		return [read.ok ? found(read.rows) : failed(read.failure)];
	},
});
