import { failureOf, refusalOf, resetDelay } from '../../../nodes/Kustomer/replies';
import { baseUrl } from '../../../nodes/Kustomer/host';
import { customAttributes } from '../../../nodes/Kustomer/fields/common';
import { jobOutcomes, readJob } from '../../../nodes/Kustomer/bulk/jobs';
import type { ReadContext } from '../../../nodes/shared/form/fields';
import type { Session } from '../../../nodes/shared/http/session';

describe('hosts of Kustomer', () => {
	it.each<[Record<string, string>, string]>([
		[{ connectBy: 'organization', organization: 'acme' }, 'https://acme.api.kustomerapp.com'],
		[{ connectBy: 'region', region: 'us' }, 'https://api.kustomerapp.com'],
		[{ connectBy: 'region', region: 'eu' }, 'https://api.prod2.kustomerapp.com'],
		[{ connectBy: 'region', region: 'in' }, 'https://api.prod4.kustomerapp.com'],
		[{ connectBy: 'custom', host: 'https://kustomer.example' }, 'https://kustomer.example'],
		[{ connectBy: 'custom', host: 'http://127.0.0.1:4010' }, 'http://127.0.0.1:4010'],
	])('%j', (credential, url) => {
		expect(baseUrl(credential)).toBe(url);
	});

	it.each<Record<string, string>>([
		{ connectBy: 'organization', organization: '' },
		{ connectBy: 'organization', organization: 'acme.kustomerapp.com' },
		{ connectBy: 'organization', organization: 'evil.example/' },
		{ connectBy: 'organization', organization: 'evil.example#' },
		{ connectBy: 'organization', organization: 'user@evil' },
		{ connectBy: 'region', region: 'mars' },
		{ connectBy: 'custom', host: 'http://kustomer.example' },
		{ connectBy: 'custom', host: 'http://127.0.0.1.evil.example' },
		{ connectBy: 'custom', host: '' },
	])('refuses %j', (credential) => {
		expect(() => baseUrl(credential)).toThrow();
	});
});

describe('wait after a 429', () => {
	const now = 1_790_000_000_000;
	it.each([
		['epoch milliseconds', String(now + 20_000), 20_000],
		['epoch seconds', String(now / 1000 + 20), 20_000],
		['seconds', '20', 20_000],
		['a window that is long', '3600', 60_000],
		['a time that is past', String(now - 5_000), 1_000],
	])('%s', (_what, reset, delay) =>
		expect(resetDelay({ 'x-ratelimit-reset': reset }, now)).toBe(delay),
	);

	it('is a whole window where a used up budget has no end', () => {
		expect(resetDelay({ 'x-ratelimit-remaining': '0' }, now)).toBe(60_000);
	});

	it('is that of one object or customer where budget is left', () => {
		expect(
			failureOf({ status: 429, headers: { 'x-ratelimit-remaining': '7' }, body: '' }),
		).toMatchObject({ executed: 'no', ownLimit: true });
		expect(
			failureOf({ status: 429, headers: { 'x-ratelimit-remaining': '0' }, body: '' })?.ownLimit,
		).toBeUndefined();
	});

	it('has no time where budget is left, or where nothing is said', () => {
		expect(
			resetDelay({ 'x-ratelimit-reset': '20', 'x-ratelimit-remaining': '7' }, now),
		).toBeUndefined();
		expect(resetDelay({}, now)).toBeUndefined();
		expect(failureOf({ status: 429, headers: {}, body: '' })).toMatchObject({
			executed: 'no',
			cause: { cause: 'rate-limited' },
		});
	});
});

describe('refusals', () => {
	it.each([
		[
			'A',
			{ errors: [{ code: 'bad_request', message: 'name is odd', meta: {} }] },
			{ text: 'name is odd', code: 'bad_request' },
		],
		[
			'B',
			{
				errors: [
					{
						status: '400',
						code: 'c',
						title: 'Bad',
						detail: 'too long',
						source: { parameter: 'name' },
					},
				],
			},
			{ text: 'too long (at name)', code: 'c', field: 'name' },
		],
		[
			'C',
			{
				errors: [
					{ status: 400, title: 'Bad', detail: '' },
					{ status: 400, title: 'Worse' },
				],
			},
			{ text: 'Bad; Worse' },
		],
		[
			'of a schema, with a path in place of the detail',
			{
				errors: [
					{
						status: 400,
						code: 'badparam',
						title: 'Additional properties not allowed',
						detail: '/properties/custom/additionalProperties',
						source: { parameter: 'x' },
					},
				],
			},
			{ text: 'Additional properties not allowed (at x)', code: 'badparam', field: 'x' },
		],
		[
			'with a path as its message',
			{ errors: [{ message: '/0/name', title: 'Too long' }] },
			{ text: 'Too long' },
		],
		['old', { error: 'no way' }, { text: 'no way' }],
		['none', 'nothing to see', {}],
	])('of shape %s', (_shape, body, refusal) =>
		expect(refusalOf(body)).toEqual({
			text: undefined,
			code: undefined,
			field: undefined,
			...refusal,
		}),
	);
});

describe('custom attributes', () => {
	const context: ReadContext = { from: 'json', timezone: 'Europe/Berlin', prefix: '', options: {} };

	it('take the type from the ending of the name', () => {
		expect(
			customAttributes.read(
				{
					aStr: 12,
					bNum: '12.5',
					cAt: '2026-03-01T10:00:00',
					dBool: 'true',
					eUrl: 'https://a.example',
					fTree: 'a.b',
					gStr: null,
					hNum: ['1', 2],
				},
				context,
			),
		).toEqual({
			aStr: '12',
			bNum: 12.5,
			cAt: '2026-03-01T09:00:00.000Z',
			dBool: true,
			eUrl: 'https://a.example',
			fTree: 'a.b',
			gStr: null,
			hNum: [1, 2],
		});
	});

	it('leave out what is empty, for which the whole request would be refused', () => {
		expect(
			customAttributes.read(
				{ aStr: '', bNum: undefined, cNum: [1, null, ''], dStr: null },
				context,
			),
		).toEqual({ cNum: [1], dStr: null });
	});

	it('refuse a name that is given twice', () => {
		const row = (text: string) => ({ key: 'aStr', kind: 'text', text });
		expect(() =>
			customAttributes.read({ values: [row('1'), row('2')] }, { ...context, from: 'form' }),
		).toThrow("'Custom Attributes' gives 'aStr' twice");
	});

	it.each([
		{ Str: 'x' },
		{ name: 'x' },
		{ aStr: 'x'.repeat(1025) },
		{ aTxt: {} },
		{ bNum: 'x' },
		{ cAt: 'x' },
		{ dBool: 'x' },
		{ eUrl: 'x' },
		{ fId: 'x' },
		{ hNum: [1, 'x'] },
	])('refuse %j', (value) => {
		expect(() => customAttributes.read(value, context)).toThrow();
	});
});

it('reads a job without the echo of what was sent', () => {
	expect(
		readJob({ data: { id: 'j', attributes: { status: 'complete', payload: { api: {} } } } }),
	).toEqual({
		id: 'j',
		complete: true,
		noun: 'conversation',
		json: { id: 'j', status: 'complete' },
	});
	expect(readJob({ data: {} })).toBeUndefined();
});

describe('a record that a job refuses', () => {
	const sentAgain = async (error: unknown): Promise<boolean> => {
		const body = {
			data: [{ attributes: { results: [{ _clientRef: '0', status: 'error', error }] } }],
		};
		const session = {
			call: async () => await Promise.resolve({ ok: true, status: 200, headers: {}, body }),
			cancelled: () => false,
		} as unknown as Session;
		const [outcome] = await jobOutcomes(
			session,
			{ id: 'job', complete: true, noun: 'conversation', json: {} },
			1,
			1_000,
		);
		return outcome?.ok === false && outcome.failure.notCarriedOut === true;
	};

	it.each<[string, unknown]>([
		['its text names a rate limit', 'Rate limit exceeded for this customer'],
		['its code names a rate limit', { code: 'rate_limited', message: 'Slow down' }],
		['its code is 429', { code: 429, message: 'Slow down' }],
		['its status is 429', [{ status: '429', title: 'Slow down' }]],
	])('is sent again where %s', async (_, error) => {
		expect(await sentAgain(error)).toBe(true);
	});

	it.each<[string, unknown]>([
		['a limit of characters', 'character limit exceeded for "ticket-429"'],
		['a number of entries', { code: 'too_many_tags', message: 'too many tags' }],
		['a value that is 429', { code: 'invalid', message: 'no priority 429' }],
		[
			'a value that names a rate limit',
			{ code: 'invalid', message: '"rate limit reached" is not a name of a queue' },
		],
	])('is not sent again where its text is about %s', async (_, error) => {
		expect(await sentAgain(error)).toBe(false);
	});
});
