/** How a run sends, from the form's Options. Times in milliseconds. */
export interface RunOptions {
	batchSize?: number;
	parallel: number;
	timeout: number;
	maxTries: number;
	maxWait: number;
}
