import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { clearing } from '../form/clearing';
import { InputError } from '../base/errors';
import { readFields, readJson, standsUpFront, type Field, type ReadContext } from '../form/fields';
import { addHint } from '../http/hints';
import { defaultInputMode, type InputMode } from '../form/inputMode';
import { ADDITIONAL_FIELDS, type Operation, type ReadRecord } from '../form/operation';
import { outputSettings } from '../form/output';
import type { LearnedFields } from './learnFields';
import { parameterCompiler, type CompileParameter, type Parameter } from './parameters';
import { optionFields } from '../form/settings';
import { isTool } from '../base/tool';
import { takeKey, unknownKeysDefault } from '../form/unknownKeys';
import { isObject } from '../base/values';

/**
 * Compiles the reading of records.
 * @returns a function from an item's index to its record; it throws InputError and changes no item
 */
export function recordReader(
	context: IExecuteFunctions,
	operation: Operation,
	items: readonly INodeExecutionData[],
	learned?: LearnedFields,
): (itemIndex: number) => ReadRecord {
	const timezone = context.getTimezone();
	const hint = (message: string) => addHint(context, message);
	const compile = parameterCompiler(context, items);
	const mode = inputModeOf(context, operation);
	const readSettings = settingsReader(context, operation, timezone, compile);
	const readValues = valuesReader(operation, mode, items, compile);
	const { unknownFields = 'send', accountFields: source } = operation;
	const accountKeys = source && compile('options.unknownFields', unknownKeysDefault(source));
	const ignored =
		unknownFields === 'refuse' ? compile('options.ignoreUnknownFields', false) : undefined;
	return (itemIndex) => {
		const settings = readSettings(itemIndex);
		const account = learned?.of(settings);
		const unknown = ignored?.read(itemIndex) === true ? 'drop' : unknownFields;
		const context: ReadContext = {
			from: mode === 'define' ? 'form' : 'json',
			timezone,
			prefix: '',
			settings,
			dropUnknown: unknown === 'drop',
			clears: clearing(operation, settings),
			hint,
			account,
		};
		const record = readFields(
			operation.fields,
			readValues(itemIndex),
			context,
			source && account && accountKeys
				? takeKey(source, account, accountKeys.read(itemIndex), context)
				: unknown,
		);
		return {
			record: operation.finish ? operation.finish(record, settings, timezone, context) : record,
			settings,
		};
	};
}

/** How the records of this run are given; a tool that was saved with Auto-Map is refused. */
export function inputModeOf(context: IExecuteFunctions, operation: Operation): InputMode {
	if (operation.input === 'form') return 'define';
	const mode = context.getNodeParameter(
		'inputMode',
		0,
		defaultInputMode(operation, isTool(context)),
	) as InputMode;
	if (mode !== 'autoMap' || !isTool(context)) return mode;
	throw new InputError(
		"'Input Mode' is Auto-Map Input Data, which a tool of an AI agent cannot use",
		'inputMode',
		`Choose ${operation.fields.length > 0 ? 'Define Below and let the model fill in the fields, or ' : ''}JSON.`,
	);
}

const NO_OPTIONS: Parameter = { fixed: true, read: () => ({}) };

function settingsReader(
	context: IExecuteFunctions,
	operation: Operation,
	timezone: string,
	compile: CompileParameter,
): (itemIndex: number) => IDataObject {
	const upFront = [...(operation.requiredSettings ?? []), ...shownOutput(context, operation)];
	const optional = optionFields(operation);
	const fields = [...upFront, ...optional];
	const single = upFront.map((field) => [field.name, compile(field.name)] as const);
	// Without options of its own, an operation has no such collection in its form.
	const options = optional.length > 0 ? compile('options', {}) : NO_OPTIONS;
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
	operation: Operation,
	mode: InputMode,
	items: readonly INodeExecutionData[],
	compile: CompileParameter,
): (itemIndex: number) => IDataObject {
	if (mode === 'autoMap') return (itemIndex) => items[itemIndex]?.json ?? {};
	if (mode === 'json') {
		const parameter = compile('jsonRecord', '{}');
		return (itemIndex) =>
			readJson(parameter.read(itemIndex), "'JSON'", 'jsonRecord') as IDataObject;
	}
	const single = operation.fields
		.filter(standsUpFront)
		.map((field) => [field.name, compile(field.name)] as const);
	const { name: collection, displayName } = operation.optionalFields ?? ADDITIONAL_FIELDS;
	const additional = operation.fields.every(standsUpFront) ? undefined : compile(collection, {});
	return (itemIndex) => {
		const given = additional?.read(itemIndex) ?? {};
		if (!isObject(given)) throw new InputError(`'${displayName}' must be an object`, collection);
		const values: IDataObject = { ...given };
		for (const [name, parameter] of single) values[name] = parameter.read(itemIndex) as IDataObject;
		return values;
	};
}
