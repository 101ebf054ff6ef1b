import type { IDataObject, INodeProperties, IPollFunctions } from 'n8n-workflow';

import type { ReadContext } from '../../shared/form/fields';
import { property } from '../../shared/form/fields/field';
import { outputOptions } from '../../shared/form/output';
import { triggerOn, triggerOnWords } from '../../shared/form/triggerOn';
import { nodeParameter } from '../../shared/http/parameter';
import { repeatLast } from '../../shared/trigger/repeatLast';
import { objectChoice } from '../fields/pickers';
import { namesFor } from '../records/names';
import { fieldsToReturn } from '../records/selection';
import type { TriggerOn } from './feeds';

/** How much of each record the trigger returns. No AI agent calls a trigger, so it has the switch alone. */
export function outputForm(): INodeProperties[] {
	const [simplify] = outputOptions({ simplify: (row) => row });
	const options: INodeProperties = {
		...property('collection', 'options', 'Options', {}, { placeholder: 'Add Option' }),
		options: [
			{
				...fieldsToReturn.property,
				displayOptions: { show: { '/simplify': [false] } },
				typeOptions: { loadOptionsMethod: 'getFields', loadOptionsDependsOn: ['object.value'] },
			},
			namesFor.property,
		],
	};
	return [...(simplify ? [{ ...simplify.property, displayOptions: undefined }] : []), options];
}

/** The form: which changes to wait for, then what to return of each record. */
export function triggerForm(): INodeProperties[] {
	return [
		triggerOn('voided'),
		{ ...objectChoice.property, description: 'The kind of records to watch' },
		repeatLast,
		...outputForm(),
	];
}

/** The line under the trigger's name on the canvas, such as "Record created: AccountObj". */
export function triggerSubtitle(): string {
	return `={{ "Record " + ${triggerOnWords('voided')} + ": " + $parameter.object.value }}`;
}

/** Output of each record. */
export interface Output {
	simplify: boolean;
	/** As the options of an operation that reads. */
	options: IDataObject;
}

/** Reads from the form of a trigger what it returns. */
export function chosenOutput(options: IDataObject, simplify: unknown): Output {
	const { fields, namesForIds } = options;
	return {
		simplify: simplify !== false,
		options: {
			simplify: simplify !== false,
			...(Array.isArray(fields) ? { fields: fields as string[] } : {}),
			...(typeof namesForIds === 'string' ? { namesForIds } : {}),
		},
	};
}

/** Values of a polling trigger's form. */
export interface Chosen extends Output {
	on: TriggerOn;
	object: string;
	/** What tells these settings from others: a change of them starts anew. */
	key: string;
}

/** Reads the form. Throws InputError where no object is chosen. */
export function chosen(context: IPollFunctions, credential: string): Chosen {
	const on = context.getNodeParameter('triggerOn') as TriggerOn;
	const readContext: ReadContext = { from: 'form', timezone: 'UTC', prefix: '', options: {} };
	const object = String(objectChoice.read(nodeParameter(context, 'object'), readContext) ?? '');
	const { id, name } = context.getNode().credentials?.[credential] ?? {};
	const options = context.getNodeParameter('options', {}) as IDataObject;
	return {
		on,
		object,
		key: [on, object, id ?? name ?? ''].join(' '),
		...chosenOutput(options, context.getNodeParameter('simplify', true)),
	};
}
