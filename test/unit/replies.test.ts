import fc from 'fast-check';

import { pathPart } from '../../nodes/shared/replies';

it('makes one part of a path of whatever there is', () => {
	const paths = fc.oneof(fc.string({ minLength: 1, unit: 'binary' }), fc.constantFrom('.', '..', '...', '../x', 'a/b', 'a?b', 'a#b', '%2e%2e', '\ud800', 'a\nb'));
	fc.assert(
		fc.property(paths, (value) => {
			const { pathname, search, hash } = new URL(`https://host.example/a/${pathPart(value)}/b`);
			expect(pathname.split('/')).toHaveLength(4);
			expect([pathname.startsWith('/a/'), pathname.endsWith('/b'), search, hash]).toEqual([true, true, '', '']);
		}),
		{ seed: 20_261_122, numRuns: 1_000 },
	);
	expect(pathPart('a b/ü')).toBe('a%20b%2F%C3%BC');
});
