const base = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	...base,
	testMatch: ['<rootDir>/test/compare/*.compare.ts'],
	// n8n's own nodes come from another folder; all must share one copy of its library, or errors are not recognized.
	moduleNameMapper: { '^n8n-workflow$': require.resolve('n8n-workflow') },
	reporters: [['default', { summaryThreshold: 0 }]],
	testTimeout: 180_000,
};
