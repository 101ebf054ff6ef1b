import type { Resource } from '../../../shared/form/operation';
import { withIfItExists } from '../../../shared/operations/ifItExists';
import { recordOperations } from '../../../shared/operations/records';
import { interaction as kind } from '../../kinds/interaction';
import { records, readings } from '../../records';
import { byExternalIdentifier } from '../../records/existing';
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
		withIfItExists(createInteraction, { lookup: byExternalIdentifier }),
		withIfItExists(createAtomically, { lookup: byExternalIdentifier }),
		logConversation,
		searchInteractions,
		...recordOperations({ ...records, create: undefined }, kind),
		...readings(kind, withChildren),
	],
};
