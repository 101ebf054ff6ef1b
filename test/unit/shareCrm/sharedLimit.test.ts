import { CallWindow } from '../../../sandbox/shareCrm/window';
import {
	DEFAULTS,
	newProcess,
	contextOf,
	execute,
	over,
	failures,
	type Server,
} from '../../harness/processes';

beforeEach(() => jest.useFakeTimers());

afterEach(() => jest.useRealTimers());

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
