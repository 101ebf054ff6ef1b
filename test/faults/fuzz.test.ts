import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { bigin } from '../../nodes/Bigin/vendor';
import { khorosMarketing } from '../../nodes/KhorosMarketing/vendor';
import { kustomer } from '../../nodes/Kustomer/vendor';
import { salesforceEngagement } from '../../nodes/SalesforceEngagement/vendor';
import { shareCrm } from '../../nodes/ShareCrm/vendor';
import type { Outcome } from '../../nodes/shared/base/errors';
import type { Files } from '../../nodes/shared/formats/files';
import type { Vendor } from '../../nodes/shared/form/operation';
import { failureJson } from '../../nodes/shared/settle/settle';
import { FakeServer } from '../../sandbox/core/fakeServer';
import { secretsOf } from './leaks';
import { mutate, type RawReply } from './mutate';
import { ORACLES, type Replies } from './oracles';
import { bodyOf, fakeContext, fetched } from './replay';
import { LONGEST, randomByRound, SEED, seededRuns, totalOf } from './share';
import { FAULT_VENDORS, type FaultVendor } from './vendors';

/** Mutated replies of each vendor. */
const RUNS = seededRuns(20_261_122, 10_000);
const ROUNDS = totalOf(RUNS);
/** Requests of one batch beyond which an operation is held to run on for ever. */
const MOST_REQUESTS = 500;

/** Longer than any limit that a mutated reply can name. Milliseconds. */
const BETWEEN_RUNS = 10 ** 10;
/** A clock that waits move on. */
const mockClock = { now: Date.now() };
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<object>('n8n-workflow'),
	async sleep(millis: number) {
		mockClock.now += millis;
		await Promise.resolve();
	},
}));
const realNow = Date.now;
beforeAll(() => {
	// No mock: it would keep each of the many calls.
	Date.now = () => mockClock.now;
});
afterAll(() => {
	Date.now = realNow;
});

const VENDORS: Record<string, Vendor> = {
	bigin,
	khorosMarketing,
	kustomer,
	salesforceEngagement,
	shareCrm,
};
/** Kinds of requests, the more special ones first. */
const KINDS = [
	'/oauth2.0/token',
	'/conversations/bulk',
	'/batches',
	'/v1/bulk/',
	'/bigin/v2/',
	'/composite/batch',
	'/data/create',
	'/case',
];
const kindOf = ({ url }: IHttpRequestOptions) => KINDS.find((kind) => url.includes(kind)) ?? url;

const options = { parallel: 1, timeout: 1_000, maxTries: 1, maxWait: 0 };
let apps = 0;

const NO_FILES: Files = {
	read: async () => await Promise.reject(new Error('not used')),
	make: async () => await Promise.reject(new Error('not used')),
};

/** Sends one batch of a vendor; waits pass at once. */
async function send(
	faultVendor: FaultVendor,
	credential: IDataObject,
	answer: (request: IHttpRequestOptions) => RawReply | Promise<RawReply>,
	count: number,
): Promise<Outcome[]> {
	const vendor = VENDORS[faultVendor.node] as Vendor;
	// An app of its own, because its token and its limits outlive a run.
	const own =
		faultVendor.node === 'shareCrm'
			? { ...credential, appId: `${String(credential.appId)}_${++apps}` }
			: credential;
	const session = await vendor.connect(fakeContext(own, answer), options);
	const records = Array.from({ length: count }, (_, index) => faultVendor.item(index));
	if (faultVendor.node === 'shareCrm')
		for (const record of records) record.dataObjectApiName = 'CustomerServiceSessionObj';
	const { resource, operation: value } = faultVendor.parameters;
	const operation = vendor.resources
		.find((entry) => entry.value === resource)
		?.operations.find((entry) => entry.value === value);
	if (!operation) throw new Error('no operation');
	return await operation.send(
		session,
		{ records, options: {}, items: records.map((_, index) => index) },
		NO_FILES,
	);
}

/** Genuine replies to one batch, by kind of request: a success and a partial failure. */
async function record(
	faultVendor: FaultVendor,
	count: number,
): Promise<{ credential: IDataObject; runs: Array<Map<string, RawReply>> }> {
	const fakeServer = new FakeServer(Object.assign(faultVendor.make(), { jobMillis: 500 }));
	await fakeServer.start();
	const credential = fakeServer.vendor.credentials(fakeServer.url)[
		faultVendor.credential
	] as IDataObject;
	const bearer =
		credential.apiKey ?? (credential.oauthTokenData as IDataObject | undefined)?.access_token;
	const authorization =
		typeof credential.secret === 'string'
			? credential.secret
			: bearer === undefined
				? undefined
				: `Bearer ${String(bearer)}`;
	const runs: Array<Map<string, RawReply>> = [];
	for (const partial of [false, true]) {
		const replies = new Map<string, RawReply>();
		fakeServer.vendor.reset();
		if (partial)
			fakeServer.faults.arm({
				fault: { kind: 'partial', positions: [0, 2] },
				path: faultVendor.targets[0]?.path,
			});
		await send(
			faultVendor,
			credential,
			async (request) => {
				mockClock.now += 300;
				const reply = await fetched(request, authorization);
				replies.set(kindOf(request), reply);
				return reply;
			},
			count,
		);
		runs.push(replies);
	}
	await fakeServer.stop();
	return { credential, runs };
}

/** What is wrong with the outcomes of one batch. */
function objections(
	outcomes: Outcome[],
	replies: Replies,
	node: string,
	count: number,
	secrets: readonly string[],
): string[] {
	if (outcomes.length !== count) return [`${outcomes.length} outcomes for ${count} records`];
	const meanings = ORACLES[node]?.(replies, count) ?? [];
	return outcomes.flatMap((outcome, index) => {
		if (outcome.ok)
			return meanings[index] === 'stored'
				? []
				: [`record ${index} is a success, but the reply is ${meanings[index]}`];
		const { message, executed } = outcome.failure;
		const item = JSON.stringify(failureJson(outcome.failure, index));
		return [
			...(typeof message === 'string' && message.trim() !== ''
				? []
				: [`record ${index} has no message`]),
			...(executed === 'unknown' || (executed === 'no' && meanings[index] === 'refused')
				? []
				: [`record ${index} says executed ${executed}, but the reply is ${meanings[index]}`]),
			...(secrets.some((secret) => item.includes(secret))
				? [`record ${index} holds a secret`]
				: []),
		];
	});
}

describe.each(FAULT_VENDORS.map((vendor) => [vendor.node, vendor] as const))(
	'fuzz: %s',
	(node, faultVendor) => {
		it(
			`takes no mutated reply for a success that is not one (${ROUNDS} replies, seed ${SEED})`,
			async () => {
				const count = faultVendor.batchSize;
				const { credential, runs } = await record(faultVendor, count);
				const secrets = secretsOf(credential);
				const randomOf = randomByRound(RUNS);
				const found: string[] = [];
				let stored = 0;
				let refused = 0;
				// The first two rounds are the genuine replies.
				for (let round = -2; round < ROUNDS; round++) {
					const random = randomOf(round);
					const genuine = runs[(round + 2) % 2] as Map<string, RawReply>;
					// A rate limit outlives a run, so the last one is over and forgotten.
					mockClock.now += BETWEEN_RUNS;
					const kinds = [...genuine.keys()];
					const target = kinds[Math.floor(random() * kinds.length)] as string;
					const mutated =
						round < 0
							? (genuine.get(target) as RawReply)
							: mutate(genuine.get(target) as RawReply, random);
					const replies: Replies = {};
					let requests = 0;
					const answer = (request: IHttpRequestOptions) => {
						const kind = kindOf(request);
						if (++requests > MOST_REQUESTS) throw new Error('too many requests');
						const reply = kind === target ? mutated : (genuine.get(kind) as RawReply);
						replies[kind] = { status: reply.status, body: bodyOf(reply.text) };
						return reply;
					};
					let problems: string[];
					try {
						const outcomes = await send(faultVendor, credential, answer, count);
						problems = objections(outcomes, replies, node, count, secrets);
						stored += outcomes.filter(({ ok }) => ok).length;
						refused += outcomes.filter(
							(outcome) => !outcome.ok && outcome.failure.executed === 'no',
						).length;
						if (round === -2 && !outcomes.every(({ ok }) => ok))
							problems.push('the genuine success was not taken for one');
						if (round === -1 && outcomes.every(({ ok }) => ok))
							problems.push('the genuine partial failure was not taken for one');
					} catch (error) {
						problems = [`it threw ${String(error)}`];
					}
					if (requests > MOST_REQUESTS) problems.push('it runs on for ever');
					if (problems.length > 0)
						found.push(
							`round ${round}, ${target}: ${problems.join('; ')}: ${mutated.status} ${mutated.text.slice(0, 600)}`,
						);
				}
				expect(found.slice(0, 10)).toEqual([]);
				// A node that took everything for a failure would pass without this.
				expect(stored).toBeGreaterThan(ROUNDS * count * 0.1);
				expect(refused).toBeGreaterThan(ROUNDS * count * 0.05);
			},
			LONGEST,
		);
	},
);
