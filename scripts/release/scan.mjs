// n8n's scan of the version on npm: its provenance, the sources of the attested commit, and the packed files.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { finish, installDependencies, ROOT, runNpm, step, StepError } from '../steps.mjs';

const TRIES = 20;
const WAIT = 30_000;

/** A version is on npm a while after it was published; another one would be scanned until then. */
async function waitUntilOnNpm(name, version) {
	for (let left = TRIES; ; left -= 1) {
		try {
			return await runNpm(['view', `${name}@${version}`, 'version', '--prefer-online']);
		} catch (error) {
			if (left === 1) throw error;
			await wait(WAIT);
		}
	}
}

async function scan() {
	const { name, version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
	await installDependencies();
	await step(`waiting for ${name} ${version} on npm`, () => waitUntilOnNpm(name, version));
	// Not the scan's own command, which ends with code 0 whatever it finds.
	const { analyzePackageByName } = await import('@n8n/scan-community-package/scanner/scanner.mjs');
	const { passed, message, details } = await analyzePackageByName(name, version);
	if (!passed)
		throw new StepError(`n8n's scan refuses ${name} ${version}: ${message}\n${details ?? ''}`);
	console.log(`${name} ${version} passes n8n's scan.`);
}

finish(scan());
