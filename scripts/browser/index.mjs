/**
 * Browser tests: a person's way through n8n's editor, in Chromium, against `npm start`.
 * `npm run test:browser -- --only credentials` runs the topics with that in their name; `--screenshots` writes docs/images anew,
 * and `--port 5678` uses the n8n that `npm start` already runs there.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { finish, ROOT, say, StepError } from '../steps.mjs';
import { launchChromium } from './chromium.mjs';
import { Editor } from './editor.mjs';
import { FakeServers } from './fakeServers.mjs';
import { Shots } from './shots.mjs';
import { accounts } from './topics/accounts.mjs';
import { agentTool } from './topics/agentTool.mjs';
import { credentials } from './topics/credentials.mjs';
import { biginImport } from './topics/biginImport.mjs';
import { khorosCrm } from './topics/khorosCrm.mjs';
import { kustomerConversation } from './topics/kustomerConversation.mjs';
import { salesforceInteraction } from './topics/salesforceInteraction.mjs';
import { shareCrmRecords } from './topics/shareCrmRecords.mjs';
import { themes } from './topics/themes.mjs';
import { triggers } from './topics/triggers.mjs';

/** What is tried. Those that make credentials come last, because the editor would choose these for a new node. */
const TOPICS = {
	biginImport,
	kustomerConversation,
	salesforceInteraction,
	shareCrmRecords,
	khorosCrm,
	triggers,
	agentTool,
	themes,
	credentials,
	accounts,
};
const OWNER = { email: 'owner@example.com', password: 'Sandbox-2026' };

async function testInBrowser() {
	const { values } = parseArgs({
		options: {
			only: { type: 'string', default: '' },
			screenshots: { type: 'boolean', default: false },
			port: { type: 'string' },
		},
	});
	const chosen = Object.entries(TOPICS).filter(([name]) =>
		name.toLowerCase().includes(values.only.toLowerCase()),
	);
	if (chosen.length === 0)
		throw new StepError(
			`No topic has "${values.only}" in its name. There are: ${Object.keys(TOPICS).join(', ')}.`,
		);
	const browser = await launchChromium();
	const folder = mkdtempSync(path.join(os.tmpdir(), 'n8n-browser-'));
	let started;
	try {
		const port = Number(values.port ?? (await freePort()));
		if (values.port === undefined) started = await startN8n(port, folder);
		const images = values.screenshots
			? path.join(ROOT, 'docs', 'images')
			: path.join(folder, 'images');
		mkdirSync(images, { recursive: true });
		const fakeServers = new FakeServers(port + 10);
		let passed = 0;
		const failed = [];
		const check = (ok, what) => {
			if (!ok) throw new StepError(`not ok: ${what}`);
			passed += 1;
			console.log(`  ok: ${what}`);
		};
		for (const [name, topic] of chosen) {
			say(name);
			const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
			const page = await context.newPage();
			page.setDefaultTimeout(60_000);
			const editor = new Editor(page, `http://localhost:${port}`);
			const shots = new Shots(page, images);
			try {
				await editor.signIn(OWNER);
				await topic({ editor, fakeServers, check, shots });
			} catch (error) {
				const picture = path.join(ROOT, 'build', `browser-${name}.png`);
				await page.screenshot({ path: picture }).catch(() => undefined);
				console.error(`${error.message}\n${name}: the page as it was stands in ${picture}`);
				failed.push(name);
			} finally {
				await context.close();
			}
		}
		console.log(`${passed} checks passed, ${failed.length} of ${chosen.length} topics failed`);
		if (failed.length > 0) throw new StepError(`Failed: ${failed.join(', ')}.`);
	} finally {
		await browser.close();
		await started?.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}

/** The start command of this project, with an empty folder of its own. Ready when it says so. */
async function startN8n(port, folder) {
	const child = spawn(
		process.execPath,
		[path.join(ROOT, 'scripts', 'start.mjs'), '--port', String(port), '--folder', folder],
		{ stdio: ['ignore', 'pipe', 'pipe'] },
	);
	const ended = new Promise((resolve) => child.on('close', resolve));
	let output = '';
	const ready = new Promise((resolve) => {
		const take = (chunk) => {
			output += chunk;
			for (const line of String(chunk).split('\n'))
				if (/^> |^ {2}\.\.\. /.test(line)) console.log(line);
			if (output.includes('n8n is ready.')) resolve(true);
		};
		child.stdout.on('data', take);
		child.stderr.on('data', take);
	});
	if ((await Promise.race([ready, ended.then(() => false)])) !== true)
		throw new StepError(`npm start ended before n8n was ready:\n${output.slice(-3000)}`);
	return {
		async stop() {
			child.kill('SIGTERM');
			await ended;
		},
	};
}

/** A port from which twenty are free: n8n takes two, and the fake servers those from the tenth on. */
async function freePort() {
	for (let first = 20_000; first < 60_000; first += 100) {
		const port = first + Math.floor(Math.random() * 80);
		const needed = [0, 1, 10, 11, 12, 13, 14].map((more) => port + more);
		if ((await Promise.all(needed.map(isFree))).every(Boolean)) return port;
	}
	throw new StepError('No free ports were found.');
}

async function isFree(port) {
	return await new Promise((resolve) => {
		const probe = net.createServer();
		probe.once('error', () => resolve(false));
		probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
	});
}

finish(testInBrowser());
