import type { Resource } from '../../../shared/form/operation';
import { runQueryJob } from './query';
import { runJob } from './run';

/** Jobs for thousands of records, through Bulk API 2.0. */
export const bulk: Resource = { name: 'Bulk', value: 'bulk', operations: [runJob, runQueryJob] };
