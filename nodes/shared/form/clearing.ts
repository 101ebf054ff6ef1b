import { boolean, type ReadContext, type ValueIn } from './fields';
import type { Operation } from './operation';

/** Whether an update empties what was given and is empty. */
export const clearEmptyFields = boolean('clearEmptyFields', 'Clear Empty Fields', {
	// Defaults to true: adding the option is the request.
	default: true,
	description:
		'Whether a field that is given but empty is emptied in the record; otherwise the record keeps what it has',
});

/** What an operation empties: what a JSON record holds as null, and on request whatever was given and is empty. */
export function clearing(
	{ clears }: Operation,
	options: ValueIn<typeof clearEmptyFields>,
): ReadContext['clears'] {
	if (!clears) return undefined;
	return options.clearEmptyFields === true ? 'empty' : 'null';
}
