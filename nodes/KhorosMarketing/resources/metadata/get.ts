import { failed, found } from '../../../shared/base/errors';
import { defineOperation } from '../../../shared/form/defineOperation';
import { choice } from '../../../shared/form/fields';
import { fieldsOf } from '../../metadata';

const type = choice(
	'type',
	'Object',
	[
		{ name: 'Case', value: 'case' },
		{ name: 'Customer', value: 'customer' },
	],
	{ required: true, description: 'The object whose fields are wanted' },
);

/** A choice of a list. */
const CHOICE = Object.fromEntries(['name', 'value'].map((key) => [key, 'string' as const]));

/** Get: the fields that the CRM has added to an object, one item for each (khoros-marketing 4.10). */
export const getMetadata = defineOperation({
	name: 'Get',
	value: 'get',
	action: 'Get fields of an object',
	description: 'Get the fields that the CRM has added to its cases or its customers',
	input: 'form',
	reads: true,
	fields: [type],
	limits: { records: 1 },
	returns: {
		object: 'string',
		name: 'string',
		label: 'string',
		type: 'string',
		searchable: 'boolean',
		listValues: [CHOICE],
	},
	async send(session, { records: [asked] }) {
		const fields = await fieldsOf(session, asked.type, true);
		if (!fields.ok) return [failed(fields.failure)];
		return [
			found(
				fields.value.map(({ values, ...field }) => ({
					object: asked.type,
					...field,
					...(values.length > 0 ? { listValues: values } : {}),
				})),
			),
		];
	},
});
