import {
	alone,
	hookOf,
	isComplete,
	joined,
	left,
	shareable,
	type Hook,
	type Member,
	type Wanted,
} from '../../../nodes/shared/trigger/webhook/members';
import { hmac, isSame } from '../../../nodes/shared/trigger/webhook/signature';

const member = (name: string, events: string[], test?: true): Member => ({
	url: `https://n8n.example.com/webhook${test ? '-test' : ''}/${name}/x`,
	events,
	...(test ? { test } : {}),
});
const stored = (wanted: Wanted, change: Partial<Hook> = {}): Hook => ({
	id: 'h',
	enabled: true,
	...wanted,
	...change,
});
const A = member('a', ['one']);
const B = member('b', ['two']);
const T = member('a', ['one'], true);

describe('a shared webhook', () => {
	it('waits for the events of all its members, and calls the first', () => {
		const both = joined(stored(alone(A)), B, false);
		expect(both).toEqual({ url: A.url, events: ['one', 'two'], members: [A, B] });
		expect(isComplete(stored(both), A) && isComplete(stored(both), B)).toBe(true);
	});

	it('calls another production member when the called one leaves, and a test only if nobody else is left', () => {
		const all = joined(stored(joined(stored(alone(A)), T, false)), B, false);
		const rest = left(stored(all), A);
		expect(rest).toEqual({ url: B.url, events: ['one', 'two'], members: [T, B] });
		expect(left(stored(rest ?? all), B)?.url).toBe(T.url);
		expect(left(stored(alone(A)), A)).toBeUndefined();
	});

	it('is not complete while it is off, lacks an event, or lists other events for the member', () => {
		const hook = stored(alone(A));
		expect(isComplete({ ...hook, enabled: false }, A)).toBe(false);
		expect(isComplete({ ...hook, events: [] }, A)).toBe(false);
		expect(isComplete(hook, { ...A, events: ['one', 'two'] })).toBe(false);
		expect(isComplete({ ...hook, events: ['one', 'two'] }, { ...A, events: ['two'] })).toBe(false);
	});

	it('is found by its address if no members are known', () => {
		const hook: Hook = { id: 'h', url: A.url, enabled: true, events: ['one'] };
		expect(hookOf([hook], A)).toBe(hook);
		expect(isComplete(hook, A)).toBe(true);
		expect(hookOf([hook], B)).toBeUndefined();
	});

	it('can be joined only by workflows of the same n8n, and only if it calls a workflow in production', () => {
		const hook = stored(alone(A));
		expect(shareable([hook], B)).toBe(hook);
		expect(shareable([hook], { ...B, url: 'https://other.example.com/x' })).toBeUndefined();
		expect(shareable([stored(alone(T))], B)).toBeUndefined();
		expect(shareable([{ ...hook, members: [] }], B)).toBeUndefined();
		expect(shareable([{ ...hook, url: 'https://n8n.example.com/by-hand' }], B)).toBeUndefined();
	});
});

describe('the comparison of signatures', () => {
	it('agrees with the published HMAC-SHA256 of RFC 4231, test case 2', () => {
		expect(hmac('sha256', 'Jefe', 'what do ya want for nothing?')).toBe(
			'5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
		);
	});

	it('accepts only the same text', () => {
		expect(isSame('abc', 'abc')).toBe(true);
		for (const given of ['abd', 'ab', 'abcd', '', undefined, null, 3, ['abc']])
			expect({ given, same: isSame(given, 'abc') }).toEqual({ given, same: false });
	});

	it('never accepts anything if the expected value is empty or missing', () => {
		expect(isSame('', '')).toBe(false);
		expect(isSame('', undefined)).toBe(false);
		expect(isSame(undefined, undefined)).toBe(false);
	});
});
