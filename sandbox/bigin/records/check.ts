import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';

import { refusal, type Json, type Refusal } from '../http/wire';
import { stagesOfSub, subPipelinesOf, TEAM_PIPELINES } from '../meta/pipelines';
import { isAlarm, isRecurrence } from '../rules';
import { CHANGED_FORMS, SCHEMAS } from './schemas';

export const MODULES = new Set(Object.keys(SCHEMAS));

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/;

const ajv = new Ajv({ allErrors: false, strict: false });
ajv.addFormat('email', /^[^@\s]+@[^@\s]+\.[^@\s]+$/);
ajv.addFormat(
	'date',
	(value: string) => /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)),
);
ajv.addFormat(
	'datetime',
	(value: string) => DATE_TIME.test(value) && !Number.isNaN(Date.parse(value)),
);
ajv.addFormat('website', /^((https?|ftp):\/\/)?[^\s/]+\.[^\s]+$/);
ajv.addFormat('duration', /^\d+:[0-5]\d$/);
ajv.addFormat('recurrence', isRecurrence);
ajv.addFormat('alarm', isAlarm);

const compiled = (make: (schema: { required: string[]; properties: object }) => object) =>
	new Map<string, ValidateFunction>(
		Object.entries(SCHEMAS).map(([module, schema]) => [
			module,
			ajv.compile({ type: 'object', ...make(schema) }),
		]),
	);

const validators = compiled((schema) => schema);
/** Of an update, in which nothing is required. */
const changeValidators = compiled(({ properties }) => ({
	properties: { ...properties, ...CHANGED_FORMS },
}));

const TYPE_NAMES: Record<string, string> = {
	object: 'jsonobject',
	array: 'jsonarray',
	number: 'double',
	integer: 'integer',
	string: 'string',
	boolean: 'boolean',
};
/** Formats that Bigin has a type name for; the others are texts to it. */
const FORMAT_NAMES = new Set(['email', 'date', 'datetime', 'website']);

/** What is wrong with a record, in Bigin's words; undefined where it can be stored. */
export function checkRecord(module: string, record: unknown, index: number): Refusal | undefined {
	const validate = validators.get(module);
	if (validate === undefined) return undefined;
	if (!validate(record)) return refusalOf(validate.errors?.[0], index);
	return endsTooEarly(module, record as Json) ?? mismatched(module, record as Json);
}

/** What is wrong with the changes to a record: null clears a field, but not a required one (bigin 4.3). */
export function changeWrong(
	module: string,
	changes: unknown,
	before: Json | undefined,
	index: number,
): Refusal | undefined {
	if (typeof changes !== 'object' || changes === null || Array.isArray(changes))
		return invalid({ expected_data_type: 'jsonobject', index });
	const entries = Object.entries(changes);
	const emptied = entries.find(
		([name, value]) => value === null && SCHEMAS[module]?.required.includes(name),
	);
	if (emptied) return refusal('MANDATORY_NOT_FOUND', { api_name: emptied[0] });
	const validate = changeValidators.get(module);
	if (validate && !validate(Object.fromEntries(entries.filter(([, value]) => value !== null))))
		return refusalOf(validate.errors?.[0], index);
	const after = { ...before, ...changes };
	return (
		endsTooEarly(module, after) ??
		(entries.some(([name]) => MAPPED.includes(name)) ? mismatched(module, after) : undefined)
	);
}

/** How Bigin refuses an event that ends before it starts is not documented; this is the common form. */
function endsTooEarly(
	module: string,
	{ Start_DateTime: start, End_DateTime: end }: Json,
): Refusal | undefined {
	if (module !== 'Events' || !(Date.parse(String(end)) < Date.parse(String(start))))
		return undefined;
	return invalid({ api_name: 'End_DateTime', expected_data_type: 'datetime' });
}

/** Fields of a pipeline record that must fit each other. */
const MAPPED = ['Pipeline', 'Sub_Pipeline', 'Stage'];

/** A stage must belong to its sub-pipeline, and that to its team pipeline, where they are known (bigin 3.4). */
function mismatched(
	module: string,
	{ Pipeline: pipeline, Sub_Pipeline: sub, Stage: stage }: Json,
): Refusal | undefined {
	if (module !== 'Pipelines' || !subPipelinesOf(TEAM_PIPELINES).includes(String(sub)))
		return undefined;
	const team = TEAM_PIPELINES.find(({ id }) => id === (pipeline as Json | undefined)?.id);
	if (team && !subPipelinesOf([team]).includes(String(sub)))
		return refusal('MAPPING_MISMATCH', { api_name: 'Sub_Pipeline' });
	return stagesOfSub(String(sub)).includes(String(stage))
		? undefined
		: refusal('MAPPING_MISMATCH', { api_name: 'Stage' });
}

function refusalOf(error: ErrorObject | undefined, index: number): Refusal {
	if (error === undefined || (error.instancePath === '' && error.keyword === 'type'))
		return invalid({ expected_data_type: 'jsonobject', index });
	if (error.keyword === 'required' && error.instancePath === '') {
		return refusal('MANDATORY_NOT_FOUND', {
			api_name: (error.params as { missingProperty: string }).missingProperty,
		});
	}
	const details = { api_name: error.instancePath.split('/')[1] };
	if (error.keyword === 'maxLength')
		return invalid({ ...details, maximum_length: (error.params as { limit: number }).limit });
	return invalid({ ...details, expected_data_type: expectedType(error) });
}

function expectedType({ keyword, params }: ErrorObject): string {
	if (keyword === 'type') return TYPE_NAMES[String((params as { type: string }).type)] ?? 'string';
	const format = keyword === 'format' ? String((params as { format: string }).format) : '';
	return FORMAT_NAMES.has(format) ? format : 'string';
}

function invalid(details: Json): Refusal {
	return refusal('INVALID_DATA', details);
}
