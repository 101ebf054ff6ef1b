import type { IExecuteFunctions } from 'n8n-workflow';

import { compileParameter } from '../../nodes/shared/parameters';
import { at } from '../../nodes/shared/values';

/** A context whose expressions come to their own text and the item's index. */
function contextOf(parameters: Record<string, unknown>) {
	const evaluated: string[] = [];
	const getNodeParameter = (path: string, itemIndex: number, fallback?: unknown, options?: { rawExpressions?: boolean }) => {
		const keys = path.split(/[.[\]]/).filter((key) => key !== '').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
		const raw = at(parameters, ...keys) ?? fallback;
		if (options?.rawExpressions) return raw;
		evaluated.push(`${path} ${itemIndex}`);
		return `${String(raw).slice(1)} of ${itemIndex}`;
	};
	return { context: { getNodeParameter } as unknown as IExecuteFunctions, evaluated };
}

it.each([['text', 'x'], ['number', 5], ['boolean', false], ['list', ['a', 'b']], ['object', { a: { b: [1] } }], ['a text with an equals sign inside', 'a = b']])('a fixed %s is read once and never evaluated', (_name, value) => {
	const { context, evaluated } = contextOf({ p: value });
	const parameter = compileParameter(context, 'p', []);
	expect(parameter.fixed).toBe(true);
	expect([parameter.read(0), parameter.read(7)]).toEqual([value, value]);
	expect(evaluated).toEqual([]);
});

it('evaluates only the leaves that are expressions, for the item that is asked for', () => {
	const { context, evaluated } = contextOf({ p: { fixed: 'x', mapped: '=one', rows: { values: [{ a: 'y', b: '=two' }, { a: 'z' }] } } });
	const parameter = compileParameter(context, 'p', []);
	expect(parameter.fixed).toBe(false);
	expect(evaluated).toEqual([]);
	expect(parameter.read(3)).toEqual({ fixed: 'x', mapped: 'one of 3', rows: { values: [{ a: 'y', b: 'two of 3' }, { a: 'z' }] } });
	expect(evaluated).toEqual(['p.mapped 3', 'p.rows.values[0].b 3']);
});

it('gives the fallback, or nothing, where the parameter is not set', () => {
	const { context } = contextOf({});
	expect(compileParameter(context, 'p', [], { a: 1 })).toMatchObject({ fixed: true });
	expect(compileParameter(context, 'p', [], { a: 1 }).read(0)).toEqual({ a: 1 });
	expect(compileParameter(context, 'p', []).read(0)).toBeUndefined();
});
