import { build, finish, installDependencies, say, tool } from './steps.mjs';

async function test() {
	await installDependencies();
	await build();
	say('checking types and lint');
	await tool('tsc', ['-p', 'tsconfig.test.json']);
	await tool('n8n-node', ['lint']);
	await tool('prettier', ['--check', '--log-level', 'warn', '.']);
	say('running unit, workflow, fault and package tests');
	await tool('jest', process.argv.slice(2));
}

finish(test());
