// The workflow and fault tests in the engine of n8n 1.
import { ensureN8n } from './n8nHost.mjs';
import { build, finish, installDependencies, say, tool } from './steps.mjs';

async function testOlder() {
	await installDependencies();
	await build();
	const { modules } = await ensureN8n('1.123');
	say('running workflow and fault tests in n8n 1.123 (about six minutes)');
	await tool('jest', ['--config', 'jest.older.config.js', ...process.argv.slice(2)], {
		env: { ...process.env, N8N_MODULES: modules },
	});
}

finish(testOlder());
