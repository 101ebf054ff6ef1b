import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { InputError } from '../base/errors';
import { isTool } from '../base/tool';
import { isObject } from '../base/values';
import { readJson, standsUpFront } from '../form/fields';
import { defaultInputMode, type InputMode } from '../form/inputMode';
import { ADDITIONAL_FIELDS, type Operation } from '../form/operation';
import { parameterCompiler, type CompileParameter } from './parameters';

/** Reads something from an item. It may be read ahead, and its expressions are still evaluated only once. */
export interface ReadOnce<T> {
	read(itemIndex: number): T;
	/** Reads it ahead and keeps the value for `read`. */
	ahead(itemIndex: number): T;
}

/** The parameters and values of a run's items, before they are read as fields. */
export interface Given {
	mode: InputMode;
	compile: CompileParameter;
	/** The values of an item. */
	values: ReadOnce<IDataObject>;
	/** What kind of record an item is about, if an option says so. */
	kind?: ReadOnce<unknown> & { fixed: boolean };
}

/** Compiles the parameters of a run, each one once for reading ahead and reading. Throws InputError. */
export function givenBy(
	context: IExecuteFunctions,
	operation: Operation,
	items: readonly INodeExecutionData[],
): Given {
	const compile = parameterCompiler(context, items);
	const mode = inputModeOf(context, operation);
	const values = readOnce(valuesReader(operation, mode, items, compile));
	const { accountFields: source, requiredOptions = [] } = operation;
	const kindOption = requiredOptions.find(({ name }) => name === source?.kindOption)?.name;
	if (kindOption === undefined) return { mode, compile, values };
	const { fixed, read } = compile(kindOption);
	const kind = { fixed, ...readOnce(read) };
	return {
		mode,
		compile: (name, fallback) => (name === kindOption ? kind : compile(name, fallback)),
		values,
		kind,
	};
}

function readOnce<T>(read: (itemIndex: number) => T): ReadOnce<T> {
	const kept = new Map<number, T>();
	return {
		read(itemIndex) {
			if (!kept.has(itemIndex)) return read(itemIndex);
			const value = kept.get(itemIndex) as T;
			kept.delete(itemIndex);
			return value;
		},
		ahead(itemIndex) {
			const value = read(itemIndex);
			kept.set(itemIndex, value);
			return value;
		},
	};
}

/** The input mode of this run. Throws InputError for a tool that was saved with Auto-Map. */
function inputModeOf(context: IExecuteFunctions, operation: Operation): InputMode {
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

/** Makes the reader of an item's values as they were given, before they are read as fields. */
function valuesReader(
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
