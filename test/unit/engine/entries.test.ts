import { failed, type Outcome } from '../../../nodes/shared/base/errors';
import { at, textOf } from '../../../nodes/shared/base/values';
import { entryOutcomes, forIds } from '../../../nodes/shared/operations/entries';

const ok = (id: string) => ({ id });
const refused = (id?: string) => ({ id, refused: true });

function read(entries: unknown, ids: string[] = ['a', 'b']): string[] {
	const outcomes = entryOutcomes(
		{ ok: true, status: 200, headers: {}, body: { entries } },
		{
			vendor: 'Acme',
			count: ids.length,
			ids,
			list: (body) => at(body, 'entries'),
			idOf: (entry) => textOf(at(entry, 'id')),
			outcome: (entry): Outcome =>
				at(entry, 'refused') === true
					? failed({ message: 'refused', executed: 'no' })
					: { ok: true, id: textOf(at(entry, 'id')), json: {} },
		},
	);
	return outcomes.map((outcome) =>
		outcome.ok ? String('id' in outcome && outcome.id) : outcome.failure.executed,
	);
}

describe('The entries of a reply', () => {
	it('belong to the records in their order', () => {
		expect(read([ok('a'), ok('b')])).toEqual(['a', 'b']);
		expect(read([ok('a'), refused('b')])).toEqual(['a', 'no']);
	});

	it('are sorted if each names its record', () => {
		expect(read([ok('b'), ok('a')])).toEqual(['a', 'b']);
		expect(read([refused('b'), ok('a')])).toEqual(['a', 'no']);
	});

	it('say nothing about a record if one is in the place of another', () => {
		expect(read([ok('b'), refused()])).toEqual(['unknown', 'unknown']);
		expect(read([refused(), ok('a')])).toEqual(['unknown', 'unknown']);
	});

	it('keep a refusal that names another record of the batch, of which it is a duplicate', () => {
		expect(read([ok('a'), refused('a')])).toEqual(['a', 'no']);
	});

	it('say nothing if there are more or fewer entries than records', () => {
		expect(read([ok('a')])).toEqual(['unknown', 'unknown']);
		expect(read(undefined)).toEqual(['unknown', 'unknown']);
	});

	it('of a repeated ID are requested once', async () => {
		const asked: string[][] = [];
		const outcomes = await forIds([{ id: 'a' }, { id: 'b' }, { id: 'a' }], async (ids) => {
			asked.push(ids);
			return await Promise.resolve(ids.map((id): Outcome => ({ ok: true, id, json: { id } })));
		});
		expect(asked).toEqual([['a', 'b']]);
		expect(outcomes.map((outcome) => outcome.ok && 'id' in outcome && outcome.id)).toEqual([
			'a',
			'b',
			'a',
		]);
	});
});
