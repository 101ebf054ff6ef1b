import type { Failure, Outcome } from '../../../nodes/shared/base/errors';
import { identified, identifiedShape } from '../../../nodes/shared/settle/identify';

const operation = { names: ['First_Name', 'Last_Name'] };
const failure: Failure = {
	message: "V did not accept 'Email': invalid data",
	description: 'V expects an email address here.',
	field: 'Email',
	executed: 'no',
};
const described = (record: Record<string, string | object>, change: Partial<Failure> = {}) => {
	const outcome = identified(
		{},
		{ ok: false, failure: { ...failure, ...change } },
		record as never,
	);
	return outcome.ok ? undefined : outcome.failure.description;
};

describe('identified', () => {
	it("starts a result with its ID and the names that were sent, and prefers the service's values", () => {
		const outcome: Outcome = {
			ok: true,
			id: '7',
			json: { id: '7', code: 'SUCCESS', Last_Name: 'Stored' },
		};
		const result = identified(operation, outcome, {
			Last_Name: 'Sent',
			First_Name: 'Ava',
			Email: 'a@b.c',
		});
		expect(result.ok && 'json' in result && Object.entries(result.json)).toEqual([
			['id', '7'],
			['First_Name', 'Ava'],
			['Last_Name', 'Stored'],
			['code', 'SUCCESS'],
		]);
	});

	it('puts what was done after the ID, if the operation reports it', () => {
		const json = { id: '7', Phone: '1', action: 'skipped' };
		const keys = (returns: Record<string, 'string'>) => {
			const result = identified(
				{ ...operation, returns },
				{ ok: true, json },
				{ Last_Name: 'Bell' },
			);
			return result.ok && 'json' in result && Object.keys(result.json);
		};
		expect(keys({ action: 'string' })).toEqual(['id', 'action', 'Last_Name', 'Phone']);
		expect(keys({})).toEqual(['id', 'Last_Name', 'Phone', 'action']);
	});

	it('leaves out names that were not sent as text or a number', () => {
		const result = identified(
			operation,
			{ ok: true, id: '7', json: { id: '7' } },
			{ First_Name: { a: 1 }, Last_Name: '' },
		);
		expect(result).toEqual({ ok: true, id: '7', json: { id: '7' } });
	});

	it('leaves a result that several items share unchanged', () => {
		const outcome: Outcome = { ok: true, json: { id: 'job' }, sharedBy: {} };
		expect(identified(operation, outcome, { Last_Name: 'Bell' })).toBe(outcome);
	});

	it('shows the value of the refused field before what to do about it', () => {
		expect(described({ Email: 'ava(at)example.com' })).toBe(
			'The value was "ava(at)example.com". V expects an email address here.',
		);
	});

	it('finds the value if the service writes the name of the field in a different case', () => {
		expect(described({ email: 'x' })).toBe('The value was "x". V expects an email address here.');
	});

	it('shortens a long value', () => {
		expect(described({ Email: 'x'.repeat(5000) })?.length).toBeLessThan(120);
	});

	it.each([
		['a field that was not sent', { Name: 'x' }, {}],
		['a value that the description shows already', { Email: 'address' }, {}],
		['input that was never sent', { Email: 'x' }, { input: true }],
		['a confidential field', { Portal_Password: 'x' }, { field: 'Portal_Password' }],
	])('adds nothing for %s', (_, record, change) => {
		expect(described(record, change)).toBe('V expects an email address here.');
	});

	it('puts the names into the output schema, after the ID', () => {
		expect(
			Object.keys(identifiedShape({ ...operation, returns: { id: 'string', code: 'string' } })),
		).toEqual(['id', 'First_Name', 'Last_Name', 'code']);
	});
});
