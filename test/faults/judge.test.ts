import type { INodeExecutionData } from 'n8n-workflow';

import type { RunResult } from '../harness/workflow';
import { judge } from './judge';
import { leaks } from './leaks';

const good = (item: number, id = `id-${item}`): INodeExecutionData => ({
	json: { id },
	pairedItem: { item },
});
const bad = (item: number, executed?: string, id?: string): INodeExecutionData => ({
	json: { error: `No [item ${item}]`, message: 'Do this', details: { executed, id } },
	pairedItem: { item },
});
const out = (...items: INodeExecutionData[]) => ({ items, errors: [] });
const stopped = (context: object) => ({
	items: [],
	errors: [],
	error: { message: 'No', context: { itemIndex: 1, written: [], unclear: [], ...context } },
});
const MODE = 'continueRegularOutput';

describe('the judge of the fault matrix', () => {
	it('accepts what is told as it is', () => {
		const honest = { lost: [], duplicated: [], wrong: [] };
		expect(
			judge(out(good(0), bad(1, 'no'), bad(2, 'unknown'), bad(3, 'unknown')), MODE, [
				['id-0'],
				[],
				['x'],
				[],
			]),
		).toMatchObject(honest);
		expect(
			judge(stopped({ written: [{ item: 0, id: 'id-0' }], unclear: [1] }), 'stopWorkflow', [
				['id-0'],
				['x'],
				[],
			]),
		).toMatchObject(honest);
		expect(
			judge({ items: [good(0)], errors: [bad(1, 'no')] }, 'continueErrorOutput', [['id-0'], []]),
		).toMatchObject(honest);
	});

	it('objects to a success without a record', () => {
		expect(judge(out(good(0), good(1)), MODE, [['id-0'], []]).lost).toEqual([1]);
		expect(
			judge(stopped({ written: [{ item: 0, id: 'id-0' }] }), 'stopWorkflow', [[], []]).lost,
		).toEqual([0]);
	});

	it('objects to a record that is reported as not stored, or not at all', () => {
		expect(judge(out(good(0), bad(1, 'no')), MODE, [['id-0'], ['x']]).lost).toEqual([1]);
		expect(judge(out(good(0)), MODE, [['id-0'], ['x']]).lost).toEqual([1]);
		expect(judge(stopped({}), 'stopWorkflow', [['id-0'], []]).lost).toEqual([0]);
	});

	it('objects to a record that is stored twice, whatever is said of it', () => {
		expect(
			judge(out(good(0), bad(1, 'unknown')), MODE, [
				['id-0', 'y'],
				['x', 'y'],
			]).duplicated,
		).toEqual([0, 1]);
		expect(judge(stopped({ unclear: [1] }), 'stopWorkflow', [[], ['x', 'y']]).duplicated).toEqual([
			1,
		]);
	});

	it.each([
		['an item that does not come out', out(good(0)), [['id-0'], []]],
		['an item that comes out twice', out(good(0), good(0), good(1)), [['id-0'], ['id-1']]],
		['items in another order', out(good(1), good(0)), [['id-0'], ['id-1']]],
		['an item with the id of another', out(good(0, 'id-1'), good(1, 'id-0')), [['id-0'], ['id-1']]],
		['an item without a link', out({ json: { id: 'id-0' } }), [['id-0']]],
		['a failure that does not tell what is known', out(bad(0)), [[]]],
		[
			'a failure on the success output',
			{ items: [bad(0, 'no')], errors: [] },
			[[]],
			'continueErrorOutput' as const,
		],
		[
			'a success on the error output',
			{ items: [], errors: [good(0)] },
			[['id-0']],
			'continueErrorOutput' as const,
		],
		['an error in a mode that goes on', { ...out(good(0)), error: { message: 'No' } }, [['id-0']]],
		[
			'a stop that does not tell what was written',
			{ ...stopped({ written: undefined }) },
			[[]],
			'stopWorkflow' as const,
		],
	])('objects to %s', (_name, result, stored, mode: Parameters<typeof judge>[1] = MODE) => {
		expect(judge(result, mode, stored).wrong).not.toEqual([]);
	});

	it('holds an item whose later step failed to its record', () => {
		expect(judge(out(bad(0, 'yes', 'id-0')), MODE, [['id-0']])).toMatchObject({
			lost: [],
			wrong: [],
		});
		expect(judge(out(bad(0, 'yes', 'id-0')), MODE, [[]]).lost).toEqual([0]);
		expect(judge(out(bad(0, 'yes', 'id-1')), MODE, [['id-0']]).wrong).not.toEqual([]);
	});

	it('finds a secret wherever it stands', () => {
		const error = new Error('no');
		const runOf = (resultData: object) =>
			({ run: { data: { resultData } } }) as unknown as RunResult;
		expect(leaks(runOf({ error }), ['s3cret'])).toEqual([]);
		expect(
			leaks(runOf({ error: Object.assign(new Error('has s3cret'), { context: {} }) }), ['s3cret']),
		).not.toEqual([]);
		expect(
			leaks(runOf({ runData: [{ json: { details: { code: 'Bearer s3cret' } } }] }), ['s3cret']),
		).not.toEqual([]);
	});
});
