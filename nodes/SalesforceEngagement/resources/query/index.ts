import type { Resource } from '../../../shared/form/operation';
import { countRows } from './count';
import { runNamedQuery } from './named';
import { runQuery } from './run';
import { searchText } from './search';

export const query: Resource = {
	name: 'Query',
	value: 'query',
	operations: [runQuery, countRows, runNamedQuery, searchText],
};
