import { parse } from 'csv-parse/sync';
import type { IDataObject, INode } from 'n8n-workflow';

import { startSandbox, type Sandbox } from '../../../sandbox';
import { addSamples } from '../../../sandbox/samples';
import { editorForm } from '../../harness/editorForm';
import {
	codeItems,
	EXAMPLE_FILES,
	noteOf,
	ourNodes,
	readExample,
	type Example,
} from '../../harness/examples';
import { pollNode } from '../../harness/poll';
import { runNode, type RunResult } from '../../harness/workflow';
import { type Credentials } from '../../harness/credentials';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox();
	await addSamples(sandbox);
});
afterEach(async () => await sandbox.stop());

const credentials = () =>
	Object.fromEntries(sandbox.credentials().map(({ type, data }) => [type, data])) as Credentials;
const short = ({ type }: INode) => type.slice(type.indexOf('.') + 1);

async function run(node: INode | undefined, items: IDataObject[]): Promise<RunResult> {
	if (node === undefined) throw new Error('the example lacks a node');
	const result = await runNode({
		node: short(node),
		parameters: node.parameters,
		credentials: credentials(),
		items,
		onError: node.onError,
	});
	expect(result.error).toBeUndefined();
	return result;
}

const jsonOf = ({ items }: RunResult) => items.map(({ json }) => json);

/** Adds a record to Kustomer; gives its ID. */
async function addToKustomer(path: string, record: IDataObject): Promise<unknown> {
	const reply = await fetch(`${sandbox.fakeServers.kustomer?.url}${path}`, {
		method: 'POST',
		headers: {
			authorization: `Bearer ${String(credentials().kustomerApi?.apiKey)}`,
			'content-type': 'application/json',
		},
		body: JSON.stringify(record),
	});
	return ((await reply.json()) as { data?: IDataObject }).data?.id;
}

/** Numbers that the note gives for a run: "**First run:** 3 added, 1 refused." */
function promised(note: string, which: string): Record<string, number> {
	const [, text = ''] =
		new RegExp(`\\*\\*${which}[^*]*:\\*\\* ([^.:]*?)(?:, because|\\.)`).exec(note) ?? [];
	return Object.fromEntries(
		[...text.matchAll(/(\d+) (\w+)/g)].map(([, count, word]) => [word ?? '', Number(count)]),
	);
}

/** Items from what the workflow reads or makes up before our node. */
const INPUT: Record<string, (example: Example) => IDataObject[]> = {
	'biginImport.json': (example) =>
		parse<IDataObject>(String(codeItems(example)[0]?.csv), { columns: true }),
};

const counts = ({ items, errors }: RunResult) => ({
	added: items.filter(({ json }) => json.action !== 'update').length,
	refused: errors.length,
});

describe('examples with one node of ours', () => {
	it.each(['bigin.json', 'kustomer.json'])(
		'%s: what is taken and refused in a first and a second run is as its note says',
		async (file) => {
			const example = readExample(file);
			const [node] = ourNodes(example);
			for (const which of ['First run', 'Run again']) {
				const result = counts(await run(node, codeItems(example)));
				expect({ which, ...result }).toEqual({ which, ...promised(noteOf(example), which) });
			}
		},
	);

	it.each([
		'salesforceEngagement.json',
		'salesforceCallLog.json',
		'shareCrm.json',
		'khorosMarketing.json',
	])('%s: every run gives what its note says', async (file) => {
		const example = readExample(file);
		const [node] = ourNodes(example);
		for (const which of [1, 2]) {
			const result = counts(await run(node, codeItems(example)));
			expect({ which, ...result }).toEqual({ which, ...promised(noteOf(example), 'Every run') });
		}
	});

	it('biginImport.json: adds and updates as its note says, and nobody is there twice', async () => {
		const example = readExample('biginImport.json');
		const [node] = ourNodes(example);
		for (const which of ['First run', 'Run again']) {
			const result = await run(node, INPUT['biginImport.json']?.(example) ?? []);
			const updated = result.items.filter(({ json }) => json.action === 'update').length;
			expect({ which, added: counts(result).added, updated }).toEqual({
				which,
				...promised(noteOf(example), which),
			});
		}
		const emails = (sandbox.fakeServers.bigin?.vendor.stored().Contacts as IDataObject[]).map(
			({ Email }) => Email,
		);
		expect(new Set(emails).size).toBe(emails.length);
	});
});

it('bigin.json: shows whose result each is, and the value that was refused', async () => {
	const example = readExample('bigin.json');
	const { items, errors } = await run(ourNodes(example)[0], codeItems(example));
	expect(Object.entries(items[0]?.json ?? {}).slice(0, 3)).toEqual([
		['id', expect.any(String)],
		['First_Name', 'Sarah'],
		['Last_Name', 'Johnson'],
	]);
	expect(errors[0]?.json.message).toMatch(
		/^The value was "nora\.lindqvist\(at\)example\.com"\. Bigin expects an email address here\./,
	);
});

it('biginDeal.json: every run adds what its note says, and the task belongs to the deal', async () => {
	const example = readExample('biginDeal.json');
	const [createProducts, createDeal, createTask] = ourNodes(example);
	for (const which of [1, 2]) {
		const products = jsonOf(await run(createProducts, codeItems(example)));
		const deals = jsonOf(await run(createDeal, [{ products }]));
		const tasks = jsonOf(await run(createTask, deals));
		expect({
			which,
			products: products.length,
			pipeline: deals.length,
			task: tasks.length,
		}).toEqual({ which, ...promised(noteOf(example), 'Every run') });
	}
	const { Pipelines, Tasks } = sandbox.fakeServers.bigin?.vendor.stored() as Record<
		string,
		IDataObject[]
	>;
	expect((Tasks ?? []).map(({ Related_To }) => (Related_To as IDataObject).id)).toEqual(
		(Pipelines ?? []).slice(1).map(({ id }) => id),
	);
});

it('biginExport.json: reads as many contacts as its note says', async () => {
	const example = readExample('biginExport.json');
	const { items } = await run(ourNodes(example)[0], [{}]);
	expect(noteOf(example)).toContain(`${items.length} in the sandbox at first`);
	expect(items[0]?.json).toMatchObject({ Last_Name: 'Bell' });
});

/** What a run of the trigger by hand gives out. */
async function polled(node: string, trigger: INode | undefined): Promise<IDataObject[]> {
	const { poll } = await pollNode({
		node,
		parameters: trigger?.parameters ?? {},
		credentials: credentials(),
		manual: true,
	});
	return (await poll()) ?? [];
}

it('biginNewDeal.json: a run by hand takes the sample deal and plans one call for it', async () => {
	const example = readExample('biginNewDeal.json');
	const [trigger, planCall] = ourNodes(example);
	const deals = await polled('biginTrigger', trigger);
	expect(deals).toMatchObject([{ Deal_Name: 'Spring Group Tour' }]);
	expect(jsonOf(await run(planCall, deals))).toMatchObject([
		{ Subject: 'Welcome call: Spring Group Tour' },
	]);
	expect(noteOf(example)).toContain('1 call for each run');
});

it('shareCrmNewLead.json: a run by hand gives the sample lead to the first employee', async () => {
	const example = readExample('shareCrmNewLead.json');
	const [trigger, assign] = ourNodes(example);
	const leads = await polled('shareCrmTrigger', trigger);
	expect(leads).toMatchObject([{ name: 'Mei Lin' }]);
	expect(jsonOf(await run(assign, [...leads]))).toMatchObject([{ ownerId: '1000' }]);
	expect(noteOf(example)).toContain('1 lead for each run');
});

it('shareCrmCaseNote.json: a run by hand writes one note to the conversation of the sample case', async () => {
	const example = readExample('shareCrmCaseNote.json');
	const [trigger, write] = ourNodes(example);
	const cases = await polled('shareCrmTrigger', trigger);
	const notes = jsonOf(await run(write, cases));
	expect(notes).toMatchObject([
		{
			body: 'ShareCRM: case CASE-1001 is now repaired',
			conversationId: cases[0]?.kustomer_conversation__c,
		},
	]);
	expect(noteOf(example)).toContain('1 note for each run');
});

it('salesforceExport.json: reads as many interactions as its note says', async () => {
	const example = readExample('salesforceExport.json');
	const { items } = await run(ourNodes(example)[0], [{}]);
	expect(noteOf(example)).toContain(`${items.length} in the sandbox at first`);
	expect(items[0]?.json).toMatchObject({ ExternalIdentifier: 'sample-1' });
});

it('salesforceToBigin.json: a run by hand takes the latest completed interaction and adds one task for it', async () => {
	const example = readExample('salesforceToBigin.json');
	const [trigger, addTask] = ourNodes(example);
	const interactions = await polled('salesforceEngagementTrigger', trigger);
	expect(interactions).toMatchObject([{ ExternalIdentifier: 'sample-2', Status: 'Completed' }]);
	expect(jsonOf(await run(addTask, interactions))).toMatchObject([
		{ Subject: expect.stringMatching(/^Follow up on EI-\d+: Card replacement$/) },
	]);
	expect(noteOf(example)).toContain('1 task for each run');
});

it('kustomerTickets.json: every customer and conversation is there once, as its note says', async () => {
	const example = readExample('kustomerTickets.json');
	for (const which of ['First run', 'Run again']) {
		const result = jsonOf(await run(ourNodes(example)[0], codeItems(example)));
		const made = (what: string) => result.filter((json) => json[what] === 'created').length;
		expect({
			which,
			conversations: made('conversation'),
			customers: made('customer'),
		}).toEqual({ which, ...promised(noteOf(example), which) });
	}
});

it('kustomerToBigin.json: the contact of the customer gets a note', async () => {
	const example = readExample('kustomerToBigin.json');
	const [, getCustomer, searchContact] = ourNodes(example);
	const known = sandbox.fakeServers.kustomer?.vendor.stored().customers as IDataObject[];
	const customerId = known.find(({ name }) => name === 'Ava Bell')?.id;
	const customers = jsonOf(await run(getCustomer, [{ record: { customerId } }]));
	expect(customers).toMatchObject([{ emails: [{ email: 'ava.bell@example.com' }] }]);
	expect(jsonOf(await run(searchContact, customers))).toMatchObject([{ Full_Name: 'Ava Bell' }]);
});

it('kustomerAgent.json: asks by a note, and waits with what the agent would send', async () => {
	const example = readExample('kustomerAgent.json');
	const [ask] = ourNodes(example).filter(({ type }) => type.endsWith('HitlTool'));
	const conversationId = await addToKustomer('/v1/conversations', {
		customer: '5a1b2c3d4e5f60718293a4b5',
		name: 'Refund',
	});
	const { run: waiting } = await run(
		{
			...(ask as INode),
			parameters: { ...ask?.parameters, message: '=The agent wants to reply: {{ $json.body }}' },
		},
		[{ record: { conversationId }, body: 'We refund it today.' }],
	);
	expect(waiting.waitTill).toBeDefined();
	expect(sandbox.fakeServers.kustomer?.vendor.stored().notes).toMatchObject([
		{ body: expect.stringMatching(/We refund it today\.\n\nSend the reply: http/) },
	]);
});

describe('examples as stored', () => {
	const nodes = EXAMPLE_FILES.flatMap((file) =>
		ourNodes(readExample(file)).map((node): [string, string, INode] => [file, node.name, node]),
	);

	it.each(nodes)(
		'%s, %s: opening the node in the editor changes none of its parameters',
		async (_file, _name, node) => {
			expect(node.parameters).toEqual(await editorForm(node, credentials()));
		},
	);

	it.each(nodes)('%s, %s: names a credential that the sandbox gives n8n', (_file, _name, node) => {
		const names = sandbox.credentials().map(({ id, name }) => ({ id, name }));
		for (const credential of Object.values(node.credentials ?? {}))
			expect(names).toContainEqual(credential);
	});

	it.each(EXAMPLE_FILES)('%s: no two nodes overlap, and the note stands above them', (file) => {
		// A node takes 96 by 96, with its name and subtitle below.
		const boxes = readExample(file).nodes.map(
			({ name, position: [x, y], parameters: { width = 96, height = 144 } }) => ({
				name,
				x,
				y,
				right: x + Number(width),
				bottom: y + Number(height),
			}),
		);
		for (const [index, a] of boxes.entries()) {
			const overlapping = boxes
				.slice(index + 1)
				.filter((b) => a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom);
			expect({ node: a.name, overlapping }).toEqual({ node: a.name, overlapping: [] });
		}
	});

	it.each(EXAMPLE_FILES)('%s: has a note that fits its text', (file) => {
		const note = readExample(file).nodes.find(({ type }) => type.endsWith('.stickyNote'));
		const {
			content = '',
			width = 0,
			height = 0,
		} = (note?.parameters ?? {}) as { content?: string; width?: number; height?: number };
		const [, ...paragraphs] = content.replaceAll('*', '').split(/\n\n|^##.*\n/m);
		const lines = paragraphs
			.flatMap((paragraph) => paragraph.split('\n'))
			.reduce((sum, line) => sum + Math.ceil((line.length * 6.75) / (width - 28)), 0);
		// The heading and the margins, the lines, and the space after each paragraph.
		const needed = 48 + 19.5 * lines + 8 * paragraphs.length;
		expect(height).toBeGreaterThanOrEqual(needed);
		expect(height).toBeLessThan(needed + 16);
	});
});
