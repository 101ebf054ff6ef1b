import { build, finish, installDependencies, say, tool } from './steps.mjs';

/** The whole of what the tests run a share of: every cell of the fault matrix. */
async function testLong() {
	await installDependencies();
	await build();
	say('running all cells of the fault matrix (about half an hour)');
	await tool('jest', ['test/faults/matrix', ...process.argv.slice(2)], {
		env: { ...process.env, FAULTS: 'all' },
	});
}

finish(testLong());
