import type { Resource } from '../../../shared/form/operation';
import { recordOperations } from '../../../shared/operations/records';
import { interaction as kind } from '../../kinds/interaction';
import { records, readings } from '../../records';
import { createInteraction } from './create';
import { withChildren } from './children';

/** Interactions: created with their attendees and topics, and everything else by their records. */
export const interaction: Resource = {
	name: 'Interaction',
	value: 'interaction',
	operations: [
		createInteraction,
		...recordOperations({ ...records, create: undefined }, kind),
		...readings(kind, withChildren),
	],
};
