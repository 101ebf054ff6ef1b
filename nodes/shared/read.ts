import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { clearEmptyFields, clearing } from './clearing';
import { InputError } from './errors';
import { readFields, readJson, standsUpFront, type Field, type Place } from './fields';
import type { AccountFields } from './fields/account';
import { addHint } from './hints';
import { nothingFoundSettings } from './nothingFound';
import { ADDITIONAL_FIELDS, type Operation } from './operation';
import { outputSettings } from './output';
import { compileParameter } from './parameters';
import { isTool } from './tool';
import { takeKey } from './unknownKeys';
import { isObject } from './values';

/** How a record is given: field by field, as the item's own JSON, or as JSON in one parameter. */
export type InputMode = 'define' | 'autoMap' | 'json';

/** One record, ready to travel, with the settings that its call needs. */
export interface ReadRecord {
	record: IDataObject;
	settings: IDataObject;
}

/**
 * Compiles the reading of records.
 * @returns a function from an item's index to its record; it throws InputError and changes no item
 */
export function recordReader(
	context: IExecuteFunctions,
	operation: Operation,
	items: readonly INodeExecutionData[],
	account?: AccountFields,
): (itemIndex: number) => ReadRecord {
	const timezone = context.getTimezone();
	const hint = (message: string) => addHint(context, message);
	const mode = inputModeOf(context, operation);
	const readSettings = settingsReader(context, operation, timezone, items);
	const readValues = valuesReader(context, operation, mode, items);
	const { unknownFields = 'send' } = operation;
	const accountKeys = account && compileParameter(context, 'options.unknownFields', items, 'send');
	const ignored = unknownFields === 'refuse' ? compileParameter(context, 'options.ignoreUnknownFields', items, false) : undefined;
	return (itemIndex) => {
		const settings = readSettings(itemIndex);
		const unknown = ignored?.read(itemIndex) === true ? 'drop' : unknownFields;
		const place: Place = { from: mode === 'define' ? 'form' : 'json', timezone, prefix: '', settings, dropUnknown: unknown === 'drop', clears: clearing(operation, settings), hint, account };
		const record = readFields(operation.fields, readValues(itemIndex), place, account && accountKeys ? takeKey(account, accountKeys.read(itemIndex), place) : unknown);
		return { record: operation.finish ? operation.finish(record, settings, timezone) : record, settings };
	};
}

/** How the records of this run are given. */
export function inputModeOf(context: IExecuteFunctions, { input, fields }: Operation): InputMode {
	return input === 'form' ? 'define' : (context.getNodeParameter('inputMode', 0, fields.length === 0 ? 'autoMap' : 'define') as InputMode);
}

function settingsReader(context: IExecuteFunctions, operation: Operation, timezone: string, items: readonly INodeExecutionData[]): (itemIndex: number) => IDataObject {
	const upFront = [...(operation.requiredSettings ?? []), ...shownOutput(context, operation)];
	const fields = [...upFront, ...(operation.settings ?? []), ...(operation.clears ? [clearEmptyFields] : []), ...nothingFoundSettings(operation)];
	const single = upFront.map((field) => [field.name, compileParameter(context, field.name, items)] as const);
	const options = compileParameter(context, 'options', items, {});
	const read = (itemIndex: number) => {
		const values = { ...(options.read(itemIndex) as IDataObject) };
		for (const [name, parameter] of single) values[name] = parameter.read(itemIndex) as IDataObject;
		return readFields(fields, values, { from: 'form', timezone, prefix: '', settings: {} }, 'drop');
	};
	if (!options.fixed || single.some(([, parameter]) => !parameter.fixed)) return read;
	let settings: IDataObject | undefined;
	return () => (settings ??= read(0));
}

/** Of Simplify and Output only one is shown, by whether an AI agent calls the node. */
function shownOutput(context: IExecuteFunctions, operation: Operation): Field[] {
	return outputSettings(operation).filter(({ name }) => (name === 'simplify') !== isTool(context));
}

/** The values of an item as they are given, before they are read as fields. */
export function valuesReader(
	context: IExecuteFunctions,
	operation: Operation,
	mode: InputMode,
	items: readonly INodeExecutionData[],
): (itemIndex: number) => IDataObject {
	if (mode === 'autoMap') return (itemIndex) => items[itemIndex]?.json ?? {};
	if (mode === 'json') {
		const parameter = compileParameter(context, 'jsonRecord', items, '{}');
		return (itemIndex) => readJson(parameter.read(itemIndex), "'JSON'", 'jsonRecord') as IDataObject;
	}
	const single = operation.fields.filter(standsUpFront).map((field) => [field.name, compileParameter(context, field.name, items)] as const);
	const { name: collection, displayName } = operation.optionalFields ?? ADDITIONAL_FIELDS;
	const additional = operation.fields.every(standsUpFront) ? undefined : compileParameter(context, collection, items, {});
	return (itemIndex) => {
		const given = additional?.read(itemIndex) ?? {};
		if (!isObject(given)) throw new InputError(`'${displayName}' must be an object`, collection);
		const values: IDataObject = { ...given };
		for (const [name, parameter] of single) values[name] = parameter.read(itemIndex) as IDataObject;
		return values;
	};
}
