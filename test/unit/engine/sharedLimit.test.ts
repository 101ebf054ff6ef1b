import {
	sleep,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
} from 'n8n-workflow';

import type * as Kustomer from '../../../nodes/Kustomer/api';
import type * as ShareCrm from '../../../nodes/ShareCrm/api';
import { sendBatches } from '../../../nodes/shared/send/send';
import type { Outcome } from '../../../nodes/shared/base/errors';
import type { RunOptions } from '../../../nodes/shared/http/runOptions';
import type { Answer, Session } from '../../../nodes/shared/http/session';
import { CallWindow } from '../../../sandbox/shareCrm/window';

const DEFAULTS: RunOptions = { parallel: 5, timeout: 60_000, maxTries: 5, maxWait: 600_000 };
/** Milliseconds of a request on its way. */
const TRIP = 40;

type Reply = { statusCode: number; headers: IDataObject; body: unknown };
type Server = (request: IHttpRequestOptions) => Reply;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** A process of n8n: modules of its own, so nothing is shared with other processes but the vendor. */
function newProcess(): { kustomer: typeof Kustomer; shareCrm: typeof ShareCrm } {
	let modules: { kustomer: typeof Kustomer; shareCrm: typeof ShareCrm } | undefined;
	jest.isolateModules(() => {
		modules = {
			kustomer: jest.requireActual<typeof Kustomer>('../../../nodes/Kustomer/api'),
			shareCrm: jest.requireActual<typeof ShareCrm>('../../../nodes/ShareCrm/api'),
		};
	});
	if (!modules) throw new Error('the modules could not be loaded');
	return modules;
}

/** What n8n gives to an execution; requests take some time on their way. */
function contextOf(
	credential: IDataObject,
	server: Server,
	hints: string[] = [],
	log: string[] = [],
): IExecuteFunctions {
	const httpRequest = async (request: IHttpRequestOptions) => {
		await sleep(TRIP * (0.5 + Math.random()));
		const reply = server(request);
		await sleep(TRIP * (0.5 + Math.random()));
		return reply;
	};
	return {
		getCredentials: async () => await Promise.resolve(credential),
		getExecutionCancelSignal: () => undefined,
		getInputData: () => [],
		addExecutionHints: ({ message }: { message: string }) => hints.push(message),
		logger: { info: (text: string) => log.push(text) },
		sendMessageToUI: () => undefined,
		helpers: { httpRequest },
	} as unknown as IExecuteFunctions;
}

/** One execution: so many requests, five at a time. */
async function execute(session: Session, requests: number, parallel = 5): Promise<Answer[]> {
	const answers: Answer[] = [];
	let next = 0;
	const worker = async () => {
		while (next < requests) {
			next += 1;
			answers.push(
				await session.call({
					method: 'POST',
					path: '/cgi/crm/v2/data/create',
					body: { number: next },
				}),
			);
		}
	};
	await Promise.all(Array.from({ length: parallel }, worker));
	session.finish?.();
	return answers;
}

/** Lets time pass until the executions are over. @returns their answers, and the milliseconds that they took */
async function over(
	executions: Array<Promise<Answer[]>>,
): Promise<{ answers: Answer[][]; millis: number }> {
	const start = Date.now();
	let answers: Answer[][] | undefined;
	void Promise.all(executions).then((all) => (answers = all));
	while (answers === undefined && Date.now() - start < 7_200_000)
		await jest.advanceTimersByTimeAsync(50);
	if (answers === undefined) throw new Error('the executions are not over after two hours');
	return { answers, millis: Date.now() - start };
}

const failures = (answers: Answer[][]) =>
	answers.flat().flatMap((answer) => (answer.ok ? [] : [answer.failure.message]));

describe('ShareCRM, 100 calls in 20 seconds', () => {
	const credential = {
		cloud: 'open.fxiaoke.com',
		appId: 'app',
		appSecret: 'secret',
		permanentCode: 'code',
		operatorEmployeeId: '1000',
	};
	/** The vendor; `refusals` counts what it has refused. */
	const shareCrm = (code = 30004) => {
		const window = new CallWindow();
		const state = { refusals: 0, accepted: [] as number[] };
		const server: Server = ({ url }) => {
			if (url.endsWith('/oauth2.0/token'))
				return {
					statusCode: 200,
					headers: {},
					body: { accessToken: 'token', ea: 'ea', expiresIn: 7200, errorCode: 0 },
				};
			if (!window.take(100, 20_000)) {
				state.refusals += 1;
				return {
					statusCode: 200,
					headers: {},
					body: { errorCode: code, errorMessage: 'call frequency exceeded' },
				};
			}
			state.accepted.push(Date.now());
			return { statusCode: 200, headers: {}, body: { errorCode: 0, dataId: 'id' } };
		};
		return { server, state };
	};
	const session = async (
		process: ReturnType<typeof newProcess>,
		server: Server,
		options = DEFAULTS,
	) => await process.shareCrm.connect(contextOf(credential, server), options);

	it.each([30004, 14001])(
		'takes 300 records of each of two workers that share it, where it refuses with %i',
		async (code) => {
			const { server, state } = shareCrm(code);
			const executions = [newProcess(), newProcess()].map(
				async (process) => await execute(await session(process, server), 300),
			);
			const { answers } = await over(executions);
			expect(failures(answers)).toEqual([]);
			expect(answers.map(({ length }) => length)).toEqual([300, 300]);
			// Nothing is gained by asking again and again.
			expect(state.refusals).toBeLessThan(150);
		},
	);

	it('is never reached by sixteen executions of one process, and a short one among them is not kept waiting for the long ones', async () => {
		const { server, state } = shareCrm();
		const process = newProcess();
		const long = Array.from(
			{ length: 15 },
			async () => await execute(await session(process, server), 100),
		);
		await jest.advanceTimersByTimeAsync(30_000);
		const start = Date.now();
		let took = 0;
		const short = execute(await session(process, server), 10).then((answers) => {
			took = Date.now() - start;
			return answers;
		});
		const { answers } = await over([...long, short]);
		expect(failures(answers)).toEqual([]);
		expect(state.refusals).toBe(0);
		// Each of its two rounds comes after the 75 requests that wait already.
		expect(took).toBeLessThanOrEqual(80_000);
	});

	it('is waited for as long as Max Wait says, and the failure tells that', async () => {
		const refusing: Server = ({ url }) =>
			url.endsWith('/oauth2.0/token')
				? shareCrm().server({ url })
				: {
						statusCode: 200,
						headers: {},
						body: { errorCode: 30004, errorMessage: 'call frequency exceeded' },
					};
		const { answers, millis } = await over([
			execute(await session(newProcess(), refusing, { ...DEFAULTS, maxWait: 60_000 }), 50),
		]);
		expect(failures(answers)).toHaveLength(50);
		for (const answer of answers.flat())
			expect(answer.ok ? undefined : answer.failure.description).toContain(
				"'Max Wait (Seconds)' is 60. Raise it",
			);
		// Not a minute for each of them: what was refused to one for so long is refused to all.
		expect(millis).toBeLessThan(70_000);
	});

	it('says on the execution and in the log how long the run waited for it', async () => {
		const { server } = shareCrm();
		const hints: string[] = [];
		const log: string[] = [];
		const { answers } = await over([
			execute(
				await newProcess().shareCrm.connect(contextOf(credential, server, hints, log), DEFAULTS),
				500,
			),
		]);
		expect(failures(answers)).toEqual([]);
		expect(hints).toEqual([
			expect.stringMatching(
				/^ShareCRM allows 100 calls in 20 seconds, so this run waited \d\d seconds\.$/,
			),
		]);
		expect(log.length).toBeGreaterThan(0);
		expect(log.length).toBeLessThan(6);
		expect(log[0]).toMatch(
			/^ShareCRM allows 100 calls in 20 seconds, so this run waits: \d\d seconds so far/,
		);
	});

	it('is not mentioned where nobody waited long', async () => {
		const hints: string[] = [];
		const log: string[] = [];
		await over([
			execute(
				await newProcess().shareCrm.connect(
					contextOf(credential, shareCrm().server, hints, log),
					DEFAULTS,
				),
				90,
			),
		]);
		expect([...hints, ...log]).toEqual([]);
	});
});

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
			/^Kustomer asks to wait 600 seconds, and a request waits 120 seconds at a time at most\./,
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
				/^no rate-limited: Kustomer asks to wait 3\d{3} seconds, and a request waits 120 seconds at a time at most\./,
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
			batches: [{ records: [{}], items: [0], settings: {}, changes: [] }][
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
