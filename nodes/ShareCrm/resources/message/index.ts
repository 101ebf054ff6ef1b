import type { Resource } from '../../../shared/form/operation';
import { sendMessage } from './send';

export const message: Resource = {
	name: 'Message',
	value: 'message',
	operations: [sendMessage],
};
