/** The fake servers of all services and of the peer, in a process of their own, each request 50 ms late. */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';

import { answer } from './child.mjs';
import { peerCredential } from './salesforce.mjs';
import { SCENARIOS } from './scenarios.mjs';
import { LATENCY, SANDBOX_PORT } from './settings.mjs';
import { startPeer } from './peer.mjs';

const { startSandbox } = createRequire(import.meta.url)('../build/sandbox/index.js');
const sandbox = await startSandbox(SANDBOX_PORT);
const peer = await startPeer(SANDBOX_PORT + Object.keys(sandbox.fakeServers).length);

/** What the service chooses itself, so it differs between two runs of the same records. */
const CHOSEN = new Set([
	'id',
	'_id',
	'number',
	'url',
	'created',
	'lastUpdated',
	'createdAt',
	'updatedAt',
	'storedAt',
	'CreatedDate',
	'createdDate',
	'Created_Time',
	'Modified_Time',
	'create_time',
	'last_modified_time',
	'changedAt',
	'Id',
	'Name',
	'LastModifiedDate',
	'SystemModstamp',
	'engagementInteractionId',
]);

const own = (record) =>
	JSON.stringify(
		Object.fromEntries(
			Object.entries(record)
				.filter(([key]) => !CHOSEN.has(key))
				.sort(([a], [b]) => (a < b ? -1 : 1)),
		),
		withoutTagIds,
	);

function withoutTagIds(key, value) {
	return key === 'Tag' && Array.isArray(value) ? value.map(({ name }) => name) : value;
}

/** What a run left behind; `digest` is the same for the same records, `sample` is one of them. */
function left(key, kind) {
	if (key === 'peer') return { requests: peer.count, stored: peer.count, throttled: 0 };
	const { vendor, count } = sandbox.fakeServers[key];
	const all = vendor.stored();
	const records = (kind === undefined ? Object.values(all)[0] : all[kind]) ?? [];
	const sorted = records.map(own).sort();
	const digest = createHash('sha256').update(sorted.join('\n')).digest('hex');
	return {
		requests: count,
		stored: records.length,
		throttled: vendor.throttled ?? 0,
		digest,
		sample: sorted[0],
	};
}

/** Forgets everything, and stores what a scenario reads. */
function reset(name, count) {
	peer.count = 0;
	for (const fakeServer of Object.values(sandbox.fakeServers)) {
		fakeServer.reset();
		fakeServer.journal = false;
		fakeServer.latency = LATENCY;
	}
	const { seed, vendor } = SCENARIOS.find((scenario) => scenario.name === name) ?? {};
	seed?.(sandbox.fakeServers[vendor].vendor, count);
}

answer(({ what, key, kind, name, count }) => {
	if (what === 'reset') return reset(name, count);
	if (what === 'left') return left(key, kind);
	return {
		credentials: [
			...sandbox.credentials(),
			peer.credential,
			peerCredential(sandbox.fakeServers.salesforceEngagement.url),
		],
		urls: Object.fromEntries(
			Object.entries(sandbox.fakeServers).map(([name, { url }]) => [name, url]),
		),
	};
});
