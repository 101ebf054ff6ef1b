import { pickable, text } from '../../shared/form/fields';
import { allFields } from '../fields/mapped';
import type { SalesforceKind } from './kind';

/** API name of a platform event. */
const EVENT = /^[A-Za-z]\w{0,76}__e$/;

/** A message of a platform event, which the user picks. */
export const event: SalesforceKind = {
	api: '',
	name: 'Platform Event',
	value: 'platformEvent',
	noun: 'event',
	nouns: 'events',
	fields: [],
	names: [],
	simple: [],
	choose: [
		pickable(
			text('object', 'Event', {
				required: true,
				pattern: EVENT,
				expects: 'the API name of a platform event, such as Call_Ended__e',
				placeholder: 'e.g. Call_Ended__e',
				description: 'The platform event to publish',
			}),
			{ search: 'searchEvents', by: 'name', placeholder: 'e.g. Call_Ended__e' },
		),
	],
	mapper: allFields,
};
