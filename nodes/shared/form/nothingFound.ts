import type { IDataObject } from 'n8n-workflow';

import { failed, found, type Outcome } from '../base/errors';
import { choice, type Field } from './fields';
import type { Operation } from './operation';

/** What becomes of an item if nothing is found for it. */
export type NothingFound = 'none' | 'empty' | 'fail';

const NAME = 'ifNothingFound';

/** The option If Nothing Is Found of an operation that reads. Its default is also what happens without it. */
export function nothingFoundOptions({
	reads,
	nothingFound = 'none',
}: Pick<Operation, 'reads' | 'nothingFound'>): Field[] {
	if (!reads || nothingFound === 'never') return [];
	return [
		choice(
			NAME,
			'If Nothing Is Found',
			[
				{
					name: 'Fail the Item',
					value: 'fail',
					description: "Stop the workflow, or continue as the node's On Error setting says",
				},
				{
					name: 'Return an Empty Item',
					value: 'empty',
					description: 'One item without fields, linked to its input item',
				},
				{ name: 'Return No Item', value: 'none', description: 'The input item has no output' },
			],
			{
				default: nothingFound,
				description: 'What to return if nothing is found for an input item',
			},
		),
	];
}

/** Applies the option to what was read for an item; without it, the outcome is unchanged. */
export function ifNothingFound(vendor: string, outcome: Outcome, options: IDataObject): Outcome {
	if (!isNothing(outcome)) return outcome;
	switch (options[NAME]) {
		case 'none':
			return found([]);
		case 'empty':
			return found([{}]);
		case 'fail':
			return outcome.ok
				? failed({
						message: `Nothing was found in ${vendor}`,
						description:
							"Check the search values, or choose another option in 'If Nothing Is Found'.",
						executed: 'no',
					})
				: outcome;
		default:
			return outcome;
	}
}

function isNothing(outcome: Outcome): boolean {
	return outcome.ok
		? 'rows' in outcome && outcome.rows.length === 0
		: outcome.failure.notFound === true;
}
