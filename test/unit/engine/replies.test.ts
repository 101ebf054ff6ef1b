import fc from 'fast-check';

import { pathPart, recordFailure, requestFailure } from '../../../nodes/shared/http/replies';

it('makes one part of a path from any text', () => {
	const paths = fc.oneof(
		fc.string({ minLength: 1, unit: 'binary' }),
		fc.constantFrom('.', '..', '...', '../x', 'a/b', 'a?b', 'a#b', '%2e%2e', '\ud800', 'a\nb'),
	);
	fc.assert(
		fc.property(paths, (value) => {
			const { pathname, search, hash } = new URL(`https://host.example/a/${pathPart(value)}/b`);
			expect(pathname.split('/')).toHaveLength(4);
			expect([pathname.startsWith('/a/'), pathname.endsWith('/b'), search, hash]).toEqual([
				true,
				true,
				'',
				'',
			]);
		}),
		{ seed: 20_261_122, numRuns: 1_000 },
	);
	expect(pathPart('a b/ü')).toBe('a%20b%2F%C3%BC');
});

describe('a refusal that holds a path instead of a sentence', () => {
	it.each(['/properties/custom/additionalProperties', '#/0/name', '$.data[0].name'])(
		'%s: the message names the code and the path',
		(text) => {
			expect(requestFailure('Vendor', 400, { text, code: 'badparam' }).message).toBe(
				`Vendor did not accept the request: badparam (at ${text})`,
			);
			expect(recordFailure('Vendor', 400, { text }, 'Name').message).toBe(
				`Vendor did not accept 'Name': a value is not valid (at ${text})`,
			);
		},
	);

	it.each(['Use /v1/customers instead', '$5 is too little', 'no way'])('is not %s', (text) => {
		expect(requestFailure('Vendor', 400, { text, code: 'badparam' }).message).toBe(
			`Vendor did not accept the request: ${text}`,
		);
	});
});
