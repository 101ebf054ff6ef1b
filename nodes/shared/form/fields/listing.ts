import type { IDataObject } from 'n8n-workflow';

import type { Field } from './field';
import { boolean, number } from './scalars';

/** Whether a list is wanted whole. */
export const returnAll: Field = {
	...boolean('returnAll', 'Return All', {
		description: 'Whether to return all results or only up to a given limit',
	}),
	upFront: true,
};

/** How many rows are wanted, where not all are. */
export const limit: Field = limitField();

function limitField(): Field {
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

/** The number of rows wanted; undefined for all. */
export function wanted({ returnAll: all, limit: most }: IDataObject): number | undefined {
	if (all === true) return undefined;
	return typeof most === 'number' ? most : 50;
}
