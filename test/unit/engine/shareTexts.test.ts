import type { Outcome } from '../../../nodes/shared/base/errors';
import { textSharing } from '../../../nodes/shared/settle/shareTexts';

/** A result as a parsed reply: every text is a new string. */
const reply = (json: object): Outcome => ({
	ok: true,
	json: JSON.parse(JSON.stringify(json)) as { id: string },
});

describe('textSharing', () => {
	it('changes no value, whatever the result before it held', () => {
		const share = textSharing();
		const results: object[] = [
			{ id: '1', by: { name: 'Sandbox User', id: '7' }, tags: ['a', 'b'], time: null },
			{ id: '2', by: { name: 'Sandbox User', id: '8' }, tags: ['a'], time: '10:00' },
			{ id: '2', by: 'Sandbox User', tags: { 0: 'a' }, time: { zone: 'UTC' } },
			{ id: { id: '2' }, by: { name: { first: 'Kim' } }, toString: 'x' },
			{},
		];
		for (const json of results) expect(share(reply(json))).toEqual({ ok: true, json });
	});

	it('keeps the objects of two results separate, so that a later node changes only one', () => {
		const share = textSharing();
		const by = { name: 'Sandbox User' };
		const [first, second] = [share(reply({ by })), share(reply({ by }))];
		if (!('json' in first) || !('json' in second)) throw new Error('no results');
		expect(second.json.by).not.toBe(first.json.by);
		second.json.by = 'Kim';
		expect(first.json).toEqual({ by });
	});

	it('treats a key that names the prototype like any other', () => {
		const share = textSharing();
		share(reply({ id: '1' }));
		const outcome: Outcome = {
			ok: true,
			json: JSON.parse('{"__proto__": {"id": "1", "constructor": "c"}}') as { id: string },
		};
		share(outcome);
		expect(Object.keys(outcome.json)).toEqual(['__proto__']);
		expect(({} as { id?: string }).id).toBeUndefined();
	});

	it('leaves failures and rows unchanged', () => {
		const share = textSharing();
		const failure: Outcome = { ok: false, failure: { message: 'no', executed: 'no' } };
		const rows: Outcome = { ok: true, rows: [{ id: '1' }] };
		expect(share(failure)).toBe(failure);
		expect(share(rows)).toBe(rows);
	});
});
