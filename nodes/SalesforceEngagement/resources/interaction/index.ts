import type { Resource } from '../../../shared/form/operation';
import { recordOperations } from '../../../shared/operations/records';
import { interaction as kind } from '../../kinds/interaction';
import { records, readings } from '../../records';
import { withChildren } from './children';
import { createInteraction } from './create';
import { createAtomically } from './createAtomically';
import { logConversation } from './log';
import { searchInteractions } from './search';

/** Interactions: created with their attendees and topics, and everything else by their records. */
export const interaction: Resource = {
	name: 'Interaction',
	value: 'interaction',
	operations: [
		createInteraction,
		createAtomically,
		logConversation,
		searchInteractions,
		...recordOperations({ ...records, create: undefined }, kind),
		...readings(kind, withChildren),
	],
};
