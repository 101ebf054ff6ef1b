import path from 'node:path';

import { say, StepError } from '../scripts/steps.mjs';
import { contactRecord } from './records.mjs';
import { AUTO_MAP } from './scenarios.mjs';
import { PACKAGE_NAME } from './settings.mjs';
import { workflowOf } from './workflows.mjs';

export const START = { name: 'n8n start, package installed and not used: files loaded' };

const ID = 'benchStart';

/** A small workflow that uses one node: it shows that the counting of files works. */
export function startWorkflow() {
	return workflowOf({ id: ID, count: 3, item: contactRecord.item, node: AUTO_MAP });
}

/** Counts the package's files that n8n has loaded when the editor has its list of nodes. */
export async function measureStart(prepared, sandbox) {
	say(START.name);
	const n8n = await prepared.start({ list: true });
	try {
		const types = await n8n.request('GET', '/types/nodes.json');
		if (!types.some(({ name }) => name.startsWith(`${PACKAGE_NAME}.`)))
			throw new StepError('n8n does not know the nodes of the package.');
		// n8n itself loads every credential class of every package at its start.
		const [unused, credentials] = split(await n8n.loaded());
		await sandbox.ask({ what: 'reset' });
		await n8n.run(ID);
		const [used] = split(await n8n.loaded());
		if (used.length === 0)
			throw new StepError(
				'The count of loaded files does not work: a node ran, and no file was seen.',
			);
		console.log(
			`  ${unused.length} files of nodes after the start, ${used.length} after a run of one node`,
		);
		return {
			scenario: START.name,
			ours_ms: null,
			floor_ms: null,
			peer_ms: null,
			ratio_floor: null,
			ratio_peer: null,
			requests_ours: null,
			requests_peer: null,
			bar: '0 files',
			pass: unused.length === 0,
			files_loaded: unused.length,
			files_of_one_node: used.length,
			credential_files: credentials.length,
		};
	} finally {
		await n8n.stop();
	}
}

/** Files of nodes, and files of credentials. */
function split(files) {
	const isCredential = (file) => file.includes(`${path.sep}dist${path.sep}credentials${path.sep}`);
	return [files.filter((file) => !isCredential(file)), files.filter(isCredential)];
}
