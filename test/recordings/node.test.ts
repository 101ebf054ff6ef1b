import { recordings } from './form';
import { playOnNode } from './onNode';

const played = recordings().flatMap((found) => {
	const { node } = found.recording;
	return 'not' in node ? [] : [[found.file, found.recording.title, found, node] as const];
});

describe('The node sends the recorded requests and reads the recorded replies', () => {
	it.each(played)('%s: %s', async (_file, _title, found, node) => {
		const { requests, result, expected } = await playOnNode(found, node);
		expect(requests).toEqual([]);
		if (expected.error === undefined) expect(result.error?.message).toBeUndefined();
		else expect(result.error?.message).toContain(expected.error);
		expect(result.items.map(({ json }) => json)).toMatchObject(expected.items ?? []);
		expect(result.errors.map(({ json }) => json)).toMatchObject(expected.errors ?? []);
	});
});
