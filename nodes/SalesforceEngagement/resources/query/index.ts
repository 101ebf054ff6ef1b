import type { Resource } from '../../../shared/form/operation';
import { runQuery } from './run';
import { searchText } from './search';

export const query: Resource = {
	name: 'Query',
	value: 'query',
	operations: [runQuery, searchText],
};
