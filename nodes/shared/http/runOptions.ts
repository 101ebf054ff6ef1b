/** The request options of a run. Times in milliseconds. */
export interface RunOptions {
	batchSize?: number;
	parallel: number;
	timeout: number;
	maxTries: number;
	maxWait: number;
}
