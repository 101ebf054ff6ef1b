import { defineOperation } from '../../../shared/form/defineOperation';
import { apiVersion } from '../../fields/apiVersion';
import { interactionFields } from '../../fields/interaction';
import { GRAPHS_PER_CALL } from '../../limits';
import { nodesOf, sendGraphs } from './graph';
import { recover } from './recover';

/** The state follows the status; a record of the object cannot be given one (salesforce-engagement 2.1). */
const fields = interactionFields.filter(({ name }) => name !== 'mappedState');

/** Create Atomically: an interaction, its attendees and topics together or not at all (salesforce-engagement 4.4). */
export const createAtomically = defineOperation({
	name: 'Create Atomically',
	value: 'createAtomically',
	action: 'Create interaction atomically',
	description:
		'Add an interaction with its attendees and topics, all of them or none; up to 75 items are sent in one request',
	fields,
	options: [apiVersion],
	unknownFields: 'refuse',
	names: ['externalIdentifierId', 'communicationChannel', 'startDateTime'],
	returns: {
		id: 'string',
		engagementAttendees: [{ id: 'string' }],
		engagementTopics: [{ id: 'string' }],
	},
	limits: { records: GRAPHS_PER_CALL },
	creates: true,
	finish(record, options) {
		// A record that cannot be part of a graph fails its own item, not the batch.
		nodesOf(record, options);
		return record;
	},
	send: async (session, { records, options }) =>
		await sendGraphs(session, records, options, ({ id, attendees, topics }) => ({
			ok: true,
			id,
			json: {
				id,
				engagementAttendees: attendees.map((one) => ({ id: one })),
				engagementTopics: topics.map((one) => ({ id: one })),
			},
		})),
	recover,
});
