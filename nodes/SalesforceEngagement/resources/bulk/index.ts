import type { Resource } from '../../../shared/form/operation';
import { createJob, createQueryJob } from './createJob';
import { runQueryJob } from './query';
import { getJob, getJobResults, getJobs } from './read';
import { runJob } from './run';
import { abortJob, closeJob, deleteJob, uploadJobData } from './steps';

/** Jobs for thousands of records, through Bulk API 2.0: as a whole, and step by step. */
export const bulk: Resource = {
	name: 'Bulk',
	value: 'bulk',
	operations: [
		runJob,
		runQueryJob,
		createJob,
		createQueryJob,
		uploadJobData,
		closeJob,
		getJob,
		getJobs,
		getJobResults,
		abortJob,
		deleteJob,
	],
};
