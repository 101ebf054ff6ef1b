import { readFileSync } from 'node:fs';
import path from 'node:path';

import { exec, ROOT } from '../steps.mjs';

/** Loads a node in a process of its own, in which n8n's libraries are loaded already. */
const LOAD = `
	require('n8n-workflow');
	const file = process.argv[1];
	const begin = performance.now();
	const [Node] = Object.values(require(file));
	const { description } = new Node();
	const millis = performance.now() - begin;
	const bytes = Buffer.byteLength(JSON.stringify(description));
	console.log(JSON.stringify({ millis, bytes, properties: description.properties.length }));
`;

/** Prints for each node how large its description is, and how long it takes to load. */
export async function printDescriptions() {
	const { n8n } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
	console.log('  node                                 description  properties   loaded in');
	for (const file of n8n.nodes) {
		const printed = await exec(process.execPath, ['-e', LOAD, path.join(ROOT, file)], {
			quiet: true,
		});
		const { millis, bytes, properties } = JSON.parse(printed);
		const cells = [
			path.basename(file, '.node.js').padEnd(36),
			`${Math.round(bytes / 1024)} KB`.padStart(11),
			String(properties).padStart(11),
			`${Math.round(millis)} ms`.padStart(11),
		];
		console.log(`  ${cells.join(' ')}`);
	}
}
