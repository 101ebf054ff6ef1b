import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { ROOT } from '../scripts/steps.mjs';

/** Runs `work` under n8n's CPU profiler, prints where the time went and keeps the profile in build/. */
export async function profiled(n8n, name, work) {
	rmSync(n8n.profileFile, { force: true });
	process.kill(n8n.pid, 'SIGUSR2');
	await work();
	process.kill(n8n.pid, 'SIGUSR2');
	while (!existsSync(n8n.profileFile)) await new Promise((resolve) => setTimeout(resolve, 200));
	await new Promise((resolve) => setTimeout(resolve, 1000));
	const text = readFileSync(n8n.profileFile, 'utf8');
	const kept = path.join(ROOT, 'build', `bench ${name}.cpuprofile`.replace(/[^\w.]+/g, '-'));
	writeFileSync(kept, text);
	console.log(`  profile ${kept}`);
	for (const [place, millis] of topOf(JSON.parse(text)).slice(0, 25))
		console.log(`    ${millis.toFixed(0).padStart(6)} ms  ${place}`);
}

/** Milliseconds each function took by itself, most first. */
function topOf({ nodes, samples, timeDeltas }) {
	const byId = new Map(nodes.map((node) => [node.id, node.callFrame]));
	const sums = new Map();
	samples.forEach((id, index) => {
		const { functionName, url, lineNumber } = byId.get(id);
		// The profiler's own time.
		if (url === 'node:inspector') return;
		const name = `${functionName || '(anonymous)'} ${url.replace(/^.*node_modules\//, '').replace(/^file:\/\//, '')}:${lineNumber + 1}`;
		sums.set(name, (sums.get(name) ?? 0) + timeDeltas[index] / 1000);
	});
	return [...sums].sort((a, b) => b[1] - a[1]);
}
