import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { clearing } from '../form/clearing';
import { readFields, type Field, type ReadContext } from '../form/fields';
import { addHint } from '../http/hints';
import type { Operation, ReadRecord } from '../form/operation';
import { outputOptions } from '../form/output';
import type { LearnedFields } from './learnFields';
import type { Given } from './given';
import type { CompileParameter, Parameter } from './parameters';
import { optionFields } from '../form/optionFields';
import { isTool } from '../base/tool';
import { takeKey, unknownKeysDefault } from '../form/unknownKeys';

/**
 * Compiles the reader of records.
 * @returns a function from an item's index to its record, which throws InputError and never changes an item
 */
export function recordReader(
	context: IExecuteFunctions,
	operation: Operation,
	given: Given,
	learned?: LearnedFields,
): (itemIndex: number) => ReadRecord {
	const timezone = context.getTimezone();
	const hint = (message: string) => addHint(context, message);
	const { mode, compile, values } = given;
	const readOptions = optionsReader(context, operation, timezone, compile);
	const { unknownFields = 'send', accountFields: source } = operation;
	const accountKeys = source && compile('options.unknownFields', unknownKeysDefault(source));
	const ignored =
		unknownFields === 'refuse' ? compile('options.ignoreUnknownFields', false) : undefined;
	return (itemIndex) => {
		const options = readOptions(itemIndex);
		const account = learned?.of(options);
		const unknown = ignored?.read(itemIndex) === true ? 'drop' : unknownFields;
		const context: ReadContext = {
			from: mode === 'define' ? 'form' : 'json',
			timezone,
			prefix: '',
			options,
			dropUnknown: unknown === 'drop',
			clears: clearing(operation, options),
			hint,
			account,
		};
		const record = readFields(
			operation.fields,
			values.read(itemIndex),
			context,
			source && account && accountKeys
				? takeKey(source, account, accountKeys.read(itemIndex), context)
				: unknown,
		);
		return {
			record: operation.finish ? operation.finish(record, options, timezone, context) : record,
			options,
		};
	};
}

const NO_OPTIONS: Parameter = { fixed: true, read: () => ({}) };

function optionsReader(
	context: IExecuteFunctions,
	operation: Operation,
	timezone: string,
	compile: CompileParameter,
): (itemIndex: number) => IDataObject {
	const upFront = [...(operation.requiredOptions ?? []), ...shownOutput(context, operation)];
	const optional = optionFields(operation);
	const fields = [...upFront, ...optional];
	const single = upFront.map((field) => [field.name, compile(field.name)] as const);
	// An operation without options has no such collection in its form.
	const collection = optional.length > 0 ? compile('options', {}) : NO_OPTIONS;
	const read = (itemIndex: number) => {
		const values = { ...(collection.read(itemIndex) as IDataObject) };
		for (const [name, parameter] of single) values[name] = parameter.read(itemIndex) as IDataObject;
		return readFields(fields, values, { from: 'form', timezone, prefix: '', options: {} }, 'drop');
	};
	if (!collection.fixed || single.some(([, parameter]) => !parameter.fixed)) return read;
	let options: IDataObject | undefined;
	return () => (options ??= read(0));
}

/** The output fields that apply: Simplify for people, Output for an AI agent. */
function shownOutput(context: IExecuteFunctions, operation: Operation): Field[] {
	return outputOptions(operation).filter(({ name }) => (name === 'simplify') !== isTool(context));
}
