// The same work by our Bigin node and by two of n8n's own nodes, in the same engine, side by side.
import { ensureN8n } from './n8nHost.mjs';
import { build, finish, installDependencies, say, tool } from './steps.mjs';

async function compare() {
	await installDependencies();
	await build();
	const { modules } = await ensureN8n();
	say('comparing (about ten seconds)');
	await tool('jest', ['--config', 'jest.compare.config.js', '--silent'], {
		env: { ...process.env, N8N_LOG_LEVEL: 'silent', N8N_MODULES: modules },
	});
}

finish(compare());
