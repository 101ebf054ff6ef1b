/**
 * The benchmark: every contestant in one run, in the n8n of the start command with its default settings,
 * against the same sandbox. `npm run bench -- --only kustomer --only sharecrm --quick` runs
 * a part of it.
 */
import { parseArgs } from 'node:util';

import { assertPortFree } from '../scripts/n8nHost.mjs';
import { build, finish, installDependencies, say, StepError, tool } from '../scripts/steps.mjs';
import { startChild } from './child.mjs';
import { EDITOR, editorWorkflow, measureEditor } from './editor.mjs';
import { measureMemory, MEMORY, memoryWorkflows } from './memory.mjs';
import { prepareN8n } from './n8n.mjs';
import { profiled } from './profile.mjs';
import { report } from './report.mjs';
import { SCENARIOS } from './scenarios.mjs';
import { N8N_PORT, SANDBOX_PORT, TURNS } from './settings.mjs';
import { measureStart, START, startWorkflow } from './startup.mjs';
import { appOf, credentialsFor, workflowOf } from './workflows.mjs';

const { values } = parseArgs({
	options: {
		only: { type: 'string', multiple: true, default: [''] },
		quick: { type: 'boolean', default: false },
		profile: { type: 'boolean', default: false },
	},
});
/** How often each contestant runs, and how often where a scenario does not say. */
const turnsOf = ({ turns = TURNS }) => (values.quick ? 1 : turns);
/** Parts of names. A comma does not separate them, because names hold commas. */
const wanted = values.only.map((part) => part.toLowerCase());
const chosen = ({ name }) => wanted.some((part) => name.toLowerCase().includes(part));
const counted = (count) => (values.quick ? Math.min(count, 1000) : count);

/** Every run of a scenario: 0 warms up with few items, the others count. */
const runsOf = (scenario, more = Number(values.profile)) =>
	Array.from({ length: turnsOf(scenario) + 1 + more }, (_, run) => run);
const itemsOf = ({ count }, run) => (run === 0 ? Math.min(count, 200) : counted(count));

function workflowsOf(scenario, index) {
	return runsOf(scenario).flatMap((run) => {
		const common = {
			count: scenario.reads ? 1 : itemsOf(scenario, run),
			item: scenario.source.item,
			between: scenario.between,
		};
		return [
			workflowOf({
				...common,
				id: idOf(index, run, 'ours'),
				node: scenario.node,
				...(scenario.appEachRun ? { credentialId: appOf(appNumber(index, run)) } : {}),
			}),
			...(scenario.peer
				? [workflowOf({ ...common, id: idOf(index, run, 'peer'), node: scenario.peer })]
				: []),
		];
	});
}

const idOf = (index, run, who) => `bench${index}x${run}${who}`;
/** ShareCRM's apps: those of the baseline begin behind those of our node. */
const appNumber = (index, run, baseline = false) => (index * 2 + Number(baseline)) * 100 + run;

async function bench() {
	await installDependencies();
	for (let port = 0; port < 2; port++) await assertPortFree(N8N_PORT + port, 'n8n');
	for (let port = 0; port < 6; port++) await assertPortFree(SANDBOX_PORT + port, 'the sandbox');
	const scenarios = SCENARIOS.map((scenario, index) => ({ ...scenario, index })).filter(chosen);
	const others = [MEMORY, START, EDITOR].filter(chosen);
	if (scenarios.length + others.length === 0)
		throw new StepError(
			`No scenario has ${values.only.map((part) => `"${part}"`).join(' or ')} in its name.`,
		);
	await build();
	await tool('tsc', ['-p', 'tsconfig.tools.json']);
	const sandbox = startChild('./sandbox.mjs');
	const baseline = startChild('./baseline.mjs');
	let prepared;
	try {
		const { credentials, urls } = await sandbox.ask({ what: 'connections' });
		say('preparing n8n');
		prepared = await prepareN8n({
			credentials: credentialsFor(
				credentials,
				scenarios
					.filter(({ appEachRun }) => appEachRun)
					.flatMap((scenario) => runsOf(scenario).map((run) => appNumber(scenario.index, run))),
			),
			workflows: [
				...scenarios.flatMap((scenario) => workflowsOf(scenario, scenario.index)),
				...memoryWorkflows(counted(MEMORY.count)),
				startWorkflow(),
				editorWorkflow(),
			],
		});
		const lines = [];
		if (others.includes(START)) lines.push(await measureStart(prepared, sandbox));
		if (scenarios.length > 0 || others.includes(EDITOR)) {
			const n8n = await prepared.start();
			try {
				if (others.includes(EDITOR))
					lines.push(...(await measureEditor({ ...n8n, repeats: values.quick ? 3 : 5 })));
				for (const scenario of scenarios)
					lines.push(
						await measure(scenario, { n8n, sandbox, baseline, url: urls[scenario.vendor] }),
					);
			} finally {
				await n8n.stop();
			}
		}
		if (others.includes(MEMORY))
			lines.push(
				await measureMemory(prepared, sandbox, {
					count: counted(MEMORY.count),
					repeats: turnsOf(MEMORY),
				}),
			);
		report(lines, { whole: values.only.includes('') && !values.quick });
	} finally {
		prepared?.remove();
		sandbox.stop();
		baseline.stop();
	}
}

/** Runs the contestants of a scenario in turns, so that a noisy minute hits all of them. */
async function measure(scenario, { n8n, sandbox, baseline, url }) {
	say(scenario.name);
	const times = { ours: [], baseline: [], peer: [] };
	const seen = {};
	const contestants = {
		ours: async (run) =>
			await n8nTurn(
				n8n,
				sandbox,
				scenario,
				idOf(scenario.index, run, 'ours'),
				itemsOf(scenario, run),
				scenario.vendor,
			),
		baseline: async (run) => await baselineTurn(baseline, sandbox, scenario, run, url),
		...(scenario.peer
			? {
					peer: async (run) =>
						await n8nTurn(
							n8n,
							sandbox,
							scenario,
							idOf(scenario.index, run, 'peer'),
							itemsOf(scenario, run),
							scenario.peer.fakeServer,
						),
				}
			: {}),
	};
	for (const run of runsOf(scenario, 0)) {
		for (const [who, turn] of Object.entries(contestants)) {
			if (who === 'peer' && run > 1 && scenario.peer.once) continue;
			const { millis, left } = await turn(run);
			if (run === 0) continue;
			times[who].push(millis);
			seen[who] = { ...left, throttled: Math.max(left?.throttled ?? 0, seen[who]?.throttled ?? 0) };
			console.log(`  ${who.padEnd(8)} ${Math.round(millis)} ms`);
		}
		if (run > 0 && seen.ours.digest !== seen.baseline.digest)
			throw new StepError(
				`${scenario.name}: the baseline did not store the same records as our node:\n${seen.baseline.sample}\n${seen.ours.sample}`,
			);
	}
	if (values.profile)
		await profiled(n8n, scenario.name, async () => await contestants.ours(turnsOf(scenario) + 1));
	return lineOf(scenario, times, seen);
}

function lineOf({ name, bar, passes }, times, seen) {
	const [ours, baseline, peer] = [times.ours, times.baseline, times.peer].map(median);
	const ratio = (a, b) => (a === null || b === null ? null : Number((a / b).toFixed(3)));
	return {
		scenario: name,
		ours_ms: ours,
		floor_ms: baseline,
		peer_ms: peer,
		ratio_floor: ratio(ours, baseline),
		ratio_peer: ratio(peer, ours),
		requests_ours: seen.ours.requests,
		requests_peer: seen.peer?.requests ?? null,
		bar,
		pass: passes({ ours, baseline, peer, throttled: seen.ours.throttled }),
		throttled: seen.ours.throttled,
	};
}

function median(times) {
	if (times.length === 0) return null;
	const sorted = [...times].sort((a, b) => a - b);
	const middle = sorted.length / 2;
	return Math.round(
		Number.isInteger(middle)
			? (sorted[middle - 1] + sorted[middle]) / 2
			: sorted[Math.floor(middle)],
	);
}

/** One run in n8n; every item has to come out, and for a node that writes every record has to be stored. */
async function n8nTurn(n8n, sandbox, { name, kind, rest = 0, vendor }, id, count, key) {
	await sandbox.ask({ what: 'reset', name, count });
	if (key === vendor) await new Promise((resolve) => setTimeout(resolve, rest));
	const { millis, items } = await n8n.run(id);
	const left = key === undefined ? undefined : await sandbox.ask({ what: 'left', key, kind });
	if (items !== count || (left && left.stored !== count))
		throw new StepError(
			`${name}: ${count} items went in, ${items} came out, ${left?.stored} were stored.`,
		);
	return { millis, left };
}

async function baselineTurn(baseline, sandbox, scenario, run, url) {
	const count = itemsOf(scenario, run);
	await sandbox.ask({ what: 'reset', name: scenario.name, count });
	const millis = await baseline.ask({
		name: scenario.name,
		count,
		url,
		app: appOf(appNumber(scenario.index, run, true)),
	});
	const left = await sandbox.ask({ what: 'left', key: scenario.vendor, kind: scenario.kind });
	if (left.stored !== count)
		throw new StepError(
			`${scenario.name}: the baseline stored ${left.stored} of ${count} records.`,
		);
	return { millis, left };
}

finish(bench());
