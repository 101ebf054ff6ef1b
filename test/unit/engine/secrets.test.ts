import { show } from '../../../nodes/shared/base/values';
import {
	cleanFailure,
	cleanOutcome,
	keepSecrets,
	redactedIn,
	redaction,
} from '../../../nodes/shared/http/secrets';

const redact = (text: string, secrets: Array<string | undefined>) => redaction(() => secrets)(text);

it('removes known secrets, every time they occur', () => {
	expect(redact('key sesame, again sesame', ['sesame', undefined, ''])).toBe('key ***, again ***');
});

it('removes a whole secret, although a shorter one is a part of it', () => {
	for (const secrets of [
		['open', 'open-sesame'],
		['open-sesame', 'open'],
	])
		expect(redact('x open-sesame y open z', secrets)).toBe('x *** y *** z');
});

it('leaves very short secrets, which would blank out ordinary text', () => {
	expect(redact('an apple', ['a', 'an'])).toBe('an apple');
});

it('removes anything that looks like an authorization header, whoever it belongs to', () => {
	expect(
		redact(
			'sent "Authorization: Bearer abc.DEF-1_2~+/==" and Zoho-oauthtoken 1000.aa and basic dXNlcg==',
			[],
		),
	).toBe('sent "Authorization: Bearer ***" and Zoho-oauthtoken *** and basic ***');
});

it('treats special characters of a secret literally', () => {
	expect(redact('a+b(c)$& and $&', ['a+b(c)$&'])).toBe('*** and $&');
});

it('removes a secret in the forms that a reply may echo: as JSON text and as a part of an address', () => {
	const secret = 'a "b"/c d';
	expect(
		redact(
			`${JSON.stringify({ secret })} ?key=${encodeURIComponent(secret)} ?key=a+%22b%22%2Fc+d`,
			[secret],
		),
	).toBe('{"secret":"***"} ?key=*** ?key=***');
});

it('leaves ordinary text that only begins like a header', () => {
	const text = 'The basic information is missing; a Bearer token is needed for the Basic plan.';
	expect(redact(text, [])).toBe(text);
});

it('recognizes a secret that was renewed meanwhile', () => {
	let secret = 'first-token';
	const clean = redaction(() => [secret]);
	expect(clean('first-token second-token')).toBe('*** second-token');
	secret = 'second-token';
	expect(clean('first-token second-token')).toBe('first-token ***');
});

const dirty = {
	message: 'm sesame',
	description: 'd sesame',
	code: 'c sesame',
	field: 'f sesame',
	id: 'i sesame',
	traceId: 't sesame',
	httpCode: 400,
	executed: 'no' as const,
};
const clean = {
	message: 'm ***',
	description: 'd ***',
	code: 'c ***',
	field: 'f ***',
	id: 'i ***',
	traceId: 't ***',
	httpCode: 400,
	executed: 'no',
};

it('cleans every text of a failure and keeps the rest', () => {
	const context = {};
	keepSecrets(context, () => ['sesame']);
	expect(cleanFailure(context, dirty)).toEqual(clean);
	expect(cleanOutcome(context, { ok: false, failure: dirty })).toEqual({
		ok: false,
		failure: clean,
	});
	expect(cleanOutcome(context, { ok: true, json: { a: 'sesame' }, lost: dirty })).toEqual({
		ok: true,
		json: { a: 'sesame' },
		lost: clean,
	});
	expect(dirty.message).toBe('m sesame');
});

it('knows the secrets of one execution only in that execution', () => {
	const context = {};
	keepSecrets(context, () => ['sesame']);
	expect([redactedIn(context, 'sesame'), redactedIn({}, 'sesame, Bearer 123456')]).toEqual([
		'***',
		'sesame, Bearer ***',
	]);
});

describe('a secret that was cut when a value was shortened', () => {
	const key = `sk-live.${'0123456789-'.repeat(6)}`;

	it.each<[string, unknown]>([
		['at the beginning', key],
		['after other text', `${'x'.repeat(40)}${key}`],
		['inside an object', { note: { key } }],
		['with a dot where it is cut', `${'x'.repeat(48)}${key}`],
		['after blanks that are shown as one', `${' '.repeat(180)}${key}`],
	])('%s is taken out as well', (_, value) => {
		const text = redact(`'Date' must be a date, but is ${show(value)}`, [key]);
		expect(text).toContain('***...');
		expect(text).not.toContain('sk-l');
	});

	it('leaves other text before three dots, and text as short as a secret that is never removed', () => {
		expect(redact('wait... sk-... sk-live is a prefix', [key])).toBe(
			'wait... sk-... sk-live is a prefix',
		);
	});

	it('is searched for quickly in a megabyte of such beginnings', () => {
		const text = 'sk-live....'.repeat(100_000);
		expect(redact(text, [key])).toBe('***...'.repeat(100_000));
	});
});
