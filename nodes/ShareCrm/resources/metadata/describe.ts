import type { IDataObject } from 'n8n-workflow';

import { failed, found } from '../../../shared/base/errors';
import { isObject } from '../../../shared/base/values';
import { defineOperation } from '../../../shared/form/defineOperation';
import { objectChoice } from '../../fields/pickers';
import { describe, fieldMeta } from '../../metadata';

/** Describe: the fields of an object, one item each (sharecrm 6.2). */
export const describeObject = defineOperation({
	name: 'Describe Object',
	value: 'describe',
	action: 'Describe object',
	description: 'List the fields of an object with their API names, types and options',
	input: 'form',
	reads: true,
	requiredOptions: [objectChoice],
	fields: [],
	simplify: simpleField,
	limits: { records: 1 },
	returns: {
		id: 'string',
		label: 'string',
		type: 'string',
		required: 'boolean',
		unique: 'boolean',
		writable: 'boolean',
		options: [{ label: 'string', value: 'string' }],
		target: 'string',
	},
	async send(session, { options }) {
		const described = await describe(session, options.object);
		if (!described.ok) return [failed(described.failure)];
		const { fields } = described.value;
		const rows = isObject(fields) ? Object.entries(fields) : [];
		return [
			found(
				rows.flatMap(([name, field]) =>
					isObject(field) ? [{ id: field.api_name ?? name, ...field }] : [],
				),
			),
		];
	},
});

function simpleField(row: IDataObject): IDataObject {
	const field = fieldMeta(String(row.id), { ...row, is_active: true });
	if (field === undefined) return row;
	const { apiName, label, type, required, unique, writable, options, target } = field;
	return {
		id: apiName,
		label,
		type,
		required,
		unique,
		writable,
		...(options.length > 0 ? { options: options.map((option) => ({ ...option })) } : {}),
		...(target === undefined ? {} : { target }),
	};
}
