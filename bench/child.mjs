import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Starts a helper of the benchmark in a process of its own, so that it shares no event loop with the bench.
 * @returns `ask(request)` for one answer, and `stop()`
 */
export function startChild(file) {
	const child = fork(fileURLToPath(new URL(file, import.meta.url)), [], {
		serialization: 'advanced',
	});
	const waiting = new Map();
	let next = 0;
	child.on('message', ({ id, value, error }) => {
		const { resolve, reject } = waiting.get(id);
		waiting.delete(id);
		if (error === undefined) resolve(value);
		else reject(new Error(error));
	});
	child.on('exit', (code) => {
		for (const { reject } of waiting.values()) reject(new Error(`${file} ended with code ${code}`));
	});
	return {
		ask: async (request) =>
			await new Promise((resolve, reject) => {
				waiting.set(++next, { resolve, reject });
				child.send({ id: next, request });
			}),
		stop: () => child.disconnect(),
	};
}

/** The other end: answers each request by `handle`, and ends with the bench. */
export function answer(handle) {
	process.on('message', ({ id, request }) => {
		Promise.resolve(request)
			.then(handle)
			.then(
				(value) => process.send({ id, value }),
				(error) => process.send({ id, error: error.stack ?? String(error) }),
			);
	});
	process.on('disconnect', () => process.exit());
}
