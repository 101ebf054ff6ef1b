import { conversation as kind } from '../../kinds/conversation';
import { kindResource } from '../../records';
import { updateInBulk } from '../../records/bulk';
import { actions } from './actions';
import { createBulk } from './createBulk';
import { history } from './history';

export const conversation = kindResource(kind, [
	createBulk,
	updateInBulk(kind),
	...actions,
	...history,
]);
