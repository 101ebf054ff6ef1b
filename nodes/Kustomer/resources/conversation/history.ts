import type { Operation } from '../../../shared/form/operation';
import { conversation as kind } from '../../kinds/conversation';
import { listing } from '../../records/action';
import { sortOrder } from '../../records/getMany';
import { given } from '../../records/rows';
import { objectId } from '../../records/shapes';
import { pathOf } from './actions';

const id = objectId(kind);

/** The events of a conversation, and its handle times (kustomer 2.7). */
export const history: readonly Operation[] = [
	listing({
		name: 'Get Timeline',
		value: 'getTimeline',
		action: 'Get timeline of conversation',
		description: 'Get the events of a conversation, such as its creation and its changes',
		fields: [id],
		options: [sortOrder],
		list: (asked, { sort }) => ({ path: pathOf(asked, '/events'), query: given({ sort }) }),
	}),
	listing({
		name: 'Get Handle Times',
		value: 'getHandleTimes',
		action: 'Get handle times of conversation',
		description: 'Get how long users have worked on a conversation',
		fields: [id],
		list: (asked) => ({ path: pathOf(asked, '/times') }),
	}),
];
