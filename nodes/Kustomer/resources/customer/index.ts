import { customer as kind } from '../../kinds/customer';
import { kindResource } from '../../records';
import { bulkOperations } from '../../records/bulk';
import { lists } from './lists';
import { merge } from './merge';
import { addTags, removeTags } from './tags';

export const customer = kindResource(kind, [
	...bulkOperations(kind),
	addTags,
	...lists,
	merge,
	removeTags,
]);
