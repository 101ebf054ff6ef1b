import { build, finish, installDependencies, say, tool } from './steps.mjs';

/** What `npm test` runs a share of: every cell of the fault matrix, and many runs of each property and fuzz test by a fresh seed. */
async function testLong() {
	await installDependencies();
	await build();
	say(
		'running all cells of the fault matrix, and properties and fuzz tests at length (about three hours)',
	);
	await tool('jest', ['test/faults', ...process.argv.slice(2)], {
		env: { ...process.env, FAULTS: 'all' },
	});
}

finish(testLong());
