import { recordings } from './form';
import { playOnSandbox } from './onSandbox';

const played = recordings().filter(({ recording }) => !('not' in recording.sandbox));

describe('The sandbox replies as the vendor did', () => {
	it.each(played.map((found) => [found.file, found.recording.title, found] as const))('%s: %s', async (_file, _title, found) => {
		expect(await playOnSandbox(found)).toEqual([]);
	});
});
