import type { IDataObject } from 'n8n-workflow';
import { sendBatches } from '../../../nodes/shared/send/send';
import type { Outcome } from '../../../nodes/shared/base/errors';
import type { Answer } from '../../../nodes/shared/http/session';
import {
	DEFAULTS,
	TRIP,
	newProcess,
	contextOf,
	execute,
	over,
	failures,
	type Server,
} from '../../harness/processes';

beforeEach(() => jest.useFakeTimers());

afterEach(() => jest.useRealTimers());

describe('Kustomer, a budget per minute', () => {
	const credential = { connectBy: 'organization', organization: 'acme', apiKey: 'key-of-acme' };
	/** The vendor: a window that begins with its first request. */
	const kustomer = (budget: number) => {
		const state = { refusals: 0, start: 0, calls: 0 };
		const server: Server = () => {
			const now = Date.now();
			if (now >= state.start + 60_000) Object.assign(state, { start: now, calls: 0 });
			state.calls += 1;
			const headers = {
				'x-ratelimit-limit': String(budget),
				'x-ratelimit-remaining': String(Math.max(0, budget - state.calls)),
				'x-ratelimit-reset': String(Math.ceil((state.start + 60_000) / 1000)),
			};
			if (state.calls <= budget) return { statusCode: 201, headers, body: { data: { id: 'x' } } };
			state.refusals += 1;
			return {
				statusCode: 429,
				headers,
				body: { errors: [{ code: 'rate_limited', message: 'Rate limit exceeded' }] },
			};
		};
		return { server, state };
	};

	it('is shared by three executions of one process without a refusal', async () => {
		const { server, state } = kustomer(30);
		const process = newProcess();
		const { answers } = await over(
			Array.from(
				{ length: 3 },
				async () =>
					await execute(
						await process.kustomer.connect(contextOf(credential, server), DEFAULTS),
						60,
						20,
					),
			),
		);
		expect(failures(answers)).toEqual([]);
		expect(state.refusals).toBe(0);
	});

	it.each([
		[3, 60],
		[16, 300],
	])('is waited for by %i processes that share one of %i', async (count, budget) => {
		const { server } = kustomer(budget);
		const executions = Array.from(
			{ length: count },
			async () =>
				await execute(
					await newProcess().kustomer.connect(contextOf(credential, server), DEFAULTS),
					60,
					20,
				),
		);
		const { answers } = await over(executions);
		expect(failures(answers)).toEqual([]);
	});

	it('is held by all executions of a process after the refusal of one', async () => {
		let refused = false;
		const arrivals: number[] = [];
		const server: Server = () => {
			arrivals.push(Date.now());
			if (refused) return { statusCode: 201, headers: {}, body: { data: { id: 'x' } } };
			refused = true;
			return { statusCode: 429, headers: { 'retry-after': '30' }, body: {} };
		};
		const process = newProcess();
		const start = Date.now();
		const first = execute(
			await process.kustomer.connect(contextOf(credential, server), DEFAULTS),
			1,
		);
		await jest.advanceTimersByTimeAsync(1_000);
		const second = execute(
			await process.kustomer.connect(contextOf(credential, server), DEFAULTS),
			10,
		);
		const { answers } = await over([first, second]);
		expect(failures(answers)).toEqual([]);
		expect(arrivals.filter((at) => at - start < 30_000)).toHaveLength(1);
	});

	it('is not held for all where one object or customer has reached its own limit', async () => {
		const server: Server = ({ body }) =>
			Buffer.isBuffer(body) && body.includes('"number":1}') && Date.now() - start < 4_000
				? {
						statusCode: 429,
						headers: {
							'x-ratelimit-remaining': '90',
							'x-ratelimit-limit': '100',
							'x-ratelimit-reset': '30',
						},
						body: {},
					}
				: { statusCode: 201, headers: {}, body: { data: { id: 'x' } } };
		const start = Date.now();
		const done: number[] = [];
		const session = await newProcess().kustomer.connect(contextOf(credential, server), DEFAULTS);
		const executions = [execute(session, 1), execute(session, 0)];
		const others = Array.from({ length: 10 }, async () => {
			const answer = await session.call({
				method: 'POST',
				path: '/v1/conversations/bulk',
				body: { number: 2 },
			});
			done.push(Date.now() - start);
			return [answer];
		});
		const { answers } = await over([...executions, ...others]);
		expect(failures(answers)).toEqual([]);
		expect(Math.max(...done)).toBeLessThan(1_000);
	});

	it('that asks to wait longer than a request waits is a failure at once, which says so', async () => {
		const server: Server = () => ({ statusCode: 429, headers: { 'retry-after': '600' }, body: {} });
		const session = await newProcess().kustomer.connect(contextOf(credential, server), DEFAULTS);
		const { answers, millis } = await over([execute(session, 3)]);
		expect(failures(answers)).toHaveLength(3);
		expect(millis).toBeLessThan(1_000);
		const [answer] = answers.flat();
		expect(answer?.ok === false && answer.failure.description).toMatch(
			/^Kustomer asks for a wait of 600 seconds, but a request waits at most 120 seconds at a time\./,
		);
	});

	/** A vendor that refuses everything; `arrivals` are the times of the requests. */
	const refusing = (headers: IDataObject) => {
		const arrivals: number[] = [];
		const server: Server = () => {
			arrivals.push(Date.now());
			return { statusCode: 429, headers, body: {} };
		};
		return { arrivals, server };
	};
	const details = (answers: Answer[][]) =>
		answers
			.flat()
			.map((answer) =>
				answer.ok
					? 'done'
					: `${answer.failure.executed} ${answer.failure.cause?.cause}: ${answer.failure.description}`,
			);

	it('that asks to wait an hour is asked by no more requests than are under way, and all others are left unsent', async () => {
		const { arrivals, server } = refusing({ 'retry-after': '3600' });
		const process = newProcess();
		const session = await process.kustomer.connect(contextOf(credential, server), DEFAULTS);
		const { answers, millis } = await over([execute(session, 200)]);
		expect(arrivals.length).toBeLessThanOrEqual(5);
		expect(millis).toBeLessThan(1_000);
		expect(answers.flat()).toHaveLength(200);
		for (const text of details(answers))
			expect(text).toMatch(
				/^no rate-limited: Kustomer asks for a wait of 3\d{3} seconds, but a request waits at most 120 seconds at a time\./,
			);
		// Another execution with this account is left unsent as well, whatever it may wait in all, and the next hour asks again.
		const patient = async () =>
			await over([
				execute(
					await process.kustomer.connect(contextOf(credential, server), {
						...DEFAULTS,
						maxWait: 86_400_000,
					}),
					10,
				),
			]);
		const asked = arrivals.length;
		expect((await patient()).millis).toBeLessThan(1_000);
		expect(arrivals).toHaveLength(asked);
		await jest.advanceTimersByTimeAsync(4_000_000);
		await patient();
		expect(arrivals).toHaveLength(asked + 1);
	});

	it('that refuses without end is asked with a pause before each request, also after the first ones have waited as long as they may', async () => {
		const { arrivals, server } = refusing({});
		const session = await newProcess().kustomer.connect(contextOf(credential, server), {
			...DEFAULTS,
			maxWait: 60_000,
		});
		const { answers, millis } = await over([execute(session, 200)]);
		expect(millis).toBeLessThan(70_000);
		expect(answers.flat()).toHaveLength(200);
		for (const text of details(answers))
			expect(text).toMatch(/^no rate-limited: .*'Max Wait \(Seconds\)' is 60\. Raise it/);
		const [first = 0] = arrivals;
		const later = arrivals.filter((at) => at - first > 2 * TRIP * 1.5);
		expect(later.length).toBeGreaterThan(2);
		for (const [index, at] of later.entries())
			if (index > 0) expect(at - (later[index - 1] ?? 0)).toBeGreaterThan(4_000);
	});

	it('that may not be waited for is asked once in each pause', async () => {
		const { arrivals, server } = refusing({ 'retry-after': '10' });
		const session = await newProcess().kustomer.connect(contextOf(credential, server), {
			...DEFAULTS,
			maxWait: 0,
		});
		await over([execute(session, 50, 1)]);
		expect(arrivals).toHaveLength(1);
		await jest.advanceTimersByTimeAsync(15_000);
		await over([execute(session, 50, 1)]);
		expect(arrivals).toHaveLength(2);
	});

	it('of one customer is waited for with a word, and the record that is given up says how long', async () => {
		const hints: string[] = [];
		const log: string[] = [];
		const session = await newProcess().kustomer.connect(
			contextOf(credential, refusing({}).server, hints, log),
			{ ...DEFAULTS, maxWait: 60_000 },
		);
		const outcomes: Outcome[] = [];
		const sending = sendBatches({
			...session,
			batches: [{ records: [{}], items: [0], options: {}, changes: [] }][
				Symbol.iterator
			]() as Parameters<typeof sendBatches>[0]['batches'],
			parallel: 1,
			send: async () =>
				await Promise.resolve([
					{
						ok: false,
						failure: {
							message: 'limit of the customer',
							description: 'Later.',
							executed: 'no',
							notCarriedOut: true,
							cause: { cause: 'rate-limited' },
						},
					},
				]),
			onOutcomes: (_, given) => void outcomes.push(...given),
			stopped: () => false,
		});
		await over([sending.then(() => [])]);
		session.finish?.();
		const [outcome] = outcomes;
		expect(outcome?.ok === false && outcome.failure.description).toMatch(
			/^The request waited \d\d seconds for the limit of Kustomer, and 'Max Wait \(Seconds\)' is 60\. Raise it, or send this item again later\. Later\.$/,
		);
		expect(log[0]).toMatch(
			/^Kustomer gives your organization a budget of requests per minute, so this run waits: \d\d seconds so far/,
		);
		expect(hints).toEqual([expect.stringMatching(/so this run waited \d\d seconds\.$/)]);
	});
});
