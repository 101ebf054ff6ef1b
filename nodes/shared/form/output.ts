import type { IDataObject } from 'n8n-workflow';

import type { Outcome } from '../base/errors';
import { boolean, choice, list, upFront, type Field, type Values } from './fields';
import type { Operation } from './operation';

const simplify = upFront(
	boolean('simplify', 'Simplify', {
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	}),
);

const output = upFront(
	choice(
		'output',
		'Output',
		[
			{ name: 'Raw', value: 'raw', description: 'Everything the service returns for each record' },
			{
				name: 'Selected Fields',
				value: 'selectedFields',
				description: 'Only the fields you name, and the ID',
			},
			{ name: 'Simplified', value: 'simplified', description: 'The fields that matter most' },
		],
		{ default: 'simplified', description: 'How much of each record to return' },
	),
);

const outputFields = upFront(
	list('outputFields', 'Output Fields', {
		placeholder: 'e.g. Email, Phone',
		description:
			'API names of the fields to return, separated by commas; the ID is always included',
	}),
);

/** The output choices as the options hold them. */
export type OutputChoice = Values<[typeof simplify, typeof output, typeof outputFields]>;

/** How much of each row is returned. */
export type OutputMode = NonNullable<OutputChoice['output']>;

/** The output fields of an operation that can simplify: a switch for people, and three modes for an AI agent that calls the node as a tool. */
export function outputOptions({ simplify: offered }: Pick<Operation, 'simplify'>): Field[] {
	if (!offered) return [];
	return [
		shownWith(simplify, { hide: { '@tool': [true] } }),
		shownWith(output, { show: { '@tool': [true] } }),
		shownWith(outputFields, { show: { '@tool': [true], output: ['selectedFields'] } }),
	];
}

function shownWith(field: Field, displayOptions: Field['property']['displayOptions']): Field {
	return { ...field, property: { ...field.property, displayOptions } };
}

/** The output mode that the options ask for. */
export function outputMode(options: OutputChoice): OutputMode {
	return options.output ?? (options.simplify === false ? 'raw' : 'simplified');
}

/** The fields that an agent selected, always with `id`; undefined in the other modes. */
export function selectedFields(options: OutputChoice): string[] | undefined {
	return outputMode(options) === 'selectedFields'
		? [...new Set(['id', ...(options.outputFields ?? [])])]
		: undefined;
}

/** Cuts a successful outcome down to the chosen output mode. */
export function shaped(operation: Operation, outcome: Outcome, options: IDataObject): Outcome {
	const { simplify: cut } = operation;
	if (!cut || !outcome.ok) return outcome;
	const mode = outputMode(options);
	if (mode === 'raw') return outcome;
	const selected = selectedFields(options);
	const shape = selected === undefined ? cut : (row: IDataObject) => pick(row, selected);
	return 'rows' in outcome
		? { ...outcome, rows: outcome.rows.map(shape) }
		: { ...outcome, json: shape(outcome.json) };
}

/** A copy of a row with only the named fields. */
export function pick(row: IDataObject, names: readonly string[]): IDataObject {
	return Object.fromEntries(
		names
			.filter((name) => Object.prototype.hasOwnProperty.call(row, name))
			.map((name) => [name, row[name]]),
	);
}
