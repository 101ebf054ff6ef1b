import { choice, type Place, type TakeKey } from './fields';
import type { AccountFields, UnknownKeys } from './fields/account';

/** What happens to keys that are no fields of the account, where an operation can tell. */
export const unknownKeys = shownForJson(
	choice(
		'unknownFields',
		'Unknown Fields',
		[
			{ name: 'Leave Out', value: 'drop', description: 'Leave out these keys, and name them in a hint' },
			{ name: 'Refuse the Item', value: 'refuse', description: 'Do not send an item that holds such a key' },
			{ name: 'Send and Show a Hint', value: 'send', description: 'Send these keys, and name them in a hint' },
		],
		{ default: 'send', description: 'What to do with keys that are no fields in your account, such as misspelled ones' },
	),
);

function shownForJson(field: ReturnType<typeof choice>): ReturnType<typeof choice> {
	return { ...field, property: { ...field.property, displayOptions: { show: { '/inputMode': ['autoMap', 'json'] } } } };
}

/** Decides on the keys of one item by its choice. Throws InputError for a choice that there is not. */
export function takeKey(account: AccountFields, chosen: unknown, place: Place): TakeKey {
	const unknown = (unknownKeys.read(chosen, place) ?? 'send') as UnknownKeys;
	return (key, value) => account.take(key, value, place, unknown);
}
