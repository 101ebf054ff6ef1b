import { existsSync, readFileSync } from 'node:fs';

import { say, StepError } from '../scripts/steps.mjs';
import { contactRecord } from './records.mjs';
import { AUTO_MAP } from './scenarios.mjs';
import { workflowOf } from './workflows.mjs';

export const MEMORY = {
	name: 'Bigin, 100,000 contacts, auto-map: peak memory of n8n',
	count: 100_000,
};

const NO_OP = { type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} };
const IDS = { ours: 'benchMemoryOurs', noOp: 'benchMemoryNoOp' };

/** The same workflow with our node, and with a No Operation node in its place. */
export function memoryWorkflows(count) {
	const common = { count, item: contactRecord.item };
	return [
		workflowOf({ ...common, id: IDS.ours, node: AUTO_MAP }),
		workflowOf({ ...common, id: IDS.noOp, node: NO_OP }),
	];
}

/** Peak memory (Linux: VmHWM) of a fresh n8n for each run. */
export async function measureMemory(prepared, sandbox, { count, repeats }) {
	say(MEMORY.name);
	const peaks = { ours: [], noOp: [] };
	let requests = 0;
	for (let repeat = 0; repeat < repeats; repeat++) {
		for (const who of Object.keys(IDS)) {
			await sandbox.ask({ what: 'reset' });
			const n8n = await prepared.start();
			try {
				await n8n.run(IDS[who], { light: true });
				const peak = peakOf(n8n.pid);
				peaks[who].push(peak);
				console.log(`  ${who.padEnd(5)} ${peak} MB`);
			} finally {
				await n8n.stop();
			}
			if (who === 'noOp') continue;
			const left = await sandbox.ask({ what: 'left', key: 'bigin' });
			if (left.stored !== count)
				throw new StepError(`${MEMORY.name}: ${left.stored} of ${count} records were stored.`);
			requests = left.requests;
		}
	}
	const [ours, noOp] = [peaks.ours, peaks.noOp].map(
		(list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)],
	);
	return {
		scenario: MEMORY.name,
		ours_ms: null,
		floor_ms: null,
		peer_ms: null,
		ratio_floor: Number((ours / noOp).toFixed(3)),
		ratio_peer: null,
		requests_ours: requests,
		requests_peer: null,
		bar: '<= 1.3 x No Operation',
		pass: ours <= 1.3 * noOp,
		ours_mb: ours,
		floor_mb: noOp,
	};
}

function peakOf(pid) {
	const status = `/proc/${pid}/status`;
	const kilobytes = existsSync(status)
		? /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8'))?.[1]
		: undefined;
	if (kilobytes === undefined)
		throw new StepError('This system does not tell the peak memory of a process.');
	return Math.round(Number(kilobytes) / 1024);
}
