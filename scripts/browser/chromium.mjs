import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { cacheFolder } from '../n8nHost.mjs';
import { runNpm, step, StepError } from '../steps.mjs';

const PLAYWRIGHT_VERSION = '1.65.1';
const COMMANDS = [
	'chromium',
	'chromium-browser',
	'google-chrome',
	'google-chrome-stable',
	'chrome',
];
const APPS = [
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * A browser without a window: this machine's Chromium or Chrome, driven by Playwright.
 * Playwright is fetched into the cache folder on first use, because `npm test` does not need it.
 */
export async function launchChromium() {
	const executablePath = findChromium();
	const { chromium } = await ensurePlaywright();
	return await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}

/** @throws StepError where there is none */
function findChromium() {
	const given = process.env.CHROMIUM;
	if (given !== undefined && existsSync(given)) return given;
	const found = [...COMMANDS.map(which), ...APPS].find((file) => file && existsSync(file));
	if (given === undefined && found !== undefined) return found;
	throw new StepError(
		given === undefined
			? 'No Chromium or Chrome was found: install one ("sudo apt-get install chromium" on Debian and Ubuntu, "brew install --cask chromium" on macOS), or name its program in the environment variable CHROMIUM.'
			: `The environment variable CHROMIUM names ${given}, and there is no such file.`,
	);
}

function which(command) {
	try {
		return execFileSync(process.platform === 'win32' ? 'where' : 'which', [command], {
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		}).split(/\r?\n/)[0];
	} catch {
		return undefined;
	}
}

async function ensurePlaywright() {
	const folder = path.join(cacheFolder(), `playwright-core-${PLAYWRIGHT_VERSION}`);
	const manifest = path.join(folder, 'package.json');
	if (!existsSync(path.join(folder, 'node_modules', 'playwright-core', 'index.js'))) {
		mkdirSync(folder, { recursive: true });
		writeFileSync(manifest, '{ "private": true }\n');
		await step(
			`fetching Playwright ${PLAYWRIGHT_VERSION} (14 MB, only this once)`,
			async () =>
				await runNpm(
					[
						'install',
						`playwright-core@${PLAYWRIGHT_VERSION}`,
						'--ignore-scripts',
						'--no-audit',
						'--no-fund',
						'--loglevel=error',
					],
					{ cwd: folder },
				),
		);
	}
	return createRequire(manifest)('playwright-core');
}
