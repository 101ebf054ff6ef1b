import { activate, deactivate, waitFor, waitUntil } from '../n8nRest.mjs';
import { say } from '../steps.mjs';
import { asker, importedCrm, readExample, SECRET, served } from './khorosCalls.mjs';

/** Lets a failed call of Khoros become a note in Kustomer, a CRM register itself, and a test send its own request. */
export async function checkKhorosEvents(context) {
	const { n8n, sandbox, check } = context;
	const { rest } = n8n;
	const { khorosMarketing, kustomer } = sandbox.fakeServers;
	const api = khorosMarketing.vendor.khoros;
	say('khorosError.json: a failed call of Khoros becomes a note in Kustomer');
	const { made: crm, url } = await importedCrm('khorosToKustomer.json', n8n);
	await activate(rest, crm);
	await served(`${url}/meta/object/case`);
	const ask = asker(url);
	const customer = await ask('POST', '/customer', { name: 'Jane', email: 'jane@example.com' });
	const made = await ask('POST', '/case', { customerId: customer.body.id, title: 'Late parcel' });
	check(made.status === 201, 'Kustomer has a conversation to note something on');

	const watcher = await rest('POST', '/workflows', readExample('khorosError.json'));
	await activate(rest, watcher);
	await waitUntil(() => api.subscriptions.size === 1);
	const addresses = [...api.subscriptions.values()].map(({ notificationUri }) => notificationUri);
	const [subscription] = api.subscriptions.values();
	check(
		addresses.length === 1 && addresses[0].startsWith(n8n.base),
		`khorosError.json: the workflow has made its subscription: ${addresses.join(', ')}`,
	);
	await served(subscription.notificationUri);
	const forged = await fetch(subscription.notificationUri, {
		method: 'POST',
		headers: { authorization: 'Bearer forged', 'content-type': 'application/json' },
		body: JSON.stringify({ eventName: 'error-custom-crm', eventUuid: 'forged', data: {} }),
	});
	check(forged.status === 401, 'Khoros Marketing Event Trigger: a forged event is refused');
	api.copies = 3;
	// Khoros has an old secret, so its calls fail.
	const stale = api.caller(
		api.register({ name: 'CRM', instanceUrl: url, authHeaderValue: `${SECRET}-old` }),
	);
	await stale.ask('lookupCase', { id: made.body.id });
	await stale.ask('findCustomer', { id: customer.body.id });
	const notes = () => kustomer.vendor.stored().notes ?? [];
	await waitUntil(() => notes().length >= 2);
	await waitFor(2_000);
	check(
		notes().length === 2 && JSON.stringify(notes()).includes('crm-gateway-'),
		'khorosError.json: each of two failed calls became one note, although Khoros told of each three times',
	);
	check(
		!JSON.stringify(notes()).includes('-old') && api.delivered.every((status) => status === 200),
		'khorosError.json: the secret of the CRM is in no note',
	);
	await deactivate(rest, watcher);
	await waitUntil(() => api.subscriptions.size === 0);
	check(api.subscriptions.size === 0, 'khorosError.json: the subscription goes with the workflow');
	await deactivate(rest, crm);

	say('a CRM that registers itself');
	const before = api.crms.size;
	const self = await importedCrm('khorosBestMatch.json', n8n, {
		khorosMarketingApi: {
			id: 'khorosMarketingApi',
			name: 'Sandbox: Khoros Marketing (Khoros API)',
		},
	});
	await activate(rest, self.made);
	await waitUntil(() => api.crms.size > before);
	const registered = [...api.crms.values()].at(-1);
	check(
		api.crms.size === before + 1 &&
			registered.instanceUrl === self.url &&
			registered.authHeaderValue === SECRET,
		'Khoros Marketing CRM Trigger: the activation registers the CRM with Khoros',
	);
	await deactivate(rest, self.made);
}
