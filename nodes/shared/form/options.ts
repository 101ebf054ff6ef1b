import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { readNumber } from './fields';
import { property } from './fields/field';
import type { Vendor } from './operation';
import { isEmpty } from '../base/values';
import type { RunOptions } from '../http/runOptions';

const TRIES = 5;
const MOST_PARALLEL = 50;
/** WAIT and TIMEOUT are in seconds, as in the form. */
const WAIT = 600;
const TIMEOUT = 60;

/**
 * The collection Request Options, which every operation has.
 * @param records maximum number of records in one request
 */
export function requestOptionsProperty(
	{ parallel, batchSize = 1 }: Pick<Vendor, 'parallel' | 'batchSize'>,
	records: number,
): INodeProperties {
	const number = (
		name: string,
		displayName: string,
		fallback: number,
		description: string,
		minValue: number,
		maxValue?: number,
	): INodeProperties => ({
		...property('number', name, displayName, fallback, { description }),
		typeOptions: { minValue, ...(maxValue === undefined ? {} : { maxValue }) },
	});
	const options = [
		...(records > 1
			? [
					number(
						'batchSize',
						'Batch Size',
						// The same default for as many operations as possible, so that they share this collection.
						Math.max(records, batchSize),
						'Maximum number of records in one request; fewer if the service accepts fewer',
						1,
					),
				]
			: []),
		number(
			'maxTries',
			'Max Tries',
			TRIES,
			'How many times to send a request if it is certain that nothing was stored; rate limit refusals do not count',
			1,
			20,
		),
		number(
			'maxWait',
			'Max Wait (Seconds)',
			WAIT,
			'How long one request may wait in total for the service, for example for a rate limit that others share',
			0,
		),
		number(
			'parallelRequests',
			'Parallel Requests',
			parallel,
			'How many requests may be under way at the same time',
			1,
			MOST_PARALLEL,
		),
		number(
			'timeout',
			'Timeout (Seconds)',
			TIMEOUT,
			'How long to wait for the reply to one request',
			1,
		),
	];
	return {
		displayName: 'Request Options',
		name: 'requestOptions',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options,
	};
}

/**
 * Reads the request options of a run, once, for its first item.
 * @throws InputError if one is not a number, or n8n's own error if one cannot be evaluated
 */
export function readRunOptions(context: IExecuteFunctions, parallel: number): RunOptions {
	// Read each by its own path: an unrelated option that cannot be evaluated must fail its item, not the run.
	const read = <F extends number | undefined>(
		name: string,
		displayName: string,
		fallback: F,
		min: number,
		max?: number,
	) => {
		const value = context.getNodeParameter(`requestOptions.${name}`, 0, null);
		return isEmpty(value) ? fallback : readNumber(value, `'${displayName}'`, name, { min, max });
	};
	const batchSize = read('batchSize', 'Batch Size', undefined, 1);
	return {
		batchSize: batchSize === undefined ? undefined : Math.floor(batchSize),
		parallel: read('parallelRequests', 'Parallel Requests', parallel, 1, MOST_PARALLEL),
		timeout: read('timeout', 'Timeout (Seconds)', TIMEOUT, 1) * 1000,
		maxTries: read('maxTries', 'Max Tries', TRIES, 1),
		maxWait: read('maxWait', 'Max Wait (Seconds)', WAIT, 0) * 1000,
	};
}
