import type { FieldDescribe, ObjectDescribe } from './objects';
import type { Json } from './replies';

const isText = (value: unknown) => typeof value === 'string';
const isTexts = (value: unknown) => Array.isArray(value) && value.every(isText);

/** How each type of field is written (sharecrm 7); text for all others. */
const FORMS: Record<string, [string, (value: unknown) => boolean]> = {
	number: ['a number as text', (value) => isText(value) && !Number.isNaN(Number(value))],
	currency: ['a number as text', (value) => isText(value) && !Number.isNaN(Number(value))],
	percentile: ['a number as text', (value) => isText(value) && !Number.isNaN(Number(value))],
	true_or_false: ['a boolean', (value) => typeof value === 'boolean'],
	date: ['milliseconds', Number.isInteger],
	date_time: ['milliseconds', Number.isInteger],
	time: ['milliseconds', Number.isInteger],
	select_many: ['a list', isTexts],
	employee: ['a list', isTexts],
	employee_many: ['a list', isTexts],
	department: ['a list', isTexts],
	department_many: ['a list', isTexts],
	object_reference_many: ['a list', isTexts],
	tag: ['a list', isTexts],
	file_attachment: ['a list of files', Array.isArray],
	image: ['a list of files', Array.isArray],
};

/** Types that ShareCRM fills in itself (sharecrm 6.2). */
export const COMPUTED = ['auto_number', 'formula', 'count', 'quote', 'lock_rule'];

/** What is wrong with the values of a record; undefined where they can be stored. */
export function wrongValue(
	{ fields }: ObjectDescribe,
	values: Json,
	creating: boolean,
): string | undefined {
	for (const field of fields) {
		const value = values[field.api_name];
		if (value === undefined || value === null) {
			if (field.is_required && (creating || value === null)) return `${field.label} is required`;
			continue;
		}
		const wrong = wrongOf(field, value);
		if (wrong !== undefined) return `${field.label} ${wrong}`;
	}
	return undefined;
}

function wrongOf({ type, options }: FieldDescribe, value: unknown): string | undefined {
	const [form, fits] = FORMS[type] ?? ['a text', isText];
	// A formula that comes along is left alone.
	if (COMPUTED.includes(type)) return undefined;
	if (!fits(value)) return `must be ${form}`;
	const values = options?.map((option) => option.value);
	if (values === undefined) return undefined;
	const chosen = Array.isArray(value) ? value : [value];
	return chosen.every((entry) => values.includes(String(entry)))
		? undefined
		: `has no option ${chosen.join(', ')}`;
}
