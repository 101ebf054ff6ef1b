/** How the test creates records of each service that has a key: a line a service. */
export const SERVICES = [
	{
		name: 'Bigin',
		server: 'bigin',
		type: 'bigin',
		credential: 'biginOAuth2Api',
		parameters: { resource: 'contact', operation: 'create' },
		item: (key) => ({ Last_Name: `Person ${key}`, Email: `${key}@example.com` }),
		kind: 'Contacts',
		keyOf: ({ Email }) => Email,
		count: 10_000,
		latency: 50,
	},
	{
		name: 'Salesforce Engagement',
		server: 'salesforceEngagement',
		type: 'salesforceEngagement',
		credential: 'salesforceEngagementOAuth2Api',
		parameters: { authentication: 'oAuth2', resource: 'interaction', operation: 'create' },
		item: (key) => ({
			attendeeVerified: false,
			communicationChannel: 'Voice Call',
			startDateTime: '2026-03-02T09:15:00.000Z',
			externalIdentifierId: key,
		}),
		kind: 'EngagementInteraction',
		keyOf: ({ externalIdentifierId }) => externalIdentifierId,
		count: 10_000,
		latency: 50,
	},
	{
		name: 'Kustomer',
		server: 'kustomer',
		type: 'kustomer',
		credential: 'kustomerApi',
		parameters: { resource: 'customer', operation: 'create', matchOn: 'externalId' },
		item: (key) => ({ name: `Person ${key}`, externalId: key }),
		kind: 'customers',
		keyOf: ({ externalId }) => externalId,
		count: 10_000,
		latency: 10,
	},
	{
		name: 'ShareCRM',
		server: 'shareCrm',
		type: 'shareCrm',
		credential: 'shareCrmApi',
		parameters: {
			resource: 'record',
			operation: 'create',
			object: { __rl: true, mode: 'name', value: 'AccountObj' },
			matchOn: 'email',
		},
		item: (key) => ({ name: `Account ${key}`, email: `${key}@example.com` }),
		kind: 'AccountObj',
		keyOf: ({ email }) => email,
		// One call a record, and 100 calls in 20 seconds: 10,000 records would take half an hour.
		count: 200,
		latency: 100,
	},
];

/** The parameters and credentials of a service's node that creates what its items say. */
export function nodeOf({ type, credential, parameters }, sandbox, more = {}) {
	const { id, name } = sandbox.credentials().find((entry) => entry.type === credential);
	return {
		type: `n8n-nodes-customer-engagement.${type}`,
		parameters: { ...parameters, inputMode: 'autoMap', ...more },
		credentials: { [credential]: { id, name } },
	};
}

/** Items with keys that no other run has. */
export function itemsOf({ item }, run, count) {
	return Array.from({ length: count }, (_, index) => item(`${run}-${index}`));
}

/** How many of these items are missing in the service, and how many are there more than once. */
export function compare({ server, kind, keyOf }, sandbox, items) {
	const times = new Map();
	for (const record of sandbox.fakeServers[server].vendor.stored()[kind] ?? []) {
		const key = keyOf(record);
		times.set(key, (times.get(key) ?? 0) + 1);
	}
	const counts = items.map((item) => times.get(keyOf(item)) ?? 0);
	return {
		lost: counts.filter((count) => count === 0).length,
		twice: counts.filter((count) => count > 1).length,
	};
}
