import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { at, isObject } from '../../../shared/base/values';
import { webhookNotice } from '../../../shared/trigger/webhook/notice';
import { OPERATIONS, type OperationName } from '../../kinds/contract';

/** Operations that start the workflow: all but the one that the node answers by itself. */
export const WORKED = OPERATIONS.filter(({ name }) => name !== 'getMetadata');

/** Seconds; no limit of Khoros is documented (khoros-marketing 8.0), and an agent does not wait for long. */
const TIME_LIMIT = 25;

/** Rows of fields that the CRM has. A choice of a customer is searchable or not (khoros-marketing 4.10). */
function fieldRows(name: string, displayName: string, description: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Field',
		default: {},
		description,
		options: [
			{
				displayName: 'Field',
				name: 'values',
				values: [
					{
						displayName: 'Choices',
						name: 'choices',
						type: 'string',
						default: '',
						placeholder: 'e.g. Gold=gold, Silver=silver',
						displayOptions: { show: { type: ['single_sel_list'] } },
						description:
							'What can be chosen, separated by commas: the text shown, or the text shown = the value sent',
					},
					{
						displayName: 'Label',
						name: 'label',
						type: 'string',
						default: '',
						placeholder: 'e.g. Club Number',
						description: 'What the Khoros administrator and the agents read',
					},
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. clubNo',
						description: 'Key of the field in requests and answers',
					},
					...(name === 'customerFields'
						? [
								{
									displayName: 'Searchable',
									name: 'searchable',
									type: 'boolean' as const,
									default: false,
									description: 'Whether agents can search customers by it',
								},
							]
						: []),
					{
						displayName: 'Type',
						name: 'type',
						type: 'options',
						options: [
							{ name: 'Checkbox', value: 'checkbox' },
							{ name: 'List', value: 'single_sel_list' },
							{ name: 'Text', value: 'text' },
							{ name: 'Text Area', value: 'textarea' },
						],
						default: 'text',
					},
				],
			},
		],
	};
}

/** The form: which requests start the workflow, how it answers, and which fields this CRM has. */
export function crmForm(): INodeProperties[] {
	return [
		webhookNotice(
			'With an access token of Khoros chosen above, the CRM is registered when the workflow is activated. Otherwise register it yourself: the base URL is the address above without /case at its end, and the secret is that of the credential. Khoros asks for the fields below by itself.',
		),
		{
			displayName: 'Trigger On',
			name: 'triggerOn',
			type: 'multiOptions',
			noDataExpression: true,
			required: true,
			options: WORKED.map(({ displayName, name }) => ({ name: displayName, value: name })),
			default: [
				'bestmatchCustomers',
				'createCase',
				'createCustomer',
				'lookupCase',
				'findCases',
				'findCustomer',
				'searchCustomers',
				'updateCase',
				'updateCustomer',
			],
			hint: 'For the others an agent gets an empty list, or is told that this CRM does not offer it',
		},
		{
			displayName: 'Answer With',
			name: 'answerWith',
			type: 'options',
			noDataExpression: true,
			options: [
				{
					name: 'Output of the Last Node',
					value: 'lastNode',
					description: 'Its items become the answer',
				},
				{
					name: 'Respond to Khoros Marketing Node',
					value: 'responseNode',
					description: 'Each branch ends with that node, which checks the answer and sends it',
				},
			],
			default: 'lastNode',
		},
		{
			displayName: 'Separate Outputs',
			name: 'separateOutputs',
			type: 'boolean',
			noDataExpression: true,
			default: true,
			description: 'Whether each kind of request has an output of its own',
		},
		fieldRows(
			'customerFields',
			'Customer Fields',
			'What this CRM keeps of a customer beside ID and link, such as name and email',
		),
		fieldRows('caseFields', 'Case Fields', 'What agents can fill in when they create a case'),
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
			options: [
				{
					displayName: 'CRM ID',
					name: 'crmId',
					type: 'string',
					default: '',
					placeholder: 'e.g. 4711',
					description:
						'Number of the CRM in Khoros, if it was registered before; a new one is registered without it',
				},
				{
					displayName: 'Recognize Repeated Cases',
					name: 'recognizeRepeats',
					type: 'boolean',
					default: true,
					description:
						'Whether a case that is asked for twice, with the same customer, title and posts, is created once',
				},
				{
					displayName: 'Sample ID for Tests',
					name: 'sampleId',
					type: 'string',
					default: '',
					placeholder: 'e.g. cus_19',
					description: 'ID of a customer or case in your CRM, which the sample request is about',
				},
				{
					displayName: 'Sample Request for Tests',
					name: 'sampleRequest',
					type: 'options',
					options: WORKED.map(({ displayName, name }) => ({ name: displayName, value: name })),
					default: 'createCase',
					description:
						'Sent to the test URL as soon as a test of the trigger begins, as Khoros would send it',
				},
				{
					displayName: 'Time Limit (Seconds)',
					name: 'timeLimit',
					type: 'number',
					typeOptions: { minValue: 1, maxValue: 300 },
					default: TIME_LIMIT,
					description: 'When the agent is told that the CRM takes too long',
				},
			],
		},
	];
}

/** What the form holds. */
export interface Chosen {
	operations: OperationName[];
	separate: boolean;
	recognizeRepeats: boolean;
	/** Milliseconds. */
	limit: number;
	/** Rows of the declared fields, as they were filled in. */
	rows: Record<'case' | 'customer', IDataObject[]>;
}

/**
 * Reads the form.
 * @param parameter gives a parameter by its name
 */
export function chosen(parameter: (name: string, fallback: unknown) => unknown): Chosen {
	const options = parameter('options', {});
	const limit = Number(at(options, 'timeLimit') ?? TIME_LIMIT);
	const rows = (name: string) => {
		const values = at(parameter(name, {}), 'values');
		return Array.isArray(values) ? values.filter(isObject) : [];
	};
	const on = parameter('triggerOn', []);
	return {
		operations: WORKED.map(({ name }) => name).filter(
			(name) => Array.isArray(on) && on.includes(name),
		),
		separate: parameter('separateOutputs', true) !== false,
		recognizeRepeats: at(options, 'recognizeRepeats') !== false,
		limit: (Number.isFinite(limit) && limit > 0 ? Math.min(limit, 300) : TIME_LIMIT) * 1000,
		rows: { case: rows('caseFields'), customer: rows('customerFields') },
	};
}

/** The node's outputs: one, or one for each operation that it waits for. Evaluated by n8n's editor. */
export function outputs(): `={{${string}}}` {
	const names = WORKED.map(({ name, displayName }) => [name, displayName]);
	return `={{ $parameter.separateOutputs === false ? [{ type: "main" }] : (${JSON.stringify(names)}).filter(([name]) => ($parameter.triggerOn ?? []).includes(name)).map(([, displayName]) => ({ type: "main", displayName })) }}`;
}

/** The line under the node's name on the canvas. */
export function crmSubtitle(): string {
	const count = '($parameter.triggerOn ?? []).length';
	return `={{ ${count} === ${WORKED.length} ? "All requests" : ${count} + (${count} === 1 ? " kind" : " kinds") + " of requests" }}`;
}
