import http from 'node:http';

import { waitFor, waitUntil } from '../n8nRest.mjs';

/** Writes down which workflow was started by which event. */
export async function startRecorder() {
	const seen = [];
	const server = http.createServer((request, response) => {
		const [, name, id] = request.url.split('/');
		seen.push({ name, id });
		response.setHeader('content-type', 'application/json');
		response.end('{}');
	});
	await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${server.address().port}`,
		all: () => seen.length,
		of: (wanted) => seen.filter(({ name }) => name === wanted).map(({ id }) => id),
		/** Waits for so many, and then some time in which no more may come. */
		async settle(count) {
			await waitUntil(() => seen.length >= count, 120);
			await waitFor(2_000);
		},
		async stop() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
