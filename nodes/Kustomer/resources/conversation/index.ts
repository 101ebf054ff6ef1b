import { conversation as kind } from '../../kinds/conversation';
import { kindResource } from '../../records';
import { removeInBulk, updateInBulk } from '../../records/bulk';
import { actions } from './actions';
import { createBulk } from './createBulk';
import { history } from './history';
import { start } from './start';

export const conversation = kindResource(kind, [
	createBulk,
	updateInBulk(kind),
	removeInBulk(kind),
	start,
	...actions,
	...history,
]);
