import { boolean, type ReadContext, type ValueIn } from './fields';
import type { Operation } from './operation';

/** The option of an update to clear fields that are given but empty. */
export const clearEmptyFields = boolean('clearEmptyFields', 'Clear Empty Fields', {
	// Defaults to true: adding the option is the request.
	default: true,
	description:
		'Whether to clear a field in the record if it is given here but empty; otherwise the record keeps its value',
});

/** Which values of an operation clear a field: null in a JSON record, and with the option any empty value that was given. */
export function clearing(
	{ clears }: Operation,
	options: ValueIn<typeof clearEmptyFields>,
): ReadContext['clears'] {
	if (!clears) return undefined;
	return options.clearEmptyFields === true ? 'empty' : 'null';
}
