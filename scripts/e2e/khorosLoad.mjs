import { randomUUID } from 'node:crypto';

import { activate, deactivate } from '../n8nRest.mjs';
import { say } from '../steps.mjs';
import { asker, importedCrm, SECRET, served } from './khorosCalls.mjs';

const REQUESTS = 500;
/** Agents who work in Khoros at the same time. */
const AGENTS = 8;

/** Lets the Khoros of the sandbox work with a workflow as its CRM. */
export async function checkKhorosLoad({ n8n, sandbox, check }) {
	say(`${REQUESTS} mixed requests of ${AGENTS} agents at the same time`);
	const { bigin, khorosMarketing } = sandbox.fakeServers;
	const api = khorosMarketing.vendor.khoros;
	const { made, url } = await importedCrm('khorosToBigin.json', n8n);
	await activate(n8n.rest, made);
	await served(`${url}/meta/object/case`);
	const registered = (authHeaderValue) =>
		api.caller(api.register({ name: 'CRM', instanceUrl: url, authHeaderValue }));
	const khoros = registered(SECRET);
	const stranger = registered(`${SECRET}x`);
	api.subscriptions.set('load', { uuid: 'load', eventName: 'error-custom-crm', status: 'ACTIVE' });
	await khoros.learn();
	const random = seeded(20261126);
	const customers = [];
	const cases = new Map();
	const counts = {};
	const note = (key) => (counts[key] = (counts[key] ?? 0) + 1);
	let asked = 0;
	const work = async (number) => {
		const agent = { email: `agent${number}@brand.example`, initiative: String(4700 + number) };
		const ask = async (operation, more) => {
			asked += 1;
			const reply = await khoros.ask(operation, more, agent);
			note(`${operation} ${reply.result} ${reply.status}`);
			if (reply.result === 'failed') console.log(`  ${operation}: ${reply.status} ${reply.why}`);
			return reply;
		};
		const createCustomer = async () => {
			const name = `Customer ${customers.length} of ${agent.email}`;
			const email = `${randomUUID()}@example.com`;
			const { body } = await ask('createCustomer', { body: { name, email } });
			if (body?.id) customers.push({ id: body.id, email });
		};
		await createCustomer();
		while (asked < REQUESTS) {
			const { id, email } = customers[Math.floor(random() * customers.length)] ?? {};
			const [title, caseId] = [...cases][Math.floor(random() * cases.size)] ?? [];
			const dice = random();
			if (dice < 0.1) await createCustomer();
			else if (dice < 0.35) {
				const title = `Case ${randomUUID()}`;
				const body = { customerId: id, title, interactions: [post(title)] };
				// An agent who clicks twice, or a gateway that tries again.
				const times = random() < 0.4 ? 3 : 1;
				const made = await Promise.all(
					Array.from({ length: times }, async () => await ask('createCase', { body })),
				);
				const ids = new Set(made.map((reply) => reply.body?.id));
				note(ids.size === 1 ? 'one case' : 'several cases');
				cases.set(title, made[0].body?.id);
			} else if (dice < 0.45) await ask('findCustomer', { id });
			else if (dice < 0.55) await ask('searchCustomers', { body: { email } });
			else if (dice < 0.62) await ask('bestmatchCustomers', { body: { displayName: 'Nobody' } });
			else if (dice < 0.7) await ask('findCases', { id });
			else if (dice < 0.8 && caseId) await ask('lookupCase', { id: caseId });
			else if (dice < 0.88 && caseId)
				await ask('updateCase', { id: caseId, body: { customerId: id, title } });
			else if (dice < 0.94) {
				asked += 1;
				const reply = await stranger.ask('findCustomer', { id }, agent);
				note(`stranger ${reply.status}`);
			} else await ask('lookupCase', { id: 'unknown' });
		}
	};
	await Promise.all(Array.from({ length: AGENTS }, async (_, number) => await work(number)));
	console.log(`  ${JSON.stringify(counts)}`);
	const bad = Object.keys(counts).filter(
		(key) => key.includes('failed') || (key.startsWith('stranger') && key !== 'stranger 401'),
	);
	check(
		asked >= REQUESTS && bad.length === 0,
		`every answer to ${asked} requests of ${AGENTS} agents is valid, and a stranger gets 401`,
	);
	const titles = bigin.vendor.stored().Tasks.map(({ Subject }) => Subject);
	check(
		counts['several cases'] === undefined &&
			titles.length === cases.size &&
			new Set(titles).size === titles.length,
		`no case is there twice: ${titles.length} cases of ${counts['one case']} that were asked for, many of them three times`,
	);
	check(
		(api.events.get('load') ?? []).length === counts['stranger 401'],
		`only calls with a bad secret raised an event: ${counts['stranger 401']}`,
	);
	await deactivate(n8n.rest, made);
}

/** The same numbers in each run (mulberry32). */
function seeded(seed) {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let value = Math.imul(state ^ (state >>> 15), 1 | state);
		value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
		return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
	};
}

/** A picture without text, by an author without a name. */
function post(serviceId) {
	return {
		created: '2026-03-04T09:12:00.000Z',
		body: '',
		linkUrl: '',
		serviceId,
		service: 'instagram',
		contentType: 'post',
		author: {
			service: 'instagram',
			serviceId: '8801',
			handle: 'janed',
			name: '',
			brandOwned: false,
		},
	};
}
