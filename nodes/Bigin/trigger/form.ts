import type { INodeProperties, IPollFunctions } from 'n8n-workflow';

import { choice } from '../../shared/form/fields';
import { property } from '../../shared/form/fields/field';
import { outputOptions } from '../../shared/form/output';
import { wordsFor } from '../../shared/form/subtitle';
import { triggerOn, triggerOnWords, type TriggerEvent } from '../../shared/form/triggerOn';
import { repeatLast } from '../../shared/trigger/repeatLast';
import { fieldsToReturn } from '../records/selection';
import { MODULES, type Module } from '../kinds';

/** The changes that the trigger can wait for. */
export type TriggerOn = TriggerEvent<'deleted'>;

/** The part of a module that the trigger uses. */
export type Watched = Pick<Module, 'api' | 'name' | 'simple'>;

const note: Watched = {
	api: 'Notes',
	name: 'Note',
	simple: [
		'Note_Title',
		'Note_Content',
		'Parent_Id',
		'Owner',
		'Created_By',
		'Created_Time',
		'Modified_Time',
	],
};

/** The modules whose records the trigger can watch. */
export const WATCHED: readonly Watched[] = [...MODULES, note].sort((a, b) =>
	a.name.localeCompare(b.name),
);

const KEEPS_RECORDS = ['created', 'updated', 'createdOrUpdated'];

const watchedModule = choice(
	'module',
	'Module',
	WATCHED.map(({ name, api }) => ({ name, value: api })),
	{ default: 'Contacts', required: true, description: 'The kind of record to watch' },
);

/** The form: what to wait for, then how much of each record to return. A deletion has few fields and is returned unchanged. */
export function triggerForm(): INodeProperties[] {
	// An AI agent never calls a trigger, so the Simplify switch is enough.
	const simplify = outputOptions({ simplify: (row) => row }).filter(
		({ name }) => name === 'simplify',
	);
	const options: INodeProperties = {
		...property('collection', 'options', 'Options', {}, { placeholder: 'Add Option' }),
		displayOptions: { show: { triggerOn: KEEPS_RECORDS, simplify: [false] } },
		options: [
			{
				...fieldsToReturn.property,
				typeOptions: { loadOptionsMethod: 'getFields', loadOptionsDependsOn: ['module'] },
			},
		],
	};
	return [
		triggerOn('deleted'),
		{ ...watchedModule.property, noDataExpression: true },
		...simplify.map((field) => ({
			...field.property,
			displayOptions: { show: { triggerOn: KEEPS_RECORDS } },
		})),
		repeatLast,
		options,
	];
}

/** The line under the trigger's name on the canvas, such as "Pipeline record created or updated". */
export function triggerSubtitle(): string {
	const modules = Object.fromEntries(WATCHED.map(({ api, name }) => [api, sentenceCase(name)]));
	return `={{ ${wordsFor(modules, '$parameter.module')} + " " + ${triggerOnWords('deleted')} }}`;
}

function sentenceCase(name: string): string {
	return name.slice(0, 1) + name.slice(1).toLowerCase();
}

/** The values of the trigger's form. */
export interface Chosen {
	on: TriggerOn;
	module: Watched;
	simplify: boolean;
	/** Fields to return; an empty list means all. */
	fields: string[];
	/** Identifies these settings. If it changes, the trigger starts anew. */
	key: string;
}

/** Reads the form. */
export function chosen(context: IPollFunctions, credential: string): Chosen {
	const on = context.getNodeParameter('triggerOn') as TriggerOn;
	const api = context.getNodeParameter('module') as string;
	const { id, name } = context.getNode().credentials?.[credential] ?? {};
	return {
		on,
		module: WATCHED.find((entry) => entry.api === api) ?? { api, name: api, simple: [] },
		simplify: context.getNodeParameter('simplify', true) !== false,
		fields: context.getNodeParameter('options.fields', []) as string[],
		key: [on, api, id ?? name ?? ''].join(' '),
	};
}
