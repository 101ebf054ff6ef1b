import type { INodeProperties, IPollFunctions } from 'n8n-workflow';

import { choice } from '../../shared/form/fields';
import { outputOptions } from '../../shared/form/output';
import { wordsFor } from '../../shared/form/subtitle';
import { triggerOn, triggerOnWords, type TriggerEvent } from '../../shared/form/triggerOn';
import { repeatLast } from '../../shared/trigger/repeatLast';
import { KINDS, type Kind } from '../kinds';
import { message } from '../resources/message/shape';
import { note } from '../resources/note/shape';
import { KEY_CREDENTIAL, authentication, PERSON_CREDENTIAL } from '../fields/authentication';

/** The kinds of records that the search finds by their times (kustomer 3.6), sorted by name. */
export const WATCHED: readonly Kind[] = [
	KINDS.company,
	KINDS.conversation,
	KINDS.customer,
	message,
	note,
];

const record = choice(
	'record',
	'Record Type',
	WATCHED.map(({ name, value }) => ({ name, value })),
	{
		default: 'conversation',
		required: true,
		description: 'The kind of records to watch; their search may show a change a minute late',
	},
);

/** The form: the changes to wait for, then the output of each record. */
export function pollingForm(): INodeProperties[] {
	// No AI agent calls a trigger, so it needs only the switch, and not the choice of an output mode.
	const simplify = outputOptions({ simplify: (row) => row }).filter(
		({ name }) => name === 'simplify',
	);
	return [
		authentication,
		triggerOn(),
		{ ...record.property, noDataExpression: true },
		...simplify.map(({ property }) => ({ ...property, displayOptions: undefined })),
		repeatLast,
	];
}

/** The line under the trigger's name on the canvas, such as "Conversation created or updated". */
export function pollingSubtitle(): string {
	const kinds = Object.fromEntries(WATCHED.map(({ name, value }) => [value, name]));
	return `={{ ${wordsFor(kinds, '$parameter.record')} + " " + ${triggerOnWords()} }}`;
}

/** Values of the trigger's form. */
export interface ChosenToPoll {
	on: TriggerEvent;
	kind: Kind;
	simplify: boolean;
	/** Identifies these settings. With another key, the trigger starts anew. */
	key: string;
}

/** Reads the form. */
export function chosenToPoll(context: IPollFunctions): ChosenToPoll {
	const on = context.getNodeParameter('triggerOn') as TriggerEvent;
	const value = context.getNodeParameter('record') as string;
	const type =
		context.getNodeParameter('authentication', 'apiKey') === 'oAuth2'
			? PERSON_CREDENTIAL
			: KEY_CREDENTIAL;
	const { id, name } = context.getNode().credentials?.[type] ?? {};
	return {
		on,
		kind: WATCHED.find((kind) => kind.value === value) ?? KINDS.conversation,
		simplify: context.getNodeParameter('simplify', true) !== false,
		key: [on, value, id ?? name ?? ''].join(' '),
	};
}
