import type { Resource } from '../../../shared/operation';
import { runQuery } from './run';

export const query: Resource = { name: 'Query', value: 'query', operations: [runQuery] };
