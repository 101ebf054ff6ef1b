import { cleanFailure, redact } from '../../nodes/shared/secrets';

it('takes out known secrets, every time they occur', () => {
	expect(redact('key sesame, again sesame', ['sesame', undefined, ''])).toBe('key ***, again ***');
});

it('takes out a secret whole, although a shorter one is a part of it', () => {
	for (const secrets of [['open', 'open-sesame'], ['open-sesame', 'open']]) expect(redact('x open-sesame y open z', secrets)).toBe('x *** y *** z');
});

it('leaves very short ones, which would blank out ordinary text', () => {
	expect(redact('an apple', ['a', 'an'])).toBe('an apple');
});

it('takes out what looks like an authorization header, whoever it belongs to', () => {
	expect(redact('sent "Authorization: Bearer abc.DEF-1_2~+/==" and Zoho-oauthtoken 1000.aa and basic dXNlcg==', [])).toBe('sent "Authorization: Bearer ***" and Zoho-oauthtoken *** and basic ***');
});

it('keeps special characters of a secret literal', () => {
	expect(redact('a+b(c)$& and $&', ['a+b(c)$&'])).toBe('*** and $&');
});

it('cleans every text of a failure and keeps the rest', () => {
	const dirty = { message: 'm sesame', description: 'd sesame', code: 'c sesame', field: 'f sesame', id: 'i sesame', traceId: 't sesame', httpCode: 400, executed: 'no' as const };
	expect(cleanFailure(dirty, ['sesame'])).toEqual({ message: 'm ***', description: 'd ***', code: 'c ***', field: 'f ***', id: 'i ***', traceId: 't ***', httpCode: 400, executed: 'no' });
	expect(dirty.message).toBe('m sesame');
});
