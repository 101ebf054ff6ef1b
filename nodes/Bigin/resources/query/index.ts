import type { Resource } from '../../../shared/form/operation';
import { runQuery } from './run';

export const query: Resource = { name: 'Query', value: 'query', operations: [runQuery] };
