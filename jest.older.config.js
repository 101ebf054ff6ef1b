const base = require('./jest.config.js');

const older = (name) => `${process.env.N8N_MODULES}/${name}`;

/** The tests that run nodes in n8n's engine, in that of n8n 1. @type {import('jest').Config} */
module.exports = {
	...base,
	testMatch: ['<rootDir>/test/workflow/**/*.test.ts', '<rootDir>/test/faults/*.test.ts'],
	moduleNameMapper: Object.fromEntries(
		['n8n-core', 'n8n-workflow', 'reflect-metadata'].map((name) => [`^${name}$`, older(name)]),
	),
	// That engine leaves timers behind.
	forceExit: true,
};
