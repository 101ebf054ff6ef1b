import { fieldOf, type FieldSchema, type ObjectSchema } from './schemas';

type Json = Record<string, unknown>;

/** One entry of the errors of a record in a collection (salesforce-engagement 9.1). */
export interface RowError {
	statusCode: string;
	message: string;
	fields: string[];
}

export const ID = /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/;
const NUMBERS = ['double', 'int', 'currency', 'percent'];

export const rowError = (statusCode: string, message: string, ...fields: string[]): RowError => ({
	statusCode,
	message,
	fields,
});

/**
 * What is wrong with the values of a record, the first thing only; undefined where they can be stored.
 * @param creating true where required fields must be there
 */
export function wrongValues(
	schema: ObjectSchema,
	values: Json,
	creating: boolean,
): RowError | undefined {
	for (const [name, value] of Object.entries(values)) {
		const field = fieldOf(schema, name);
		if (!field)
			return rowError(
				'INVALID_FIELD',
				`No such column '${name}' on sobject of type ${schema.name}`,
			);
		if (field.system)
			return rowError(
				'INVALID_FIELD_FOR_INSERT_UPDATE',
				`Unable to create/update fields: ${field.name}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
				field.name,
			);
		const wrong = value === null ? undefined : wrongValue(field, value);
		if (wrong) return wrong;
	}
	const missing = schema.fields
		.filter(({ required }) => required)
		.filter(({ name }) => {
			const key = Object.keys(values).find((given) => given.toLowerCase() === name.toLowerCase());
			const value = key === undefined ? undefined : values[key];
			return creating ? value === undefined || value === null || value === '' : value === null;
		})
		.map(({ name }) => name);
	return missing.length === 0
		? undefined
		: rowError(
				'REQUIRED_FIELD_MISSING',
				`Required fields are missing: [${missing.join(', ')}]`,
				...missing,
			);
}

function wrongValue(field: FieldSchema, value: unknown): RowError | undefined {
	const { name, type, values = [], restricted, length } = field;
	const unreadable = (what: string) =>
		rowError(
			'JSON_PARSER_ERROR',
			`Cannot deserialize instance of ${what} from ${JSON.stringify(value)}`,
		);
	if (NUMBERS.includes(type)) return typeof value === 'number' ? undefined : unreadable('double');
	if (type === 'boolean') return typeof value === 'boolean' ? undefined : unreadable('boolean');
	if (typeof value !== 'string') return unreadable(type);
	if (type === 'datetime') return MOMENT.test(value) ? undefined : unreadable('datetime');
	if (type === 'date') return /^\d{4}-\d\d-\d\d$/.test(value) ? undefined : unreadable('date');
	if (type === 'reference' && !ID.test(value))
		return rowError('MALFORMED_ID', `${name}: id value of incorrect type: ${value}`, name);
	const given = type === 'multipicklist' ? value.split(';') : [value];
	if (restricted && value !== '' && !given.every((one) => values.includes(one)))
		return rowError(
			'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
			`bad value for restricted picklist field: ${value}`,
			name,
		);
	return length !== undefined && value.length > length
		? rowError(
				'STRING_TOO_LONG',
				`${name}: data value too large: ${value.slice(0, 20)} (max length=${length})`,
				name,
			)
		: undefined;
}
