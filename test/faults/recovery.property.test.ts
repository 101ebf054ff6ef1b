import fc from 'fast-check';
import type { IDataObject, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { createBulk } from '../../nodes/Kustomer/resources/conversation/createBulk';
import { createInteraction } from '../../nodes/SalesforceEngagement/resources/interaction/create';
import type { Outcome } from '../../nodes/shared/base/errors';
import type { Files } from '../../nodes/shared/formats/files';
import type { Operation } from '../../nodes/shared/form/operation';
import { sendAndRecover } from '../../nodes/shared/send/recovery';
import { reactiveLimiter } from '../../nodes/shared/http/rateLimiter';
import { openSession } from '../../nodes/shared/http/session';
import { LONGEST, SEED, seededRuns, totalOf } from './share';

/** The time in the test, which only replies and waits move. Milliseconds. */
let now = 0;

jest.mock('n8n-workflow', () => ({
	...jest.requireActual<object>('n8n-workflow'),
	sleep: async (millis: number) => await Promise.resolve(void (now += millis)),
}));

const RUNS = seededRuns(20_261_126, 3_000);
const START = Date.parse('2026-11-26T09:00:00Z');
/** The clocks of a vendor's machines differ by at most this much here. */
const BETWEEN_MACHINES = 100;

interface Row {
	id: string;
	key: string;
	content: string;
	/** By the vendor's clock. */
	stamp: number;
}

const scenario = fc.record({
	/** How far the vendor's clock is from ours. */
	ahead: fc.integer({ min: -86_400_000, max: 86_400_000 }),
	betweenMachines: fc.integer({ min: -BETWEEN_MACHINES, max: BETWEEN_MACHINES }),
	/** Milliseconds within a second at which the run starts. */
	phase: fc.integer({ min: 0, max: 999 }),
	/** Times on the way of each request, in turn. */
	ways: fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 }),
	processing: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 300, max: 10_000 })),
	/** Requests of the run before this one, each after a pause. */
	before: fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 6 }),
	/** Whether the request or only its reply is lost. */
	lost: fc.constantFrom('request' as const, 'reply' as const),
	/** Records with the same key that other runs stored so long before the request left. */
	earlier: fc.array(
		fc.record({
			gap: fc.oneof(fc.integer({ min: 0, max: 2_500 }), fc.integer({ min: 2_500, max: 300_000 })),
			content: fc.constantFrom('same', 'other'),
		}),
		{ maxLength: 3 },
	),
	/** Whether the vendor refuses a key that is taken. */
	unique: fc.boolean(),
});

type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

/** A vendor with one clock, whose replies take time. */
class Vendor {
	readonly rows: Row[] = [];
	private requests = 0;
	private ids = 0;

	constructor(
		private readonly scenario: Scenario,
		private readonly shape: Shape,
	) {}

	get time(): number {
		return now + this.scenario.ahead;
	}

	store(content: string, time: number): string {
		const id = this.shape.id(this.ids++);
		this.rows.push({ id, key: 'K', content, stamp: time + this.scenario.betweenMachines });
		return id;
	}

	/** Carries a request; undefined for a write whose reply is lost. */
	readonly transport = async (request: IHttpRequestOptions): Promise<unknown> => {
		const { ways, processing, lost, unique } = this.scenario;
		const way = ways[this.requests++ % ways.length] ?? 1;
		now += way;
		if (request.method !== 'GET' && lost === 'request') throw dropped(request);
		let body: unknown = {};
		if (request.method === 'GET') body = this.shape.read(request, this.rows);
		else {
			now += processing;
			if (!unique || this.rows.length === 0) this.store('same', this.time);
		}
		const date = new Date(this.time).toUTCString();
		now += way;
		if (request.method !== 'GET') throw dropped(request);
		return await Promise.resolve({ statusCode: 200, headers: { date }, body });
	};
}

function dropped({ url }: IHttpRequestOptions): Error {
	return Object.assign(new Error('socket hang up'), {
		isAxiosError: true,
		code: 'ECONNRESET',
		config: { url },
	});
}

interface Shape {
	name: string;
	operation: Operation;
	id(count: number): string;
	record: IDataObject;
	read(request: IHttpRequestOptions, rows: readonly Row[]): unknown;
}

const CUSTOMER = '5a1234567890123456789012';
const text = (content: string) => (content === 'same' ? 'The same' : 'Another');

const SHAPES: Shape[] = [
	{
		name: 'Kustomer',
		operation: createBulk,
		id: (count) => `5b3b${String(count).padStart(20, '0')}`,
		record: { customer: CUSTOMER, externalId: 'K', name: text('same') },
		read({ url, qs }, rows) {
			const shown = [...rows]
				.sort((a, b) => b.stamp - a.stamp)
				.map(({ id, key, content, stamp }) => ({
					id,
					attributes: {
						externalId: key,
						name: text(content),
						createdAt: new Date(stamp).toISOString(),
					},
					relationships: { customer: { data: { id: CUSTOMER } } },
				}));
			if (url.includes('externalId=')) return { data: shown[0] };
			return { data: (qs as IDataObject).page === 1 ? shown : [] };
		},
	},
	{
		name: 'Salesforce',
		operation: createInteraction,
		id: (count) => `0xx${String(count).padStart(15, '0')}`,
		record: { externalIdentifierId: 'K', reason: text('same') },
		read: (_request, rows) => ({
			records: rows.map(({ id, key, content, stamp }) => ({
				Id: id,
				ExternalIdentifier: key,
				Reason: text(content),
				CreatedDate: new Date(Math.floor(stamp / 1000) * 1000).toISOString().replace('Z', '+0000'),
			})),
		}),
	},
];

describe.each(SHAPES)('$name: a recovery, whatever the clocks and the ways', (shape) => {
	afterEach(() => jest.restoreAllMocks());

	async function run(
		given: Scenario,
	): Promise<{ outcome: Outcome | undefined; own: string | undefined }> {
		now = START + given.phase;
		const vendor = new Vendor(given, shape);
		const session = openSession({} as IExecuteFunctions, {
			vendor: 'Model',
			baseUrl: () => 'https://model.example',
			transport: vendor.transport,
			failureOf: () => undefined,
			limiter: reactiveLimiter(),
			options: { parallel: 1, timeout: 1_000, maxTries: 1, maxWait: 0 },
			manualCheck: 'look',
			secrets: () => [],
		});
		for (const pause of given.before) {
			now += pause;
			await session.call({ method: 'GET', path: '/anything' });
		}
		for (const { gap, content } of given.earlier) vendor.store(content, vendor.time - gap);
		const foreign = new Set(vendor.rows.map(({ id }) => id));
		const [outcome] = await sendAndRecover(
			shape.operation,
			session,
			{ records: [shape.record], items: [0], options: {}, changes: [] },
			{} as Files,
		);
		return { outcome, own: vendor.rows.find(({ id }) => !foreign.has(id))?.id };
	}

	it(
		`claims no record that the request did not make (${totalOf(RUNS)} runs, seed ${SEED})`,
		async () => {
			jest.spyOn(Date, 'now').mockImplementation(() => now);
			const met = new Set<string>();
			const property = fc.asyncProperty(scenario, async (given) => {
				const { outcome, own } = await run(given);
				if (outcome?.ok) expect('id' in outcome && outcome.id).toBe(own);
				else expect(outcome?.failure.executed).toBe('unknown');
				met.add(
					`${outcome?.ok ? 'found' : 'unknown'}, ${own === undefined ? 'not stored' : 'stored'}${given.earlier.length > 0 ? ', others before' : ''}`,
				);
				// What took long enough is found: the proof is possible.
				if (own !== undefined && given.processing > 4_000) expect(outcome?.ok).toBe(true);
			});
			for (const { seed, count } of RUNS) await fc.assert(property, { seed, numRuns: count });
			for (const kind of [
				'found, stored',
				'found, stored, others before',
				'unknown, stored',
				'unknown, not stored',
				'unknown, not stored, others before',
			])
				expect(met).toContain(kind);
		},
		LONGEST,
	);
});
