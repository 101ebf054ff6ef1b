import { choice } from '../../../shared/form/fields';
import { pathPart } from '../../../shared/http/replies';
import { pickedId } from '../../fields/pickers';
import { listing } from '../../records/action';
import { given } from '../../records/rows';

/** Get Work Items: what waits in a queue or is being worked on (kustomer 4.7). */
export const getWorkItems = listing({
	name: 'Get Work Items',
	value: 'getWorkItems',
	action: 'Get work items of queue',
	description: 'Get the conversations that wait in a queue or are being worked on',
	simple: ['status', 'channel', 'resourceId', 'assignedTo', 'enteredAt', 'createdAt', 'updatedAt'],
	fields: [
		pickedId('id', 'Queue', 'searchQueues', {
			required: true,
			description: 'The queue to work on',
		}),
		choice('status', 'Status', [
			{ name: 'Assigned', value: 'assigned' },
			{ name: 'Completed', value: 'completed' },
			{ name: 'Queued', value: 'queued' },
			{ name: 'Routed', value: 'routed' },
			{ name: 'Wrap-Up', value: 'wrap-up' },
		]),
	],
	list: ({ id, status }) => ({
		path: `/v1/routing/queues/${pathPart(id)}/work-items`,
		query: given({ status }),
	}),
});
