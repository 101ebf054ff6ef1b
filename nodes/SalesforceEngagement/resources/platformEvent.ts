import type { Resource } from '../../shared/form/operation';
import { createOperation } from '../../shared/operations/write';
import { event as kind } from '../kinds/event';
import { records } from '../records';
import { createByCollection } from '../records/write';

const publish = createOperation(
	{ ...records, existing: undefined },
	kind,
	createByCollection(kind),
);

/** Platform events. That a collection takes them is from memory (salesforce-engagement 16). */
export const platformEvent: Resource = {
	name: 'Platform Event',
	value: 'platformEvent',
	operations: [
		{
			...publish,
			name: 'Publish',
			value: 'publish',
			action: 'Publish platform event',
			description: 'Publish messages of a platform event; many input items are sent in one request',
		},
	],
};
