/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { assertBuilt } from '../../harness/built';

describe('Workflow tests', () => {
	let root: string;
	beforeEach(() => {
		root = mkdtempSync(path.join(os.tmpdir(), 'built-'));
	});
	afterEach(() => rmSync(root, { recursive: true, force: true }));

	function write(file: string, seconds: number): void {
		const full = path.join(root, file);
		mkdirSync(path.dirname(full), { recursive: true });
		writeFileSync(full, '');
		utimesSync(full, seconds, seconds);
	}

	it('run if the build is newer than the code', () => {
		write('nodes/A/a.ts', 100);
		write('credentials/b.ts', 101);
		write('dist/nodes/A/a.js', 102);
		expect(() => assertBuilt(root)).not.toThrow();
	});

	it('fail with a message if the build is older than the code, or missing', () => {
		write('nodes/A/a.ts', 100);
		expect(() => assertBuilt(root)).toThrow(/^The build is missing/);
		write('dist/nodes/A/a.js', 99);
		expect(() => assertBuilt(root)).toThrow(/older than the code.*npm run build/);
	});
});
