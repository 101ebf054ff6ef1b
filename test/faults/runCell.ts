import { sleep, type IDataObject } from 'n8n-workflow';

import type { Fault } from '../../sandbox/core/faults';
import { FakeServer } from '../../sandbox/core/fakeServer';
import { runNode, type RunResult } from '../harness/workflow';
import { type Credentials } from '../harness/credentials';
import { isSlow, leastWritten, SLOW, TIMEOUT, type Cell } from './cells';
import { CLOSED_ADDRESS, FaultySocket } from './faultySocket';
import { judge, type Verdict } from './judge';
import { leaks, secretsOf } from './leaks';
import type { FaultVendor } from './vendors';

/** How long a socket refuses connections, in milliseconds: shorter than the first wait of a node that waits, else longer than a slow machine stalls. */
const CLOSED = { waits: 300, doesNotWait: 10_000 };

let cells = 0;

/** How often a cell is tried again if no request came while connections were refused: on a busy machine requests come late. */
const ATTEMPTS = 5;
const NOT_HIT = 'the fault hit nothing';

/** Runs one cell. */
export async function runCell(cell: Cell): Promise<Verdict> {
	for (let attempt = 1; ; attempt++) {
		const verdict = await runOnce(cell);
		if (
			cell.kind.fault !== 'refusesForAWhile' ||
			attempt === ATTEMPTS ||
			!verdict.wrong.includes(NOT_HIT)
		)
			return verdict;
	}
}

/** Runs one cell against a fake server of its own. */
async function runOnce(cell: Cell): Promise<Verdict> {
	const { vendor, target, kind, skip, onError, retry, maxTries } = cell;
	const fakeServer = new FakeServer(vendor.make());
	await fakeServer.start();
	const port = Number(new URL(fakeServer.url).port);
	const socket = new FaultySocket(
		port,
		kind.fault === 'refusesForAWhile'
			? {
					after: 2 + (vendor.opening ?? 0),
					millis: maxTries > 1 ? CLOSED.waits : CLOSED.doesNotWait,
				}
			: undefined,
	);
	// Each request has a connection of its own, so that a closed socket meets the next one.
	if (kind.fault === 'refusesForAWhile') fakeServer['app'].server.maxRequestsPerSocket = 1;
	const url =
		kind.fault === 'closed'
			? CLOSED_ADDRESS
			: kind.fault === 'refusesForAWhile'
				? await socket.open()
				: fakeServer.url;
	// An app of its own, because ShareCRM's token outlives a run and a port may come back.
	const own = vendor.node === 'shareCrm' ? { appId: `FSAID_sandbox_${++cells}` } : {};
	const credentials = {
		[vendor.credential]: { ...fakeServer.vendor.credentials(url)[vendor.credential], ...own },
	} as Credentials;
	const secrets = secretsOf(credentials);
	const ids = vendor.prepare?.(fakeServer.vendor) ?? (await recordsBefore(vendor, fakeServer));
	if (typeof kind.fault !== 'string')
		fakeServer.faults.arm({
			fault: ready(kind.fault, fakeServer, secrets),
			times: kind.fault.kind === 'unreadable' ? undefined : (kind.times ?? 1),
			skip,
			path: target.path,
			method: target.method,
		});
	if (kind.then !== undefined)
		fakeServer.faults.arm({
			fault: kind.then,
			skip: skip + 1,
			path: target.path,
			method: target.method,
		});
	const start = Date.now();
	try {
		const result = await runNode({
			node: vendor.node,
			parameters: {
				...vendor.parameters,
				inputMode: 'autoMap',
				requestOptions: {
					...(vendor.batchSize > 1 ? { batchSize: vendor.batchSize } : {}),
					parallelRequests: 2,
					timeout: isSlow(cell) ? TIMEOUT / 1000 : 30,
					maxTries,
				},
			},
			credentials,
			items: Array.from({ length: vendor.count }, (_, index) => vendor.item(index, ids[index])),
			...(vendor.files
				? { files: Array.from({ length: vendor.count }, (_, index) => vendor.files?.(index)) }
				: {}),
			onError,
			...(retry ? { retry: { tries: 2, waitMillis: 1 } } : {}),
		});
		// A request that nobody waits for any more may still be stored.
		if (kind.name === 'slow start') await sleep(SLOW - TIMEOUT + 300);
		const stored = storedFor(vendor, fakeServer, ids);
		const verdict = judge(result, onError, stored);
		if (vendor.unseen === true) {
			verdict.lost = verdict.lost.filter((index) => verdict.claims[index]?.says === 'written');
			verdict.duplicated = [];
		}
		verdict.wrong.push(...notSo(cell, fakeServer, result));
		const written = verdict.claims.filter(({ says }) => says === 'written').length;
		if (written < leastWritten(cell))
			verdict.wrong.push(
				`only ${written} of ${vendor.count} items were written: ${firstWords(result)}`,
			);
		if (stored.flat().length !== carriedOut(vendor, fakeServer))
			verdict.wrong.push('records are stored that nobody sent');
		if (!wasHit(cell, fakeServer, socket, Date.now() - start, verdict)) verdict.wrong.push(NOT_HIT);
		verdict.wrong.push(
			...leaks(result, [...secrets, ...secretsOf(credentials), ...tokensSeen(fakeServer)]),
		);
		return verdict;
	} finally {
		await Promise.all([fakeServer.stop(), socket.stop()]);
	}
}

/** Makes the records that are to be there before. */
async function recordsBefore(
	{ node, credential, before, count }: FaultVendor,
	fakeServer: FakeServer,
): Promise<string[]> {
	if (!before) return [];
	const credentials = {
		[credential]: fakeServer.vendor.credentials(fakeServer.url)[credential],
	} as Credentials;
	const { items } = await runNode({
		node,
		parameters: before.parameters,
		credentials,
		items: Array.from({ length: count }, (_, index) => before.item(index)),
	});
	fakeServer.requests.length = 0;
	return items.map(({ json }) => String(json.id));
}

function recordsOf(vendor: FaultVendor, fakeServer: FakeServer): Array<Record<string, unknown>> {
	if (vendor.effects) return vendor.effects(fakeServer.vendor);
	return (fakeServer.vendor.stored()[vendor.stored] ?? []) as Array<Record<string, unknown>>;
}

/** What the output tells of its items beside their records, and is not so. */
function notSo(
	{ vendor: { holds } }: Cell,
	fakeServer: FakeServer,
	{ items, errors, error }: RunResult,
): string[] {
	const told = [...items, ...errors].map(({ json }) => json);
	if (error !== undefined)
		told.push({ error: error.message, details: error.context?.details as IDataObject });
	return told
		.filter((json) => holds?.(fakeServer.vendor, json) === false)
		.map((json) => `what is told is not so: ${JSON.stringify(json)}`);
}

/** For each item the ids of the records in which it was carried out. */
function storedFor(
	vendor: FaultVendor,
	fakeServer: FakeServer,
	ids: readonly string[],
): unknown[][] {
	const records = recordsOf(vendor, fakeServer);
	return Array.from({ length: vendor.count }, (_, index) => {
		const wanted = vendor.item(index, ids[index])[vendor.key];
		const found = records
			.filter((record) => record[vendor.key] === wanted)
			.map((record) => record[vendor.id]);
		return !vendor.removes ? found : found.length > 0 ? [] : [wanted];
	});
}

/** How many records were written, or taken away, for whatever item. */
function carriedOut(vendor: FaultVendor, fakeServer: FakeServer): number {
	const records = recordsOf(vendor, fakeServer);
	if (vendor.removes) return vendor.count - records.length;
	return vendor.before
		? records.filter((record) => String(record[vendor.key]).startsWith('key-')).length
		: records.length;
}

/** The fault with what is only known when it is armed. */
function ready(fault: Fault, fakeServer: FakeServer, secrets: readonly string[]): Fault {
	if (fault.kind !== 'status') return fault;
	if (fault.body === 'echo')
		return { ...fault, body: echo(fakeServer.vendor.errorBody(fault.status), secrets) };
	if (fault.headers?.['retry-after'] === 'date')
		return { ...fault, headers: { 'retry-after': new Date(Date.now() + 1_000).toUTCString() } };
	return fault;
}

/** An error body whose texts repeat what the request held. */
function echo(body: unknown, secrets: readonly string[]): unknown {
	return JSON.parse(
		JSON.stringify(body, (key, value: unknown) =>
			/message|error$/i.test(key) && typeof value === 'string'
				? `cannot handle Authorization: Bearer ${secrets.join(' and ')}`
				: value,
		),
	);
}

/** Whether the fault really came about. */
function wasHit(
	{ kind }: Cell,
	fakeServer: FakeServer,
	socket: FaultySocket,
	millis: number,
	{ claims }: Verdict,
): boolean {
	if (kind.fault === 'closed')
		return fakeServer.requests.length === 0 && claims.every(({ says }) => says === 'no');
	// A refused request waits at least half a second before it is sent again.
	if (kind.fault === 'refusesForAWhile')
		return socket.closedAt > 0 && (millis >= 500 || claims.some(({ says }) => says !== 'written'));
	if (
		kind.then !== undefined ||
		(typeof kind.fault === 'object' && kind.fault.kind === 'unreadable')
	)
		return fakeServer.faults.hits > 0;
	return fakeServer.faults.hits === (kind.times ?? 1);
}

/** Tokens that requests carried, also those that were renewed meanwhile. */
function tokensSeen(fakeServer: FakeServer): string[] {
	return fakeServer.requests.flatMap(({ headers }) =>
		typeof headers.authorization === 'string' ? [headers.authorization.split(' ').pop() ?? ''] : [],
	);
}

function firstWords({ error, items, errors }: Awaited<ReturnType<typeof runNode>>): string {
	return (
		error?.message ??
		String([...errors, ...items].find(({ json }) => json.error !== undefined)?.json.error)
	);
}
