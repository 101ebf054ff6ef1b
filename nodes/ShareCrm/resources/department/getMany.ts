import type { IDataObject } from 'n8n-workflow';

import { failed, found } from '../../../shared/base/errors';
import type { Result } from '../../../shared/base/result';
import { defineOperation } from '../../../shared/form/defineOperation';
import { limit, returnAll, text, wanted } from '../../../shared/form/fields';
import { FILTERS } from '../../../shared/form/operation';
import type { Session } from '../../../shared/http/session';
import { simplified } from '../../../shared/operations/simplify';
import { operator } from '../../fields/pickers';
import { readQuery } from '../../records/query';

const OBJECT = 'DepartmentObj';

const nameContains = text('nameContains', 'Name Contains', {
	placeholder: 'e.g. Sales',
	description: 'Only departments whose name holds this text',
});

/** Get Many of departments that are switched on (sharecrm 10). */
export const getManyDepartments = defineOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many departments',
	description: 'Get many departments with their IDs',
	input: 'form',
	reads: true,
	optionalFields: FILTERS,
	fields: [returnAll, limit, nameContains],
	options: [operator],
	simplify: simplified(['name', 'parent_id', 'status', 'owner', 'create_time']),
	limits: { records: 1 },
	returns: {
		id: 'string',
		name: 'string',
		parent_id: ['string'],
		status: 'string',
		owner: ['string'],
		create_time: 'integer',
	},
	async send(session, { records: [asked], options }) {
		const read = await readDepartments(session, { ...asked, ...options }, wanted(asked));
		return [read.ok ? found(read.value) : failed(read.failure)];
	},
});

export async function readDepartments(
	session: Session,
	{ nameContains: part, ...options }: IDataObject,
	most: number | undefined,
): Promise<Result<IDataObject[]>> {
	const filters = [
		{ field_name: 'status', operator: 'EQ', field_values: ['0'] },
		...(typeof part === 'string'
			? [{ field_name: 'name', operator: 'LIKE', field_values: [part] }]
			: []),
	];
	return await readQuery(session, { object: OBJECT, filters, limit: most }, options);
}
