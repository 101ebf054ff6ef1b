import { randomUUID } from 'node:crypto';

import { activate } from '../n8nRest.mjs';
import { say } from '../steps.mjs';
import { asker, contractPoints, SECRET, served, TYPE } from './khorosCalls.mjs';

/** A CRM in a Code node, with the workflow's static data as its store: the answer of each request, from the item of the trigger. */
const CRM = `
const store = $getWorkflowStaticData('global');
store.cases ??= {};
store.customers ??= {};
const { operation, id, body = {} } = $input.first().json;
const now = new Date().toISOString();
const key = Math.random().toString(36).slice(2);
const declared = (given, names) => Object.fromEntries(names.filter((name) => given[name] !== undefined).map((name) => [name, given[name]]));
const CUSTOMER = ['email', 'name', 'vip', 'tier'];
const found = (record) => record === undefined ? [] : [record];
const rows = {
	createCase: () => [store.cases[key] = { id: key, number: 7, customerId: body.customerId, title: body.title, description: body.title, url: 'https://crm.example/cases/' + key, created: now, lastUpdated: now, status: 'open', interactions: body.interactions ?? [], internal: 'not for Khoros', ...declared(body, ['clubNo']) }],
	lookupCase: () => found(store.cases[id]),
	updateCase: () => store.cases[id] ? [Object.assign(store.cases[id], { title: body.title ?? store.cases[id].title, lastUpdated: now })] : [],
	findCases: () => Object.values(store.cases).filter(({ customerId }) => customerId === id),
	createCustomer: () => [store.customers[key] = { id: key, url: 'https://crm.example/customers/' + key, ...declared(body, CUSTOMER) }],
	findCustomer: () => found(store.customers[id]),
	updateCustomer: () => store.customers[id] ? [Object.assign(store.customers[id], declared(body, CUSTOMER))] : [],
	searchCustomers: () => Object.values(store.customers).filter((one) => Object.entries(body).every(([name, value]) => one[name] === value)),
	bestmatchCustomers: () => Object.values(store.customers).filter(({ name }) => name === body.displayName),
}[operation]();
if (body.title === 'refuse') return [{ json: { error: 'validation_failed', message: 'Please choose a tier.', status: 422, fields: [{ name: 'tier', errorMessage: 'Unknown value' }] } }];
if (body.title === 'break') throw new Error('internal detail');
if (body.title === 'flawed') delete rows[0].created;
if (body.title === 'slow') await new Promise((resolve) => setTimeout(resolve, 4000));
return rows.map((json) => ({ json }));
`;

/** A workflow that is a CRM. */
function crmWorkflow(answerWith, credential) {
	const webhookId = randomUUID();
	const byNode = answerWith === 'responseNode';
	const node = (name, type, position, more) => ({
		id: randomUUID(),
		name,
		type,
		typeVersion: 1,
		position: [position * 224, 0],
		parameters: {},
		...more,
	});
	const trigger = node('Khoros', `${TYPE}.khorosMarketingCrmTrigger`, 0, {
		webhookId,
		parameters: {
			answerWith,
			separateOutputs: byNode,
			customerFields: {
				values: [
					{ name: 'email', label: 'E-mail', type: 'text', searchable: true },
					{ name: 'name', label: 'Name', type: 'text', searchable: true },
					{ name: 'vip', label: 'VIP', type: 'checkbox' },
					{
						name: 'tier',
						label: 'Tier',
						type: 'single_sel_list',
						choices: 'Gold=gold, Silver=silver',
					},
				],
			},
			caseFields: { values: [{ name: 'clubNo', label: 'Club Number', type: 'text' }] },
			options: { timeLimit: 2 },
		},
		credentials: { khorosMarketingCrmApi: credential },
	});
	const code = node('CRM', 'n8n-nodes-base.code', 1, {
		typeVersion: 2,
		parameters: { jsCode: CRM },
		alwaysOutputData: true,
	});
	const respond = node('Respond', `${TYPE}.khorosMarketingRespond`, 2);
	const link = (name, count = 1) => ({
		main: Array.from({ length: count }, () => [{ node: name, type: 'main', index: 0 }]),
	});
	return {
		webhookId,
		workflow: {
			name: `Khoros CRM, ${answerWith}`,
			nodes: byNode ? [trigger, code, respond] : [trigger, code],
			// One output for each kind of request, or one for all.
			connections: {
				Khoros: link('CRM', byNode ? 9 : 1),
				...(byNode ? { CRM: link('Respond') } : {}),
			},
			settings: { executionOrder: 'v1' },
		},
	};
}

/** Lets workflows be the CRM of Khoros Marketing, and asks them. */
export async function checkKhorosTrigger({ n8n, check }) {
	const { base, rest } = n8n;
	for (const answerWith of ['lastNode', 'responseNode']) {
		say(`a workflow as CRM of Khoros Marketing (${answerWith})`);
		const credential = await rest('POST', '/credentials', {
			name: `Khoros CRM ${answerWith}`,
			type: 'khorosMarketingCrmApi',
			data: { baseUrl: base, headerName: 'Authorization', secret: SECRET },
		});
		const { workflow, webhookId } = crmWorkflow(answerWith, {
			id: credential.id,
			name: credential.name,
		});
		const made = await rest('POST', '/workflows', workflow);
		const active = await activate(rest, made);
		check(active?.active === true, `${answerWith}: the workflow can be activated`);
		const url = `${base}/webhook/${webhookId}/${webhookId}`;
		await served(`${url}/meta/object/case`);
		const ask = asker(url);
		await checkAnswers(answerWith, ask, check);
		const points = await contractPoints(base, rest, url);
		const wrong = points.filter(({ result }) => result !== 'ok');
		for (const { operation, point, details } of wrong)
			console.log(`  ${operation} ${point}: ${details}`);
		check(
			points.length > 25 && wrong.length === 0,
			`${answerWith}: the Contract Checker finds nothing in ${points.length} points`,
		);
		const runs = await rest(
			'GET',
			`/executions?filter=${encodeURIComponent(JSON.stringify({ workflowId: made.id }))}&limit=1`,
		);
		const run = await rest('GET', `/executions/${runs.results[0].id}`);
		check(
			!JSON.stringify(run).includes('e2e-khoros-secret'),
			`${answerWith}: the secret is in no execution`,
		);
		await rest('POST', `/workflows/${made.id}/deactivate`, {});
	}
}

async function checkAnswers(mode, ask, check) {
	const stamp = randomUUID();
	const post = (serviceId) => ({
		created: '2026-03-04T09:12:00.000Z',
		body: '',
		linkUrl: '',
		serviceId,
		service: 'twitter',
		contentType: 'post',
	});
	const asCase = (title, more = {}) => ({
		customId: 'cus_1',
		title,
		interactions: [post(`${stamp} ${title}`)],
		...more,
	});
	const meta = await ask('GET', '/meta/object/customer');
	check(
		meta.status === 200 && meta.body.fields.length === 4,
		`${mode}: the node answers for metadata by itself`,
	);
	const closed = await ask('GET', '/meta/object/customer', undefined, `${SECRET}x`);
	check(
		closed.status === 401 && closed.body.error === 'unauthorized',
		`${mode}: another secret is refused`,
	);
	const refused = await ask('POST', '/case', asCase('refuse'));
	check(
		refused.status === 422 &&
			refused.body.message === 'Please choose a tier.' &&
			refused.body.fields[0].name === 'tier',
		`${mode}: a refusal of the workflow has the contract's shape`,
	);
	const broken = await ask('POST', '/case', asCase('break'));
	check(
		broken.status === 500 &&
			!JSON.stringify(broken.body).includes('internal detail') &&
			broken.body.message.includes('could not answer'),
		`${mode}: a workflow that fails tells the agent so, and nothing of its inside`,
	);
	const flawed = await ask('POST', '/case', asCase('flawed'));
	check(
		flawed.status === 500 &&
			flawed.body.error === 'invalid_answer' &&
			flawed.body.message.includes("'created' is missing"),
		`${mode}: an answer without a required field does not leave`,
	);
	const slow = asCase('slow');
	const [first, second] = await Promise.all([
		ask('POST', '/case', slow),
		ask('POST', '/case', slow),
	]);
	check(
		first.status === 500 && first.body.error === 'timeout' && second.body.error === 'timeout',
		`${mode}: a workflow that is too slow is answered for`,
	);
	await new Promise((resolve) => setTimeout(resolve, 3_000));
	const late = await ask('POST', '/case', slow);
	check(
		late.status === 201 && late.body.title === 'slow' && late.body.internal === undefined,
		`${mode}: a repetition gets the case that was made too late`,
	);
	const twice = asCase('twice');
	const both = await Promise.all([1, 2, 3].map(() => ask('POST', '/case', twice)));
	check(
		both.every(({ status }) => status === 201) &&
			new Set(both.map(({ body }) => body.id)).size === 1,
		`${mode}: a case that is asked for three times at once is made once`,
	);
	const bad = await ask('POST', '/case', { title: 'x' });
	check(
		bad.status === 400 && bad.body.fields[0].name === 'customerId',
		`${mode}: a case without a customer is refused`,
	);
}
