import { waitFor, waitUntil } from '../n8nRest.mjs';
import { serve } from './serve.mjs';

/** Writes down which workflow was started by which event. */
export async function startRecorder() {
	const seen = [];
	const server = await serve((request) => {
		const [, name, id] = request.url.split('/');
		seen.push({ name, id });
		return {};
	});
	return {
		...server,
		all: () => seen.length,
		of: (wanted) => seen.filter(({ name }) => name === wanted).map(({ id }) => id),
		/** Waits for so many, and then some time in which no more may come. */
		async settle(count) {
			await waitUntil(() => seen.length >= count, 120);
			await waitFor(2_000);
		},
	};
}
