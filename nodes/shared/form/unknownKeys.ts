import type { INodePropertyOptions } from 'n8n-workflow';

import { choice, type Field, type ReadContext, type TakeKey } from './fields';
import type { AccountFields, UnknownKeys } from './fields/account';
import type { AccountFieldsSource } from './operation';

const LEAVE_OUT = {
	name: 'Leave Out',
	value: 'drop',
	description: 'Leave out these keys, and name them in a hint',
};
const REFUSE = {
	name: 'Refuse the Item',
	value: 'refuse',
	description: 'Do not send an item that holds such a key',
};
const SEND = {
	name: 'Send and Show a Hint',
	value: 'send',
	description: 'Send these keys, and name them in a hint',
};

const sent = chosenFrom([LEAVE_OUT, REFUSE, SEND], 'send');
const leftOut = chosenFrom([LEAVE_OUT, REFUSE], 'drop');

/** The option Unknown Fields of an operation that can load the account's fields. */
export function unknownKeys({ refusesUnknown }: AccountFieldsSource): Field {
	return refusesUnknown ? leftOut : sent;
}

/** What happens to unknown keys if the user chooses nothing. */
export function unknownKeysDefault(source: AccountFieldsSource): UnknownKeys {
	return unknownKeys(source).property.default as UnknownKeys;
}

function chosenFrom(choices: INodePropertyOptions[], preset: UnknownKeys): Field {
	return shownForJson(
		choice('unknownFields', 'Unknown Fields', choices, {
			default: preset,
			description:
				'What to do with keys that are not fields in your account, such as misspelled ones',
		}),
	);
}

function shownForJson(field: Field): Field {
	return {
		...field,
		property: {
			...field.property,
			displayOptions: { show: { '/inputMode': ['autoMap', 'json'] } },
		},
	};
}

/** Makes the function that decides on the unknown keys of one item. Throws InputError if the chosen value does not exist. */
export function takeKey(
	source: AccountFieldsSource,
	account: AccountFields,
	chosen: unknown,
	context: ReadContext,
): TakeKey {
	const unknown = (unknownKeys(source).read(chosen, context) ??
		unknownKeysDefault(source)) as UnknownKeys;
	return (key, value) => account.take(key, value, context, unknown);
}
