import {
	sleep,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
} from 'n8n-workflow';
import type * as Kustomer from '../../nodes/Kustomer/api';
import type * as ShareCrm from '../../nodes/ShareCrm/api';
import type { RunOptions } from '../../nodes/shared/http/runOptions';
import type { Answer, Session } from '../../nodes/shared/http/session';

export const DEFAULTS: RunOptions = { parallel: 5, timeout: 60_000, maxTries: 5, maxWait: 600_000 };

/** Milliseconds of a request on its way. */
export const TRIP = 40;

type Reply = { statusCode: number; headers: IDataObject; body: unknown };

export type Server = (request: IHttpRequestOptions) => Reply;

/** A process of n8n: modules of its own, so nothing is shared with other processes but the vendor. */
export function newProcess(): { kustomer: typeof Kustomer; shareCrm: typeof ShareCrm } {
	let modules: { kustomer: typeof Kustomer; shareCrm: typeof ShareCrm } | undefined;
	jest.isolateModules(() => {
		modules = {
			kustomer: jest.requireActual<typeof Kustomer>('../../nodes/Kustomer/api'),
			shareCrm: jest.requireActual<typeof ShareCrm>('../../nodes/ShareCrm/api'),
		};
	});
	if (!modules) throw new Error('the modules could not be loaded');
	return modules;
}

/** What n8n gives to an execution; requests take some time on their way. */
export function contextOf(
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
export async function execute(session: Session, requests: number, parallel = 5): Promise<Answer[]> {
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
export async function over(
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

export const failures = (answers: Answer[][]) =>
	answers.flat().flatMap((answer) => (answer.ok ? [] : [answer.failure.message]));
