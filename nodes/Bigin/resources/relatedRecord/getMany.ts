import type { IDataObject } from 'n8n-workflow';

import { failed, found } from '../../../shared/base/errors';
import { limit, returnAll, wanted } from '../../../shared/form/fields';
import { defineOperation } from '../../../shared/form/defineOperation';
import { outputMode } from '../../../shared/form/output';
import { pathPart } from '../../../shared/http/replies';
import type { Session } from '../../../shared/http/session';
import { fieldsOf, relatedModule } from '../../metadata';
import { MODULES } from '../../kinds';
import { fieldsChoice, wantedFields } from '../../records/selection';
import { simplified } from '../../../shared/operations/simplify';
import { NOTE_FIELDS } from '../note/fields';
import { pathOfParent, readOfParent } from '../parent';
import { listOf } from './fields';

/** How many fields Simplify keeps besides the ID. */
const FEW = 9;

const fieldsToReturn = fieldsChoice('getRelatedFields', ['module', 'relatedList']);

/** Get Many: the records in a related list of a record (bigin 4.9). */
export const getManyRelated = defineOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many related records',
	description:
		'Get many related records: those in a related list of a record, such as the contacts of a company',
	input: 'form',
	reads: true,
	requiredOptions: listOf(),
	fields: [returnAll, limit],
	options: [fieldsToReturn],
	simplify: (row) =>
		simplified(
			Object.keys(row)
				.filter((name) => name !== 'id' && !name.startsWith('$'))
				.slice(0, FEW),
		)(row),
	limits: { records: 1 },
	// The other fields depend on the list.
	returns: { id: 'string' },
	async send(session, { records, options }) {
		const api = await relatedModule(session, options.module, options.relatedList);
		const read = await readOfParent(session, options, {
			path: pathOfParent(options, options.relatedList),
			recordPath: `/bigin/v2/${pathPart(api)}`,
			fields: await fieldsFor(session, api, options),
			limit: wanted(records[0]),
		});
		return [read.ok ? found(read.rows) : failed(read.failure)];
	},
});

/** The fields to request; none if the metadata cannot be read, so that Bigin decides. */
async function fieldsFor(session: Session, api: string, options: IDataObject): Promise<string[]> {
	const simple =
		api === 'Notes' ? NOTE_FIELDS : MODULES.find((module) => module.api === api)?.simple;
	if (simple !== undefined || outputMode(options) !== 'simplified') {
		const fields = await wantedFields(session, { api, simple: simple ?? [] }, options);
		return fields.ok ? fields.value : [];
	}
	const known = await fieldsOf(session, api);
	return known.ok ? known.value.slice(0, FEW).map(({ apiName }) => apiName) : [];
}
