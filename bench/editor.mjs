import { launchChromium } from '../scripts/browser/chromium.mjs';
import { Editor } from '../scripts/browser/editor.mjs';
import { say } from '../scripts/steps.mjs';
import { contact } from './records.mjs';
import { SCENARIOS } from './scenarios.mjs';
import { workflowOf } from './workflows.mjs';

export const EDITOR = { name: 'Editor: opening a node' };

const ID = 'benchEditor';
const PEER = 'Zoho CRM';
const INPUTS = [0, 500];
const mapped = (...names) =>
	Object.fromEntries(names.map((name) => [name, `={{ $json.${name} }}`]));
/**
 * What is filled in: the editor's time goes with it, so each form has one field at the top that is mapped and at most
 * as many others as the peer's form. Required fields beside it have a fixed value.
 */
const FILLED = {
	kustomer: {
		operation: 'create',
		...mapped('customer'),
		additionalFields: mapped(
			'createdAt',
			'defaultLang',
			'externalId',
			'id',
			'importedAt',
			'name',
			'priority',
			'replyChannel',
		),
	},
	salesforceEngagement: {
		communicationChannel: 'Phone',
		attendeeVerified: true,
		...mapped('startDateTime'),
		additionalFields: mapped(
			'attendeeVerificationTime',
			'contextId',
			'endDateTime',
			'externalIdentifierId',
			'phoneNumber',
			'reason',
			'status',
			'type',
		),
	},
	khorosMarketing: { title: 'Question', ...mapped('customerId') },
};
/** The nodes that are opened: the first scenario of each service, and the peer. */
const NODES = {
	...Object.fromEntries(
		[...new Set(SCENARIOS.map(({ vendor }) => vendor))].map((vendor) => {
			const { node } = SCENARIOS.find((scenario) => scenario.vendor === vendor);
			return [vendor, { ...node, parameters: { ...node.parameters, ...FILLED[vendor] } }];
		}),
	),
	[PEER]: SCENARIOS.find(({ peer }) => peer?.type.endsWith('zohoCrm')).peer,
};
/** The page is quiet after so many milliseconds without a long task. */
const QUIET = 700;

/** One workflow with all nodes behind the same items. */
export function editorWorkflow() {
	const made = workflowOf({
		id: ID,
		count: INPUTS.at(-1),
		item: contact.item,
		node: NODES[PEER],
	});
	const measured = made.nodes.pop();
	const nodes = Object.entries(NODES).map(
		([name, { type, typeVersion, parameters, credential }], row) => ({
			...measured,
			id: name,
			name,
			type,
			typeVersion,
			parameters,
			position: [440, row * 160],
			credentials: { [credential]: { id: credential, name: credential } },
		}),
	);
	return {
		...made,
		nodes: [...made.nodes, ...nodes],
		connections: {
			...made.connections,
			Items: { main: [nodes.map(({ name }) => ({ node: name, type: 'main', index: 0 }))] },
		},
	};
}

/** Opens the nodes in turns, so that a noisy second hits all of them, first without input and then with many items. */
export async function measureEditor({ base, owner, repeats }) {
	say(EDITOR.name);
	const browser = await launchChromium();
	try {
		const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
		page.setDefaultTimeout(60_000);
		const editor = new Editor(page, base);
		await editor.signIn(owner);
		await editor.openWorkflow(ID);
		await watch(page);
		const lines = [];
		for (const items of INPUTS) {
			if (items > 0) await runItems(editor);
			lines.push(...(await opened(editor, items, repeats)));
		}
		return lines;
	} finally {
		await browser.close();
	}
}

async function runItems(editor) {
	await editor.openNode('Items');
	await editor.runStep();
	await editor.closeNode();
}

async function opened(editor, items, repeats) {
	const times = Object.fromEntries(Object.keys(NODES).map((name) => [name, []]));
	for (let turn = 0; turn <= repeats; turn++)
		for (const name of Object.keys(NODES)) {
			const time = await open(editor, name);
			// The first turn loads what the editor keeps afterwards.
			if (turn > 0) times[name].push(time);
		}
	const peer = middle(times[PEER], 'usable');
	return Object.keys(NODES)
		.filter((name) => name !== PEER)
		.map((name) => {
			const ours = middle(times[name], 'usable');
			console.log(
				`  ${name}, ${items} items: usable after ${ours} ms, of which ${middle(times[name], 'frozen')} frozen (Zoho CRM ${peer}, ${middle(times[PEER], 'frozen')})`,
			);
			return {
				scenario: `${EDITOR.name}, ${name}, ${items} input items`,
				ours_ms: ours,
				floor_ms: null,
				peer_ms: peer,
				ratio_floor: null,
				ratio_peer: Number((peer / ours).toFixed(3)),
				requests_ours: null,
				requests_peer: null,
				frozen_ms: middle(times[name], 'frozen'),
				peer_frozen_ms: middle(times[PEER], 'frozen'),
				bar: '<= the Zoho CRM node',
				pass: ours <= peer,
			};
		});
}

/** Notes each long task of the page and each double click. */
async function watch(page) {
	await page.evaluate(() => {
		window.longTasks = [];
		new PerformanceObserver((list) => {
			for (const { startTime, duration } of list.getEntries())
				window.longTasks.push({ startTime, duration });
		}).observe({ type: 'longtask' });
		window.addEventListener('dblclick', () => (window.clicked = performance.now()), true);
	});
}

/**
 * Opens a node and closes it.
 * @returns milliseconds from the double click until the form stands and the page reacts, and how many of them it did not react
 */
async function open(editor, name) {
	const { page } = editor;
	await page.evaluate(() => (window.longTasks.length = 0));
	await editor.node(name).dblclick();
	await editor.field('operation').waitFor();
	const time = await page.evaluate(async (quiet) => {
		const shown = performance.now();
		const { longTasks, clicked } = window;
		const lastEnd = () =>
			Math.max(shown, ...longTasks.map(({ startTime, duration }) => startTime + duration));
		while (performance.now() - lastEnd() < quiet)
			await new Promise((resolve) => setTimeout(resolve, 50));
		// A task that began before the click was seen holds it, too.
		const after = longTasks.filter(({ startTime, duration }) => startTime + duration > clicked);
		return {
			usable: lastEnd() - clicked,
			frozen: after.reduce((sum, { duration }) => sum + duration, 0),
		};
	}, QUIET);
	await editor.closeNode();
	await page.waitForTimeout(300);
	return time;
}

function middle(times, what) {
	const sorted = times.map((time) => time[what]).sort((a, b) => a - b);
	return Math.round(sorted[Math.floor(sorted.length / 2)]);
}
