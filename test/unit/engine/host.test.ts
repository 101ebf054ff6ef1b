import { checkedBaseUrl, HostError, type HostRules } from '../../../nodes/shared/http/host';

const check = (given: unknown, rules: Partial<HostRules> = {}) =>
	checkedBaseUrl(given, { name: 'API Domain', ...rules });

it.each([
	['https://api.example.com', 'https://api.example.com'],
	[' https://API.Example.com/ ', 'https://api.example.com'],
	['api.example.com', 'https://api.example.com'],
	['api.example.com:8443', 'https://api.example.com:8443'],
	['http://localhost:3000', 'http://localhost:3000'],
	['http://127.0.0.1:3000/', 'http://127.0.0.1:3000'],
	['http://[::1]:3000', 'http://[::1]:3000'],
])('takes %j as %j', (given, expected) => {
	expect(check(given)).toBe(expected);
});

it.each([
	[undefined, 'is missing'],
	['  ', 'is missing'],
	[{}, 'is missing'],
	['https://', 'is not an address'],
	['https://exa mple.com', 'is not an address'],
	['javascript:alert(1)', 'is not an address'],
	['https://bob:secret@crm.example:99999/api', 'is not an address'],
	['http://api.example.com', 'is not encrypted'],
	['http://127.0.0.1.evil.example', 'is not encrypted'],
	['http://localhost.evil.example', 'is not encrypted'],
	['ftp://localhost', 'is not encrypted'],
	['file:///etc/passwd', 'is not encrypted'],
	['https://user@api.example.com', 'contains more than an address'],
	['https://api.example.com@evil.example', 'contains more than an address'],
	['https://user:pass@api.example.com', 'contains more than an address'],
	['https://api.example.com?x=1', 'contains more than an address'],
	['https://api.example.com#x', 'contains more than an address'],
	['https://api.example.com/v2', 'contains the path "/v2"'],
	['https://evil.example\\@api.example.com', 'contains the path'],
])('refuses %j because it %s', (given, reason) => {
	expect(() => check(given)).toThrow(HostError);
	expect(() => check(given)).toThrow(`'API Domain'`);
	expect(() => check(given)).toThrow(reason);
	expect(() => check(given)).not.toThrow(/secret|pass@/);
});

it('says what to do', () => {
	try {
		check('http://api.example.com');
	} catch (error) {
		expect(error).toMatchObject({ description: 'Use an address that begins with https://.' });
	}
	expect.assertions(1);
});

it('keeps a path if one is allowed', () => {
	expect(check('https://crm.example/api/v1///', { path: true })).toBe('https://crm.example/api/v1');
	expect(check('https://crm.example/', { path: true })).toBe('https://crm.example');
	expect(check('https://crm.example/a/../b c', { path: true })).toBe('https://crm.example/b%20c');
});

it('refuses an address of excessive length before parsing it', () => {
	expect(() => check(`https://api.example.com/${'/'.repeat(3_000)}`, { path: true })).toThrow(
		'it is too long for an address',
	);
});

it('passes only the host name to the rule', () => {
	const allowed = (hostname: string) => hostname.endsWith('.example.com');
	expect(check('https://api.example.com:444', { allowed })).toBe('https://api.example.com:444');
	expect(() => check('https://api.example.com.evil.example', { allowed })).toThrow('is not known');
});
