import Ajv, { type ValidateFunction } from 'ajv';

/** A record's refusal, as it stands in a reply. */
export interface Refusal {
	code: string;
	details: Record<string, unknown>;
	message: string;
}

const ID = { type: 'object', properties: { id: { type: 'string', pattern: '^\\d{1,19}$' } }, required: ['id'] };
const TAGS = { type: 'array', items: { type: 'object', properties: { name: { type: 'string', maxLength: 25 } }, required: ['name'] } };
const LINE = { type: 'string', maxLength: 255 };
const BOX = { type: 'string', maxLength: 32000 };
const BOOLEAN = { type: 'boolean' };

/** Fields of each module and their forms (contract 3.3 to 3.9); unknown keys are ignored. */
const SCHEMAS: Record<string, object> = {
	Contacts: {
		required: ['Last_Name'],
		properties: {
			Owner: ID, Account_Name: ID, First_Name: LINE, Last_Name: { type: 'string', maxLength: 80 }, Title: LINE,
			Email: { type: 'string', maxLength: 100, pattern: '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$' }, Mobile: LINE, Phone: LINE,
			Email_Opt_Out: BOOLEAN, Tag: TAGS, Description: BOX,
			Mailing_Street: LINE, Mailing_City: LINE, Mailing_State: LINE, Mailing_Country: LINE, Mailing_Zip: LINE,
		},
	},
};

export const MODULES = new Set(Object.keys(SCHEMAS));

const ajv = new Ajv({ allErrors: false, strict: false });
const validators = new Map<string, ValidateFunction>(
	Object.entries(SCHEMAS).map(([module, schema]) => [module, ajv.compile({ type: 'object', ...schema })]),
);

const TYPE_NAMES: Record<string, string> = { object: 'jsonobject', array: 'jsonarray', number: 'double', integer: 'integer', string: 'string', boolean: 'boolean' };

/** What is wrong with a record, in Bigin's words; undefined where it can be stored. */
export function checkRecord(module: string, record: unknown, index: number): Refusal | undefined {
	const validate = validators.get(module);
	if (validate === undefined || validate(record)) return undefined;
	const error = validate.errors?.[0];
	if (error === undefined || error.instancePath === '' && error.keyword === 'type') {
		return { code: 'INVALID_DATA', details: { expected_data_type: 'jsonobject', index }, message: 'invalid data' };
	}
	if (error.keyword === 'required' && error.instancePath === '') {
		return { code: 'MANDATORY_NOT_FOUND', details: { api_name: (error.params as { missingProperty: string }).missingProperty }, message: 'required field not found' };
	}
	const field = error.instancePath.split('/')[1];
	if (error.keyword === 'maxLength') {
		return { code: 'INVALID_DATA', details: { api_name: field, maximum_length: (error.params as { limit: number }).limit }, message: 'invalid data' };
	}
	const expected = error.keyword === 'type' ? String((error.params as { type: string }).type) : 'string';
	return { code: 'INVALID_DATA', details: { api_name: field, expected_data_type: TYPE_NAMES[expected] ?? expected }, message: 'invalid data' };
}
