/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: '<rootDir>/test/harness/environment.ts',
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/dist/package.json'],
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{
				jsc: {
					parser: { syntax: 'typescript', decorators: true },
					target: 'es2022',
					transform: { decoratorMetadata: true },
				},
			},
		],
	},
	setupFiles: ['<rootDir>/test/harness/quiet.ts'],
	testTimeout: 60_000,
	// Most time goes into waits and loading, so that each core is worth a worker.
	maxWorkers: '100%',
	// Each test file loads n8n's engine anew, and what it leaves behind adds up to gigabytes.
	workerIdleMemoryLimit: '1GB',
};
