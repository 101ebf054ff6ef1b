import { failureOf } from '../../../nodes/KhorosMarketing/replies';
import { checkedConnection } from '../../../nodes/KhorosMarketing/host';
import { agent } from '../../../nodes/KhorosMarketing/fields/agent';
import { customerId, interactions, title } from '../../../nodes/KhorosMarketing/fields/case';
import { customFields, toCrm } from '../../../nodes/KhorosMarketing/fields/custom';
import { exactJson } from '../../../nodes/shared/base/exactJson';
import { readFields, type ReadContext } from '../../../nodes/shared/form/fields';

const PLACE: ReadContext = { from: 'form', timezone: 'UTC', prefix: '', options: {} };
const CREDENTIAL = {
	baseUrl: 'https://crm.example/api/v1/',
	headerName: 'Authorization',
	secret: 'Bearer abc',
};

describe('the credential', () => {
	it('keeps the path prefix, and takes the default header where none is given', () => {
		expect(checkedConnection({ ...CREDENTIAL, headerName: ' ' })).toEqual({
			baseUrl: 'https://crm.example/api/v1',
			header: 'Authorization',
			secret: 'Bearer abc',
		});
		expect(checkedConnection({ ...CREDENTIAL, baseUrl: 'crm.example' }).baseUrl).toBe(
			'https://crm.example',
		);
		expect(checkedConnection({ ...CREDENTIAL, baseUrl: 'http://127.0.0.1:8080/x' }).baseUrl).toBe(
			'http://127.0.0.1:8080/x',
		);
		expect(() => checkedConnection({ ...CREDENTIAL, baseUrl: 'http://crm.intern:8080/x' })).toThrow(
			'is not encrypted',
		);
	});

	it.each([
		'host',
		'Content-Length',
		'content-type',
		'Transfer-Encoding',
		'X-SF-Company-Id',
		'a b',
		'a:b',
		'a\nb',
		'ü',
	])('refuses the header name %j', (headerName) => {
		expect(() => checkedConnection({ ...CREDENTIAL, headerName })).toThrow("'Header Name'");
	});

	it.each(['a\r\nb', 'schlüssel', '   ', 'tab\there'])(
		'refuses the secret %j without showing it',
		(secret) => {
			expect(() => checkedConnection({ ...CREDENTIAL, secret })).toThrow(
				/^'Secret' (is missing|holds a line break or a character that a header cannot carry)$/,
			);
		},
	);
});

describe('settings', () => {
	it.each([
		['0', '0'],
		['9223372036854775807', '9223372036854775807'],
		[4711, '4711'],
		['', undefined],
	])('an id %j is sent as %j', (given, expected) => {
		expect(readFields(agent, { companyId: given }, PLACE, 'drop').companyId).toBe(expected);
	});

	it.each(['9223372036854775808', '99999999999999999999', '1.5', '-1', '0x10', '1 2', 2 ** 53])(
		'an id %j is refused',
		(given) => {
			expect(() => readFields(agent, { initiativeId: given }, PLACE, 'drop')).toThrow(
				"'Initiative ID'",
			);
		},
	);
});

describe('custom fields', () => {
	const read = (value: object) =>
		customFields([customerId, title, interactions]).read({ value }, PLACE);

	it('become keys of the case', () => {
		expect(read({ tier: 'gold', age: 7 })).toEqual({ tier: 'gold', age: '7' });
	});

	it.each(['customerId', 'title', 'interactions'])('may not be called %s', (key) => {
		expect(() => read({ [key]: 'x' })).toThrow(`holds "${key}"`);
	});

	it.each([
		['true', 'checkbox', true],
		[false, undefined, false],
		[12, 'text', '12'],
		['9223372036854775807', undefined, '9223372036854775807'],
	])('%j of the type %s is sent as %j', (value, type, sent) => {
		expect(toCrm(value, type, 'X', 'x')).toBe(sent);
	});

	it.each([
		[{ a: 1 }, 'text'],
		['maybe', 'checkbox'],
		[2 ** 60, 'text'],
	])('%j of the type %s is refused', (value, type) => {
		expect(() => toCrm(value, type, "'X'", 'x')).toThrow("'X'");
	});
});

describe('JSON of a reply', () => {
	it.each([
		['{"id":9223372036854775807}', { id: '9223372036854775807' }],
		['[-9007199254740993,9007199254740991]', ['-9007199254740993', 9007199254740991]],
		['{"a":"1 \\"9223372036854775807"}', { a: '1 "9223372036854775807' }],
		['{"a":12345678901234567.5,"b":1e20}', { a: Number('12345678901234567.5'), b: 1e20 }],
	])('%s keeps all digits of its whole numbers', (text, parsed) => {
		expect(exactJson(text)).toEqual(parsed);
	});
});

describe('failureOf', () => {
	it('is silent for any 2xx', () => {
		expect([200, 201, 202, 204].map((status) => failureOf({ status, body: '' }))).toEqual([
			undefined,
			undefined,
			undefined,
			undefined,
		]);
	});

	it('does not trust a field that a 5xx blames: the case may be stored', () => {
		expect(
			failureOf({
				status: 500,
				body: { message: 'Late', fields: [{ name: 'title', errorMessage: 'x' }] },
			}),
		).toMatchObject({ executed: 'unknown', field: 'title' });
	});

	it('leaves a long text whole, because it is cut only after secrets are taken out of it', () => {
		expect(failureOf({ status: 400, body: 'a'.repeat(5000) })?.message).toContain('a'.repeat(5000));
	});
});
