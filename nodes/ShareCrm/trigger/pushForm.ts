import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { at, isObject, textOf } from '../../shared/base/values';
import { pickable, text } from '../../shared/form/fields';
import { property } from '../../shared/form/fields/field';
import { webhookNotice } from '../../shared/trigger/webhook/notice';
import { listed } from './names';

/** The two calls of the integration platform (sharecrm 12.2). */
export const PUSHES = ['create', 'update'] as const;
export type Push = (typeof PUSHES)[number];

/** Values of `code` in an answer: a guess, because the page shows none (sharecrm 15). */
const CODES = { success: '0', failure: '-1' };
/** Seconds; no limit of the platform is documented. */
const TIME_LIMIT = 25;

const token = pickable(
	text('token', 'Token', {
		required: true,
		description: 'Choose the token from the list and enter it in ShareCRM, or give one of your own',
	}),
	{ search: 'searchPushTokens', by: 'name', placeholder: 'e.g. a long random text' },
);

/** The form: which pushes start the workflow, and how they are answered. */
export function pushForm(): INodeProperties[] {
	return [
		webhookNotice(
			'In the integration platform of ShareCRM, give the ERP-side object the URL from above without /create at its end as its base address, and the Token. ShareCRM calls it once the workflow is active.',
		),
		{
			...property('options', 'triggerOn', 'Trigger On', 'any', { required: true }),
			noDataExpression: true,
			options: [
				{ name: 'Record Created', value: 'create' },
				{ name: 'Record Created or Updated', value: 'any' },
				{ name: 'Record Updated', value: 'update' },
			],
		},
		token.property,
		property('string', 'objects', 'Objects', '', {
			placeholder: 'e.g. erpOrder, erpCustomer',
			description: 'ERP-side objects that are wanted, separated by commas; all if empty',
		}),
		{
			...property('options', 'answer', 'Answer', 'lastNode', { required: true }),
			noDataExpression: true,
			options: [
				{
					name: 'At Once',
					value: 'onReceived',
					description: 'With the ID that the push itself holds',
				},
				{
					name: 'When the Workflow Is Done',
					value: 'lastNode',
					description:
						'With the ID in the first item of the last node; its error item is a refusal',
				},
			],
		},
		property('string', 'idField', 'ID Field', 'id', {
			required: true,
			placeholder: 'e.g. number',
			description: 'Field that holds the ID of the record on your side, which ShareCRM keeps',
		}),
		{
			...property('collection', 'options', 'Options', {}, { placeholder: 'Add Option' }),
			options: [
				property('string', 'failureCode', 'Failure Code', CODES.failure, {
					description: 'Code of an answer that reports a failure; ShareCRM documents none',
				}),
				property('string', 'successCode', 'Success Code', CODES.success, {
					description: 'Code of an answer that reports success; ShareCRM documents none',
				}),
				{
					...property('number', 'timeLimit', 'Time Limit (Seconds)', TIME_LIMIT, {
						description: 'When ShareCRM is told that the workflow takes too long',
					}),
					typeOptions: { minValue: 1, maxValue: 300 },
				},
			],
		},
	];
}

/** Values of the form. */
export interface PushSettings {
	pushes: readonly Push[];
	token: string;
	/** All if empty. */
	objects: string[];
	byLastNode: boolean;
	idField: string;
	codes: typeof CODES;
	/** Milliseconds. */
	limit: number;
}

/**
 * Reads the form.
 * @param parameter gives a parameter by its name
 */
export function pushSettings(
	parameter: (name: string, fallback: unknown) => unknown,
): PushSettings {
	const on = parameter('triggerOn', 'any');
	const given = parameter('token', '');
	const options = parameter('options', {});
	const { successCode, failureCode, timeLimit }: IDataObject = isObject(options) ? options : {};
	const seconds = Number(timeLimit ?? TIME_LIMIT);
	return {
		pushes: PUSHES.filter((push) => on === 'any' || on === push),
		token: (textOf(isObject(given) ? at(given, 'value') : given) ?? '').trim(),
		objects: listed(parameter('objects', '')),
		byLastNode: parameter('answer', 'lastNode') !== 'onReceived',
		idField: (textOf(parameter('idField', 'id')) ?? 'id').trim(),
		codes: {
			success: textOf(successCode) ?? CODES.success,
			failure: textOf(failureCode) ?? CODES.failure,
		},
		limit: (seconds > 0 ? Math.min(seconds, 300) : TIME_LIMIT) * 1000,
	};
}
