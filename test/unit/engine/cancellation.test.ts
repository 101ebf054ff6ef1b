/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */

import { getEventListeners } from 'events';
import type { IExecuteFunctions } from 'n8n-workflow';

import { Cancellation } from '../../../nodes/shared/http/cancellation';
import { reactiveLimiter } from '../../../nodes/shared/http/rateLimiter';
import { openSession, type Session } from '../../../nodes/shared/http/session';

const listeners = (signal: AbortSignal) => getEventListeners(signal, 'abort').length;

describe('the signal of an execution', () => {
	/** A connection whose requests end on demand or when they are cancelled. */
	function connection(): {
		session: Session;
		controller: AbortController;
		reply: () => void;
		signals: AbortSignal[];
	} {
		const controller = new AbortController();
		const replies: Array<() => void> = [];
		const signals: AbortSignal[] = [];
		const context = {
			getExecutionCancelSignal: () => controller.signal,
		} as unknown as IExecuteFunctions;
		const session = openSession(context, {
			vendor: 'Vendor',
			baseUrl: () => 'https://vendor.example',
			transport: async ({ abortSignal }) =>
				await new Promise((resolve, reject) => {
					const signal = abortSignal as AbortSignal;
					signals.push(signal);
					// An HTTP client may do this.
					for (let count = 0; count < 5; count++)
						signal.addEventListener('abort', () =>
							reject(
								Object.assign(new Error('canceled'), { code: 'ERR_CANCELED', isAxiosError: true }),
							),
						);
					replies.push(() => resolve({ statusCode: 200, headers: {}, body: {} }));
				}),
			failureOf: () => undefined,
			options: { parallel: 50, timeout: 1_000, maxTries: 1, maxWait: 0 },
			limiter: reactiveLimiter(),
			manualCheck: 'look',
			secrets: () => [],
		});
		return {
			session,
			controller,
			reply: () => replies.splice(0).forEach((each) => each()),
			signals,
		};
	}

	it('holds one listener during 20,000 parallel waits, and none after them', async () => {
		const { session, controller } = connection();
		const waits = Array.from({ length: 20_000 }, async () => await session.wait(1));
		expect(listeners(controller.signal)).toBe(1);
		await Promise.all(waits);
		expect(listeners(controller.signal)).toBe(0);
	});

	it('holds one listener during thousands of requests, whatever the HTTP client adds for each, and none after them', async () => {
		const { session, controller, reply, signals } = connection();
		let most = 0;
		let open = 2_000;
		const requests = Array.from({ length: open }, async () => {
			await session.call({ method: 'GET', path: '/' });
			open -= 1;
		});
		while (open > 0) {
			most = Math.max(most, listeners(controller.signal));
			reply();
			await new Promise((resolve) => setImmediate(resolve));
		}
		await Promise.all(requests);
		expect(most).toBe(1);
		expect(listeners(controller.signal)).toBe(0);
		expect(new Set(signals).size).toBe(2_000);
	});

	it('ends requests, waits and queued requests when the execution is cancelled, and then holds no listener', async () => {
		const { session, controller } = connection();
		const waits = Array.from({ length: 20 }, async () => await session.wait(60_000));
		const requests = Array.from(
			{ length: 120 },
			async () => await session.call({ method: 'POST', path: '/' }),
		);
		await new Promise((resolve) => setImmediate(resolve));
		controller.abort();
		await Promise.all(waits);
		const messages = (await Promise.all(requests)).map((answer) =>
			answer.ok ? 'done' : `${answer.failure.executed}: ${answer.failure.message}`,
		);
		expect(
			messages.filter(
				(message) =>
					message === 'unknown: Vendor could not be reached: the execution was cancelled',
			),
		).toHaveLength(50);
		expect(
			messages.filter(
				(message) => message === 'no: The execution was cancelled before this request was sent',
			),
		).toHaveLength(70);
		expect(listeners(controller.signal)).toBe(0);
	});
});

describe('a cancellation', () => {
	it('that happened before ends everything at once', async () => {
		const controller = new AbortController();
		controller.abort();
		const cancellation = new Cancellation(controller.signal);
		await cancellation.sleep(60_000);
		expect(await cancellation.orCancelled(new Promise(() => undefined))).toBeUndefined();
		expect(
			await cancellation.withSignal(async (signal) => await Promise.resolve(signal?.aborted)),
		).toBe(true);
		expect(listeners(controller.signal)).toBe(0);
	});

	it('leaves no listener behind if the awaited work fails', async () => {
		const controller = new AbortController();
		const cancellation = new Cancellation(controller.signal);
		await expect(cancellation.orCancelled(Promise.reject(new Error('no')))).rejects.toThrow('no');
		await expect(
			cancellation.withSignal(async () => await Promise.reject(new Error('no'))),
		).rejects.toThrow('no');
		expect(listeners(controller.signal)).toBe(0);
	});

	it('never happens if n8n cannot cancel', async () => {
		const cancellation = new Cancellation();
		await cancellation.sleep(1);
		expect([
			cancellation.cancelled,
			await cancellation.orCancelled(Promise.resolve(5)),
			await cancellation.withSignal(async (signal) => await Promise.resolve(signal)),
		]).toEqual([false, 5, undefined]);
	});
});
