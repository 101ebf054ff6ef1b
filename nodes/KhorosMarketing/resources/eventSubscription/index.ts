import type { Resource } from '../../../shared/form/operation';
import { get, getMany, pollEvents } from './read';
import { create, remove, setStatus } from './write';

export const eventSubscription: Resource = {
	name: 'Event Subscription',
	value: 'eventSubscription',
	operations: [create, remove, get, getMany, pollEvents, setStatus],
};
