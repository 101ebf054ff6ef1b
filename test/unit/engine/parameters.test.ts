import type { IExecuteFunctions } from 'n8n-workflow';

import { parameterCompiler } from '../../../nodes/shared/read/parameters';
import { at } from '../../../nodes/shared/base/values';

/** A context whose expressions evaluate to their own text and the item's index. */
function contextOf(parameters: Record<string, unknown>) {
	const evaluated: string[] = [];
	const getNodeParameter = (
		path: string,
		itemIndex: number,
		fallback?: unknown,
		options?: { rawExpressions?: boolean },
	) => {
		const keys = path
			.split(/[.[\]]/)
			.filter((key) => key !== '')
			.map((key) => (/^\d+$/.test(key) ? Number(key) : key));
		const raw = at(parameters, ...keys) ?? fallback;
		if (options?.rawExpressions) return raw;
		evaluated.push(`${path} ${itemIndex}`);
		return `${String(raw).slice(1)} of ${itemIndex}`;
	};
	const context = {
		getNodeParameter,
		getNode: () => ({ type: 'test.probe' }),
	} as unknown as IExecuteFunctions;
	return { compile: parameterCompiler(context, []), evaluated };
}

it.each([
	['text', 'x'],
	['number', 5],
	['boolean', false],
	['list', ['a', 'b']],
	['object', { a: { b: [1] } }],
	['a text with an equals sign inside', 'a = b'],
])('a fixed %s is read once and never evaluated', (_name, value) => {
	const { compile, evaluated } = contextOf({ p: value });
	const parameter = compile('p');
	expect(parameter.fixed).toBe(true);
	expect([parameter.read(0), parameter.read(7)]).toEqual([value, value]);
	expect(evaluated).toEqual([]);
});

it('evaluates only the leaves that are expressions, for the requested item', () => {
	const { compile, evaluated } = contextOf({
		p: {
			fixed: 'x',
			mapped: '={{ one }}',
			rows: { values: [{ a: 'y', b: '={{ two }}' }, { a: 'z' }] },
		},
	});
	const parameter = compile('p');
	expect(parameter.fixed).toBe(false);
	expect(evaluated).toEqual([]);
	expect(parameter.read(3)).toEqual({
		fixed: 'x',
		mapped: '{{ one }} of 3',
		rows: { values: [{ a: 'y', b: '{{ two }} of 3' }, { a: 'z' }] },
	});
	expect(evaluated).toEqual(['p.mapped 3', 'p.rows.values[0].b 3']);
});

it('returns the fallback, or nothing, if the parameter is not set', () => {
	const { compile } = contextOf({});
	expect(compile('p', { a: 1 })).toMatchObject({ fixed: true });
	expect(compile('p', { a: 1 }).read(0)).toEqual({ a: 1 });
	expect(compile('p').read(0)).toBeUndefined();
});
