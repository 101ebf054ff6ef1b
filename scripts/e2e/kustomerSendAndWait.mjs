import { activate, deactivate, waitFor, waitUntil } from '../n8nRest.mjs';
import { say } from '../steps.mjs';
import { PACKAGE } from './package.mjs';
import { serve } from './serve.mjs';

const CUSTOMER = '5a1b2c3d4e5f60718293a4b5';
const KUSTOMER = { kustomerApi: { id: 'kustomerApi', name: 'Sandbox: Kustomer' } };

/**
 * Waits for people in the real n8n: a message is approved, declined, answered by a text and left alone until its time is over;
 * forged answers and a restart in between. Then an agent, whose model is played here, asks before it uses a tool.
 */
export async function checkKustomerSendAndWait({ host, n8n, sandbox, check }) {
	say('waiting for answers to messages of Kustomer (about two minutes)');
	const recorder = await startRecorder();
	const model = await startModel();
	try {
		const people = peopleOf(sandbox.fakeServers.kustomer);
		await checkAnswers({ host, n8n, people, recorder, check });
		// n8n 1 lets nobody stand between an agent and its tools.
		if (!host.version.startsWith('1.')) await checkAgent(n8n, people, recorder, model, check);
	} finally {
		await recorder.stop();
		await model.stop();
	}
}

async function checkAnswers({ host, n8n, people, recorder, check }) {
	const limit = { limitType: 'afterTimeInterval', resumeAmount: 0.02, resumeUnit: 'minutes' };
	const workflows = {
		approval: { responseType: 'approval' },
		text: { responseType: 'freeText' },
		limited: { responseType: 'approval', options: { limitWaitTime: { values: limit } } },
	};
	const made = [];
	for (const [name, parameters] of Object.entries(workflows)) {
		const conversation = people.conversation(name);
		const workflow = await n8n.rest(
			'POST',
			'/workflows',
			asking(name, conversation, parameters, recorder.url),
		);
		await activate(n8n.rest, workflow);
		made.push(workflow);
	}
	const ask = async (name) => {
		const known = people.asked(name).length;
		await start(n8n.base, name);
		await waitUntil(() => people.asked(name).length > known);
		return linksIn(people.asked(name).at(-1));
	};

	await ask('limited');
	const [approve] = await ask('approval');
	const forged = await Promise.all(
		[
			approve.replace('approved=true', 'approved=false'),
			approve.replace(/signature=[^&]+/, 'signature=forged'),
			approve.replace(/[?&]signature=[^&]+/, ''),
		].map(async (url) => (await visit(url, { method: 'POST' })).status),
	);
	const opened = await visit(approve);
	const page = await opened.text();
	await waitFor(1_000);
	check(
		forged.every((status) => status === 401) && recorder.of('approval').length === 0,
		`Send and Wait: an answer without the right signature is refused (${forged.join()}, ${recorder.of('approval').length} accepted)`,
	);
	check(
		opened.status === 200 && page.includes('<button>Approve</button>'),
		'Send and Wait: a link that is only opened decides nothing',
	);

	say('restarting n8n');
	await n8n.stop();
	await n8n.start();
	// n8n 1 takes two answers of one instant for two, of any node: it does not lock an execution that waits.
	const replies = host.version.startsWith('1.')
		? [await answer(approve), await answer(approve)]
		: await Promise.all([answer(approve), answer(approve)]);
	await waitUntil(() => recorder.of('approval').length > 0);
	replies.push(await answer(approve));
	await waitFor(1_000);
	check(
		recorder
			.of('approval')
			.map(({ data }) => data?.approved)
			.join() === 'true',
		`Send and Wait: an approval after a restart lets the execution go on once, however often it is sent (${replies.map(({ status }) => status).join()})`,
	);

	const [, decline] = await ask('approval');
	await answer(decline);
	await waitUntil(() => recorder.of('approval').length > 1);
	check(
		recorder.of('approval').at(-1)?.data?.approved === false,
		'Send and Wait: a refusal lets the execution go on as declined',
	);

	const [respond] = await ask('text');
	await answer(respond, { text: '' });
	await answer(respond, { text: 'Refund <half> of it' });
	await waitUntil(() => recorder.of('text').length > 0);
	check(
		recorder
			.of('text')
			.map(({ data }) => data?.text)
			.join() === 'Refund <half> of it',
		'Send and Wait: a text arrives as it was written',
	);

	await waitUntil(() => recorder.of('limited').length > 0, 90);
	check(
		recorder.of('limited').length === 1 && recorder.of('limited')[0].data === undefined,
		'Send and Wait: without an answer the execution goes on when its time is over',
	);
	check(
		people.asked('limited').length === 1 && people.asked('approval').length === 2,
		'Send and Wait: each message was sent once',
	);
	for (const workflow of made) await deactivate(n8n.rest, workflow);
}

async function checkAgent(n8n, people, recorder, model, check) {
	const conversation = people.conversation('agent');
	people.write(conversation, 'Please refund my order.');
	const credential = await n8n.rest('POST', '/credentials', {
		name: 'Scripted model',
		type: 'openAiApi',
		data: { apiKey: 'scripted', url: model.url },
	});
	const workflow = await n8n.rest('POST', '/workflows', agentThatAsks(credential, recorder.url));
	await activate(n8n.rest, workflow);
	for (const [index, approves] of [true, false].entries()) {
		await start(n8n.base, 'agent', { conversation });
		await waitUntil(() => people.asked('agent').length > index);
		const question = people.asked('agent').at(-1) ?? '';
		const [approve, decline] = linksIn(question);
		check(
			question.includes('We refund it today.') && people.sent().length === (approves ? 0 : 1),
			`An agent asks before it sends a reply, and shows what it would send (${index + 1})`,
		);
		await answer(approves ? approve : decline);
		await waitUntil(() => recorder.of('agent').length > index);
	}
	check(
		people.sent().join() === 'We refund it today.',
		'An agent sends its reply once after an approval, and not after a refusal',
	);
	check(
		recorder.of('agent').length === 2 && model.told().some((text) => /reject/i.test(text)),
		'An agent is told of a refusal, and comes to its end',
	);
	await deactivate(n8n.rest, workflow);
}

/** What people in Kustomer see and do. */
function peopleOf(kustomer) {
	const { store } = kustomer.vendor;
	const kinds = { conversation: '/v1/conversations', message: '/v1/messages' };
	const kind = (type) => ({ type, path: kinds[type], relations: {}, keys: () => [], role: type });
	const conversations = new Map();
	return {
		conversation(name) {
			const { id } = store.add(kind('conversation'), { customer: CUSTOMER, name, status: 'open' });
			conversations.set(name, id);
			return id;
		},
		/** A customer writes. */
		write(conversation, preview) {
			store.add(kind('message'), {
				conversation,
				customer: CUSTOMER,
				channel: 'email',
				direction: 'in',
				preview,
				meta: { from: 'ava@example.com', to: 'support@example.com' },
			});
		},
		/** The notes that ask about a conversation. */
		asked: (name) =>
			store
				.rows('note')
				.filter(({ conversation }) => conversation === conversations.get(name))
				.map(({ body }) => String(body)),
		/** Texts of the messages that were sent, or are about to be. */
		sent: () => [
			...store.rows('draft').map(({ body }) => body),
			...store
				.rows('message')
				.filter(({ direction }) => direction === 'out')
				.map(({ preview }) => preview),
		],
	};
}

function linksIn(text) {
	return [...String(text).matchAll(/: (http\S+)$/gm)].map(([, url]) => url);
}

async function answer(url, form = {}) {
	return await visit(url, { method: 'POST', body: new URLSearchParams(form) });
}

/** Opens a link, as soon as n8n has stored that the execution waits: people are slower than this test. */
async function visit(url, request) {
	for (let tries = 1; ; tries++) {
		const reply = await fetch(url, request);
		if (reply.status !== 409 || tries === 50) return reply;
		await waitFor(200);
	}
}

/** Starts a workflow; n8n serves a webhook only some time after its workflow was activated. */
async function start(base, name, body = {}) {
	for (let tries = 0; tries < 100; tries++) {
		const reply = await fetch(`${base}/webhook/${name}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		if (reply.ok) return;
		await waitFor(200);
	}
}

function node(name, type, typeVersion, parameters, more = {}) {
	return { id: `${name}-${type}`, name, type, typeVersion, position: [0, 0], parameters, ...more };
}

function webhook(name) {
	return node(
		'Start',
		'n8n-nodes-base.webhook',
		2,
		{ httpMethod: 'POST', path: name, options: {} },
		{ webhookId: `start-${name}` },
	);
}

/** Tells the recorder of what came out. */
function record(name, url) {
	return node('Record', 'n8n-nodes-base.httpRequest', 4.2, {
		method: 'POST',
		url: `${url}/${name}`,
		sendBody: true,
		specifyBody: 'json',
		jsonBody: '={{ JSON.stringify($json) }}',
		options: {},
	});
}

function asksByNote(conversation, parameters) {
	return {
		resource: 'message',
		operation: 'sendAndWait',
		sendTo: 'note',
		conversation: { __rl: true, mode: 'id', value: conversation },
		message: 'May this be refunded?',
		approvalOptions: {},
		additionalFields: {},
		options: {},
		...parameters,
	};
}

function asking(name, conversation, parameters, url) {
	const ask = node('Ask', `${PACKAGE.name}.kustomer`, 1, asksByNote(conversation, parameters), {
		id: `ask-${name}`,
		webhookId: `ask-${name}`,
		credentials: KUSTOMER,
	});
	return {
		name: `Send and Wait, ${name}`,
		settings: { executionOrder: 'v1' },
		nodes: [webhook(name), ask, record(name, url)],
		connections: {
			Start: { main: [[{ node: 'Ask', type: 'main', index: 0 }]] },
			Ask: { main: [[{ node: 'Record', type: 'main', index: 0 }]] },
		},
	};
}

/** An agent with one tool, which a person has to approve. */
function agentThatAsks(credential, url) {
	const conversation = '={{ $json.body.conversation }}';
	const agent = node('Agent', '@n8n/n8n-nodes-langchain.agent', 3, {
		promptType: 'define',
		text: 'Answer the customer.',
		options: {},
	});
	const chat = node(
		'Model',
		'@n8n/n8n-nodes-langchain.lmChatOpenAi',
		1.2,
		{ model: { __rl: true, mode: 'list', value: 'gpt-4o-mini' }, options: {} },
		{ credentials: { openAiApi: { id: credential.id, name: credential.name } } },
	);
	const ask = node(
		'Ask',
		`${PACKAGE.name}.kustomerHitlTool`,
		1,
		asksByNote(conversation, {
			message: '=May the agent run {{ $tool.name }} with {{ JSON.stringify($tool.parameters) }}?',
			responseType: 'approval',
		}),
		{ id: 'ask-agent', webhookId: 'ask-agent', credentials: KUSTOMER },
	);
	const reply = node(
		'Reply',
		`${PACKAGE.name}.kustomerTool`,
		1,
		{
			resource: 'message',
			operation: 'reply',
			conversation: { __rl: true, mode: 'id', value: conversation },
			// Another name than `body`: n8n puts what the model gives beside the data of the agent's item.
			body: "={{ $fromAI('reply', 'What the customer is told', 'string') }}",
			additionalFields: {},
			options: {},
		},
		{ credentials: KUSTOMER },
	);
	const link = (to, type) => ({ [type]: [[{ node: to, type, index: 0 }]] });
	return {
		name: 'Agent that asks',
		settings: { executionOrder: 'v1' },
		nodes: [webhook('agent'), agent, chat, ask, reply, record('agent', url)],
		connections: {
			Start: link('Agent', 'main'),
			Agent: link('Record', 'main'),
			Model: link('Agent', 'ai_languageModel'),
			Ask: link('Agent', 'ai_tool'),
			Reply: link('Ask', 'ai_tool'),
		},
	};
}

/** Writes down what came out of each workflow. */
async function startRecorder() {
	const seen = [];
	const server = await serve((request, body) => {
		seen.push({ name: request.url.slice(1), body });
		return {};
	});
	return {
		...server,
		of: (wanted) => seen.filter(({ name }) => name === wanted).map(({ body }) => body),
	};
}

/** Plays a chat model: it calls the tool that it is given, and ends when it is told what became of that. */
async function startModel() {
	const told = [];
	const server = await serve((_request, { messages = [], tools = [] }) => {
		const result = messages.findLast(({ role }) => role === 'tool');
		if (result) told.push(JSON.stringify(result.content));
		const { name, parameters } = tools[0]?.function ?? {};
		const given = { reply: 'We refund it today.' };
		const gated = parameters?.properties?.toolParameters !== undefined;
		const call = {
			id: `call-${told.length}`,
			type: 'function',
			function: {
				name,
				arguments: JSON.stringify(gated ? { toolParameters: given, hitlParameters: {} } : given),
			},
		};
		return {
			id: 'scripted',
			object: 'chat.completion',
			created: 1,
			model: 'gpt-4o-mini',
			choices: [
				{
					index: 0,
					finish_reason: result ? 'stop' : 'tool_calls',
					message: result
						? { role: 'assistant', content: 'Done.' }
						: { role: 'assistant', content: null, tool_calls: [call] },
				},
			],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		};
	});
	return { ...server, url: `${server.url}/v1`, told: () => told };
}
