import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';

import { isAlarm, isRecurrence } from './rules';
import { SCHEMAS } from './schemas';

/** A record's refusal, as it stands in a reply. */
export interface Refusal {
	code: string;
	details: Record<string, unknown>;
	message: string;
}

export const MODULES = new Set(Object.keys(SCHEMAS));

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/;

const ajv = new Ajv({ allErrors: false, strict: false });
ajv.addFormat('email', /^[^@\s]+@[^@\s]+\.[^@\s]+$/);
ajv.addFormat('date', (value: string) => /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)));
ajv.addFormat('datetime', (value: string) => DATE_TIME.test(value) && !Number.isNaN(Date.parse(value)));
ajv.addFormat('website', /^((https?|ftp):\/\/)?[^\s/]+\.[^\s]+$/);
ajv.addFormat('duration', /^\d+:[0-5]\d$/);
ajv.addFormat('recurrence', isRecurrence);
ajv.addFormat('alarm', isAlarm);

const validators = new Map<string, ValidateFunction>(
	Object.entries(SCHEMAS).map(([module, schema]) => [module, ajv.compile({ type: 'object', ...schema })]),
);

const TYPE_NAMES: Record<string, string> = { object: 'jsonobject', array: 'jsonarray', number: 'double', integer: 'integer', string: 'string', boolean: 'boolean' };
/** Formats that Bigin has a type name for; the others are texts to it. */
const FORMAT_NAMES = new Set(['email', 'date', 'datetime', 'website']);

/** What is wrong with a record, in Bigin's words; undefined where it can be stored. */
export function checkRecord(module: string, record: unknown, index: number): Refusal | undefined {
	const validate = validators.get(module);
	if (validate === undefined) return undefined;
	if (!validate(record)) return refusalOf(validate.errors?.[0], index);
	const { Start_DateTime: start, End_DateTime: end } = record as Record<string, string>;
	// How Bigin refuses an event that ends before it starts is not documented; this is the common form.
	if (module === 'Events' && Date.parse(String(end)) < Date.parse(String(start))) return invalid({ api_name: 'End_DateTime', expected_data_type: 'datetime' });
	return undefined;
}

function refusalOf(error: ErrorObject | undefined, index: number): Refusal {
	if (error === undefined || (error.instancePath === '' && error.keyword === 'type')) return invalid({ expected_data_type: 'jsonobject', index });
	if (error.keyword === 'required' && error.instancePath === '') {
		return { code: 'MANDATORY_NOT_FOUND', details: { api_name: (error.params as { missingProperty: string }).missingProperty }, message: 'required field not found' };
	}
	const details = { api_name: error.instancePath.split('/')[1] };
	if (error.keyword === 'maxLength') return invalid({ ...details, maximum_length: (error.params as { limit: number }).limit });
	return invalid({ ...details, expected_data_type: expectedType(error) });
}

function expectedType({ keyword, params }: ErrorObject): string {
	if (keyword === 'type') return TYPE_NAMES[String((params as { type: string }).type)] ?? 'string';
	const format = keyword === 'format' ? String((params as { format: string }).format) : '';
	return FORMAT_NAMES.has(format) ? format : 'string';
}

function invalid(details: Record<string, unknown>): Refusal {
	return { code: 'INVALID_DATA', details, message: 'invalid data' };
}
