import { InputError } from '../../shared/base/errors';
import { at, isEmpty, isObject, momentText, show, textOf } from '../../shared/base/values';
import {
	formatDate,
	readBoolean,
	readId,
	readLongNumber,
	readText,
	readUntyped,
	type DateContext,
} from '../../shared/form/fields';
import { commaSeparated } from '../../shared/form/fields/list';
import { plainNumber } from './common';
import { dayMillis, timeMillis } from './days';

/** What is known of the field that a value is for. */
export interface FieldType {
	/** ShareCRM's own type; undefined where it is not known. */
	type?: string;
	options?: ReadonlyArray<{ label: string; value: string }>;
	timeZone?: string;
}

/**
 * Writes a value the way ShareCRM takes the type of its field, the same in each input mode (sharecrm 7).
 * @throws InputError where the value cannot be of that type
 */
export function toShareCrm(
	value: unknown,
	{ type, options = [], timeZone }: FieldType,
	label: string,
	name: string,
	context: DateContext,
): unknown {
	switch (type) {
		case 'number':
		case 'currency':
			return plainNumber(readLongNumber(value, label, name));
		case 'percentile':
			return plainNumber(readLongNumber(withoutPercent(value), label, name));
		case 'true_or_false':
			return readBoolean(value, label, name);
		case 'select_one':
		case 'record_type':
			return optionOf(readText(value, label, name), options);
		case 'select_many':
			return entriesOf(value, label, name).map((entry) => optionOf(entry, options));
		case 'date':
			return dayMillis(value, timeZone, context, label, name);
		case 'date_time':
			return formatDate(value, 'millis', context, label, name);
		case 'time':
			return timeOfDay(value, label, name);
		case 'employee':
		case 'employee_many':
		case 'out_employee':
		case 'department':
		case 'department_many':
		case 'object_reference_many':
			return entriesOf(value, label, name).map((entry) => readId(entry, label, name));
		case 'tag':
		case 'array':
			return entriesOf(value, label, name);
		case 'object_reference':
		case 'master_detail':
			return readId(isObject(value) ? idIn(value) : value, label, name);
		case 'location':
			return location(value, label, name);
		case 'file_attachment':
		case 'image':
		case 'signature':
			return filesOf(value, label, name);
		case undefined:
			return readUntyped(value, label, name);
		default:
			return typeof value === 'object' && momentText(value) === undefined
				? readUntyped(value, label, name)
				: readText(value, label, name);
	}
}

/** An option by its value; by its label where no option has that value. Any other value is left to ShareCRM. */
function optionOf(given: string, options: FieldType['options'] = []): string {
	if (options.some(({ value }) => value === given)) return given;
	const labeled = options.filter(({ label }) => label === given);
	return labeled.length === 1 ? (labeled[0]?.value ?? given) : given;
}

/** A list from a list, one value, or values separated by commas; of an object, its ID. */
function entriesOf(value: unknown, label: string, name: string): string[] {
	const entries: unknown[] = Array.isArray(value)
		? value
		: typeof value === 'string'
			? value.split(',')
			: [value];
	return entries
		.map((entry) => readText(isObject(entry) ? idIn(entry) : entry, label, name).trim())
		.filter((entry) => entry !== '');
}

/** The ID in an object as ShareCRM gives people, departments and records out (sharecrm 7). */
function idIn(value: object): unknown {
	return at(value, '_id') ?? at(value, 'id') ?? at(value, 'deptId') ?? value;
}

function withoutPercent(value: unknown): unknown {
	return typeof value === 'string' ? value.trim().replace(/ ?%$/, '') : value;
}

function timeOfDay(value: unknown, label: string, name: string): number {
	const millis = timeMillis(value);
	if (millis !== undefined) return millis;
	throw new InputError(
		`${label} must be a time of day, but is ${show(value)}`,
		name,
		'Give it as 14:30 or 14:30:00, or as milliseconds since midnight.',
	);
}

/** A place is one text: longitude, latitude and address (sharecrm 7). */
function location(value: unknown, label: string, name: string): string {
	if (!isObject(value)) return readText(value, label, name);
	const longitude = value.longitude ?? value.lng ?? value.lon;
	const latitude = value.latitude ?? value.lat;
	if (isEmpty(longitude) || isEmpty(latitude))
		throw new InputError(
			`${label} must have a longitude and a latitude, but is ${show(value)}`,
			name,
		);
	const parts = [longitude, latitude, value.address ?? ''];
	return parts.map((part) => readText(part, label, name)).join('#%$');
}

/** Files are a list; the paths of uploads alone are taken, too, as text separated by commas (sharecrm 8.1). */
function filesOf(value: unknown, label: string, name: string): unknown {
	const given = readUntyped(value, label, name);
	const files = typeof given === 'string' ? commaSeparated(given) : [given].flat();
	return files.map((file: unknown) => {
		if (isObject(file)) return file;
		const path = textOf(file);
		if (path === undefined)
			throw new InputError(
				`${label} must hold files, but holds ${show(file)}`,
				name,
				"Give the path of an uploaded file, or a list of objects with 'path'.",
			);
		return { path, name: path };
	});
}
