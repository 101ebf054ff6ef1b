import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../../shared/base/errors';
import { textOf } from '../../../shared/base/values';
import { caseKind, customerKind } from '../../kinds';
import { FIELD_TYPES } from '../../kinds/flaws';
import type { DeclaredField, ObjectType } from '../../metadata';
import type { Declared } from './answer';
import type { Chosen } from './form';

const SHOWN = { case: 'Case Fields', customer: 'Customer Fields' };

/**
 * The fields of the form, checked.
 * @throws InputError that names the row
 */
export function declaredOf({ rows }: Pick<Chosen, 'rows'>): Declared {
	return { case: fieldsOf('case', rows.case), customer: fieldsOf('customer', rows.customer) };
}

/** What Khoros gets where it asks for the structure of an object (khoros-marketing 4.10). */
export function metadataOf(type: ObjectType, declared: Declared): IDataObject {
	return {
		name: type,
		fields: declared[type].map(({ values, ...field }) => ({
			...field,
			...(field.type === 'single_sel_list' ? { listValues: values } : {}),
		})),
	};
}

function fieldsOf(type: ObjectType, rows: readonly IDataObject[]): DeclaredField[] {
	const own = [...Object.keys((type === 'case' ? caseKind : customerKind).shape), 'customId'];
	const seen = new Set<string>();
	return rows.map((row, index) => {
		const label = `Field ${index + 1} of '${SHOWN[type]}'`;
		const name = textOf(row.name)?.trim() ?? '';
		if (!/^[\w.-]{1,100}$/.test(name) || name === '__proto__')
			throw new InputError(
				`${label} needs a name of letters, digits, hyphens and underscores`,
				name,
				'Open the trigger and correct it.',
			);
		if (own.includes(name) || seen.has(name))
			throw new InputError(
				`${label} is called '${name}', which there is already`,
				name,
				'Open the trigger and give it another name.',
			);
		seen.add(name);
		const kind = FIELD_TYPES.find((entry) => entry === row.type) ?? 'text';
		const values = kind === 'single_sel_list' ? choicesOf(row.choices) : [];
		if (kind === 'single_sel_list' && values.length === 0)
			throw new InputError(`${label} is a list without choices`, name, "Fill in 'Choices'.");
		return {
			name,
			label: textOf(row.label)?.trim() ?? name,
			type: kind,
			searchable: type === 'customer' && row.searchable === true,
			values,
		};
	});
}

/** `Gold=gold, Silver` */
function choicesOf(choices: unknown): DeclaredField['values'] {
	return (textOf(choices) ?? '')
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '')
		.map((entry) => {
			const at = entry.indexOf('=');
			const name = at < 0 ? entry : entry.slice(0, at).trim();
			return { name, value: at < 0 ? entry : entry.slice(at + 1).trim() };
		});
}
