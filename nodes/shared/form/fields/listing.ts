import { upFront, type Field } from './field';
import { boolean } from './choices';
import { number } from './numbers';
import type { Values } from './values';

/** Whether to read a whole list. */
export const returnAll = upFront(
	boolean('returnAll', 'Return All', {
		description: 'Whether to return all results or only up to a given limit',
	}),
);

/** How many rows to read if not all. */
export const limit = limitField();

function limitField(): Field<'limit', number, false> {
	const field = number('limit', 'Limit', {
		min: 1,
		integer: true,
		default: 50,
		description: 'Max number of results to return',
	});
	return {
		...field,
		upFront: true,
		property: { ...field.property, displayOptions: { show: { returnAll: [false] } } },
	};
}

/** The number of rows to read; undefined for all. */
export function wanted({
	returnAll: all,
	limit: most,
}: Values<[typeof returnAll, typeof limit]>): number | undefined {
	if (all === true) return undefined;
	return most ?? 50;
}
