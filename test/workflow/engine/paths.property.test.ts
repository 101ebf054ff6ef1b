import fc from 'fast-check';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { NodeData } from '../../../nodes/shared/read/nodeData';
import { parameterCompiler } from '../../../nodes/shared/read/parameters';
import { ASK_ENGINE, partsOf, type Part } from '../../../nodes/shared/read/paths';
import { engineContext, mergedItem, toolContext, type Before } from '../../harness/context';

/** Keys as data has them, with those that only look harmless. */
const key = fc.oneof(
	fc.constantFrom(
		'a',
		'b',
		'name',
		'first name',
		'x.y',
		'a-b',
		'ä',
		'0',
		'1',
		'',
		' ',
		'length',
		'constructor',
		'__proto__',
		'toString',
		'prototype',
		'isEmpty',
		'first',
		'json',
		'item',
		'$json',
		'class',
		'caller',
	),
	fc.string({ maxLength: 6 }),
);
const scalar = fc.oneof(
	fc.string({ maxLength: 12 }),
	fc.constantFrom(
		'',
		'=x',
		'={{ 1 }}',
		'{{ $json.a }}',
		' text ',
		'2026-03-01T10:00:00Z',
		'<b>',
		'\u2028',
		"it's",
		'"',
		'\\',
	),
	fc.double(),
	fc.integer(),
	fc.constantFrom(0, -0, NaN, Infinity, 2 ** 53, 1e21),
	fc.boolean(),
	fc.constant(null),
	fc.constant(undefined),
	fc.date(),
);
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
	node: fc.oneof(
		{ maxDepth: 3 },
		scalar,
		fc.array(tie('node'), { maxLength: 3 }),
		fc.dictionary(key, tie('node'), { maxKeys: 4 }),
	),
})).node as fc.Arbitrary<unknown>;
const json = fc
	.tuple(
		fc.dictionary(key, value, { maxKeys: 4 }),
		fc.record(
			{ a: scalar, name: value, b: fc.dictionary(fc.constantFrom('a', 'name'), scalar) },
			{ requiredKeys: [] },
		),
	)
	.map(([some, common]) => ({ ...some, ...common })) as fc.Arbitrary<IDataObject>;

const step = (name: string | number, form: number): string => {
	if (typeof name === 'number') return `[${name}]`;
	if (form === 0 && /^[A-Za-z_$][\w$]*$/.test(name)) return `.${name}`;
	return form === 1 ? `["${name}"]` : `['${name}']`;
};
/** A path through the data, mostly one that leads somewhere. */
const anyKeys = fc
	.tuple(
		fc.array(fc.oneof(key, fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 3 }),
		fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 3, maxLength: 3 }),
	)
	.map(([names, forms]) => names.map((name, index) => step(name, forms[index] ?? 0)).join(''));

const steps = fc.oneof(
	fc.constantFrom('.a', '["a"]', '.name', "['name']", '.b.a', '.b["name"]', '.name[0]'),
	anyKeys,
);

/** Ways to begin at another node, and ways that are something else. */
const BEGINS = [
	(name: string) => `$('${name}').item.json`,
	(name: string) => `$('${name}').item.json`,
	(name: string) => `$("${name}")["item"].json`,
	(name: string) => `$('${name}').first().json`,
	(name: string) => `$("${name}").first().json`,
	(name: string) => `$node["${name}"].json`,
	(name: string) => `$node['${name}']["json"]`,
	(name: string) => `$node.${name}.json`,
];
const OTHERS = [
	(name: string) => `$('${name}').item`,
	(name: string) => `$('${name}').last().json`,
	(name: string) => `$('${name}').all()[0].json`,
	(name: string) => `$('${name}').params`,
	(name: string) => `$node["${name}"].context`,
];

/** Where a path begins: the current item, nodes that ran, one that did not, one beside the way, and names that are none. */
const node = fc.oneof(
	{ weight: 3, arbitrary: fc.constantFrom('Far', 'Near') },
	{
		weight: 1,
		arbitrary: fc.constantFrom('Side', 'Unrun', 'Probe', 'Missing', 'constructor', '__proto__', ''),
	},
);
const begin = fc.oneof(
	{ weight: 3, arbitrary: fc.constant('$json') },
	{
		weight: 6,
		arbitrary: fc
			.tuple(
				node,
				fc.oneof(
					{ weight: 3, arbitrary: fc.constantFrom(...BEGINS) },
					{ weight: 1, arbitrary: fc.constantFrom(...OTHERS) },
				),
			)
			.map(([name, make]) => make(name)),
	},
);
const path = fc.tuple(begin, steps).map(([start, rest]) => start + rest);

/** Texts around paths, as people write them and in ways that must not be taken for them. */
const WRAPS = [
	(one: string) => `={{ ${one} }}`,
	(one: string) => `={{ ${one} }}`,
	(one: string) => `={{ ${one} }}`,
	(one: string) => `={{${one}}}`,
	(one: string) => `={{\n\t${one}\n}}`,
	(one: string) => `= {{ ${one} }}`,
	(one: string) => `={{ ${one} }} `,
	(one: string) => `=x{{ ${one} }}`,
	(one: string, two: string) => `={{ ${one} }}{{ ${two} }}`,
	(one: string, two: string) => `=Hello {{ ${one} }} and {{ ${two} }}!`,
	(one: string, two: string) => `={"a": "{{ ${one} }}",\n\t"b": {{ ${two} }}}`,
	(one: string, two: string) => `={{ ${one} }} }} {{ ${two} }`,
	(one: string) => `=\u2028 it's "{{ ${one} }}" \u00e4\ud83d \r\n`,
	(one: string) => `=\\{{ ${one} }}`,
	(one: string) => `=\\\\{{ ${one} }}`,
	(one: string) => `=C:\\new {{ ${one} }}`,
	(one: string) => `={{{ ${one} }}}`,
	(one: string) => `={{ ${one} }`,
	(one: string) => `={{ ${one} }} {{`,
	(one: string) => `={{ }} {{ ${one} }}`,
	(one: string) => `={{ ${one}.length }}`,
	(one: string) => `={{ ${one} + 1 }}`,
	(one: string) => `={{ ${one} ?? "x" }}`,
	(one: string) => `=.constructor {{ ${one} }}`,
	(one: string) => `==${one}`,
];
const text = fc
	.tuple(path, path, fc.constantFrom(...WRAPS))
	.map(([one, two, wrap]) => wrap(one, two));

/** How n8n links an item to the one it was made from, and ways in which nodes get that wrong. */
const paired = fc.oneof(
	{ weight: 12, arbitrary: fc.integer({ min: 0, max: 1 }).map((item) => ({ item })) },
	{ weight: 1, arbitrary: fc.integer({ min: 0, max: 3 }) },
	{
		weight: 1,
		arbitrary: fc.array(
			fc.integer({ min: 0, max: 2 }).map((item) => ({ item })),
			{ maxLength: 2 },
		),
	},
	{
		weight: 1,
		arbitrary: fc.constantFrom(undefined, { item: 99 }, { item: 0, input: 1 }, { item: -1 }),
	},
);
const items = (min: number) =>
	fc.array(
		fc.tuple(json, paired).map(
			([row, pairedItem]): INodeExecutionData => ({
				json: row,
				...(pairedItem === undefined ? {} : { pairedItem }),
			}),
		),
		{ minLength: min, maxLength: 4 },
	);
const source = fc.oneof(
	{ weight: 9, arbitrary: fc.constant(undefined) },
	{
		weight: 1,
		arbitrary: fc.constantFrom<Before['source']>(
			null,
			[{ previousNode: 'Far' }],
			[{ previousNode: 'Near', previousNodeOutput: 1 }],
		),
	},
);
const before: fc.Arbitrary<Before> = fc.record({
	far: fc.oneof({ weight: 9, arbitrary: items(2) }, { weight: 1, arbitrary: items(0) }),
	near: items(1),
	side: items(1),
	source,
});

describe('parameters', () => {
	it('give what the expression engine gives, for every value, every shape of path and every way of pairing items', async () => {
		const direct: Record<string, number> = {};
		await fc.assert(
			fc.asyncProperty(items(1), before, text, async (input, nodes, raw) => {
				const context = await engineContext({ p: raw }, input, nodes);
				compare(context, input);
				for (const kind of readDirectly(context, input, raw))
					direct[kind] = (direct[kind] ?? 0) + 1;
			}),
			{ numRuns: 2_000, seed: 42 },
		);
		// Each shortcut is really taken, or the test would compare the engine with itself.
		for (const kind of ['$json', '$node', 'item', 'first', 'several parts'])
			expect([kind, (direct[kind] ?? 0) > 20 ? 'taken' : direct[kind]]).toEqual([kind, 'taken']);
	}, 180_000);

	it('give what the expression engine gives for text without a path', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.oneof(
					fc.string({ maxLength: 20 }),
					fc.string({ unit: 'binary', maxLength: 20 }),
					fc.constantFrom(
						'',
						' ',
						'=',
						'}}',
						'toString',
						'constructor',
						'__proto__',
						'a. constructor',
						'\\',
						'a\\n',
						'{ }',
						'0',
						'null',
						'\u2028',
						'it\'s "x"',
						'$json.a',
						'`${1}`',
					),
				),
				async (plain) => {
					const input = [{ json: { a: 1 } }];
					compare(await engineContext({ p: `=${plain}` }, input), input);
				},
			),
			{ numRuns: 500, seed: 42 },
		);
	});

	const args = fc.dictionary(
		fc.constantFrom('a', 'b', 'name', 'chatInput', 'toolCallId', 'query'),
		value,
		{ maxKeys: 4 },
	) as fc.Arbitrary<IDataObject>;

	it('give what the expression engine gives in a tool that an agent before version 3, a nested agent or the MCP trigger calls', async () => {
		await fc.assert(
			fc.asyncProperty(items(1), args, before, text, async (agentItems, given, nodes, raw) => {
				const context = await toolContext({ p: raw }, agentItems, given, nodes);
				compare(context, context.getInputData());
			}),
			{ numRuns: 600, seed: 42 },
		);
	});

	it('give what the expression engine gives in a tool that an agent from version 3 on calls', async () => {
		await fc.assert(
			fc.asyncProperty(items(1), args, before, text, async ([agentItem], given, nodes, raw) => {
				const input = [mergedItem(agentItem as INodeExecutionData, given)];
				compare(await engineContext({ p: raw }, input, nodes, 'test.probeTool'), input);
			}),
			{ numRuns: 400, seed: 42 },
		);
	});

	it("of a tool come from the agent's item, whatever the model says", async () => {
		const context = await toolContext(
			{ p: '={{ $json.chatInput }}' },
			[{ json: { chatInput: 'of the author' } }],
			{ chatInput: 'of the model' },
		);
		const inputItems = context.getInputData();
		expect(inputItems[0]?.json).toEqual({ chatInput: 'of the model' });
		expect(parameterCompiler(context, inputItems)('p').read(0)).toBe('of the author');
	});

	const ITEM: INodeExecutionData = {
		json: { name: 'a', 'first name': 'b', address: { city: 'c' }, tags: ['d'] },
		pairedItem: { item: 0 },
	};
	it.each([
		'={{ $json.name }}',
		'={{ $json["first name"] }}',
		"={{ $json['first name'] }}",
		'={{ $json.address.city }}',
		'={{ $json.tags[0] }}',
		"={{ $('Near').item.json.name }}",
		'={{ $("Far").item.json["first name"] }}',
		"={{ $('Far').first().json.address.city }}",
		'={{ $node["Near"].json.tags[0] }}',
		'={{$node["Near"]["json"]["name"]}}',
		'={{ $node.Near.json.name }}',
		'={{ $json.name }}{{ $json.missing }}',
	])('%s is read without the expression engine', async (raw) => {
		const nodes = { far: [ITEM], near: [ITEM] };
		const context = await engineContext({ p: raw }, [ITEM], nodes);
		const read = parameterCompiler(withoutEngine(context), [ITEM])('p').read;
		expect(read(0)).toMatch(/^[abcd]$/);
		expect(read(0)).toEqual(context.getNodeParameter('p', 0));
	});

	it.each([
		'={{ $json }}',
		'={{ $json.name.toUpperCase() }}',
		'={{ $json?.name }}',
		'={{ $json.constructor }}',
		'={{ $json.__proto__.x }}',
		'={{ $json["a" + "b"] }}',
		'={{ $json[01] }}',
		'={{ $json.a // x }}',
		'={{ $input.item.json.a }}',
		'={{ $json["a\\n"] }}',
		"={{ $('Far').item }}",
		"={{ $('Far').itemMatching(0).json.a }}",
		'={{ $node["Far"].context.a }}',
		"={{ $('Far' + '').item.json.a }}",
		'={{ $json.a',
		'=\\{{ $json.a }}',
		'=',
		'=toString',
	])('%s is left to the engine', (raw) => {
		expect(partsOf(raw)).toBeUndefined();
	});
});

/** Reads the parameter for each item by us and by the engine. */
function compare(context: IExecuteFunctions, inputItems: INodeExecutionData[]): void {
	const { read } = parameterCompiler(context, inputItems)('p');
	inputItems.forEach((_, index) =>
		expect(attempt(() => read(index))).toEqual(attempt(() => context.getNodeParameter('p', index))),
	);
}

/** The kinds of parts that are read without the engine for at least one item. */
function readDirectly(
	context: IExecuteFunctions,
	inputItems: INodeExecutionData[],
	raw: string,
): string[] {
	const parts = partsOf(raw);
	if (parts === undefined) return [];
	const data = new NodeData(context, inputItems);
	const isDirect = (part: Part) =>
		typeof part === 'string' ||
		inputItems.some((_, index) => data.compile(part)(index) !== ASK_ENGINE);
	if (!parts.every(isDirect)) return [];
	return [
		...parts.flatMap((part) => (typeof part === 'string' ? [] : [part.begins])),
		...(parts.length > 1 ? ['several parts'] : []),
	];
}

/** The context of a node whose n8n evaluates nothing. */
function withoutEngine(context: IExecuteFunctions): IExecuteFunctions {
	const getNodeParameter = (
		name: string,
		item: number,
		fallback: unknown,
		options?: { rawExpressions?: boolean },
	) => {
		if (!options?.rawExpressions) throw new Error(`${name} was evaluated`);
		return context.getNodeParameter(name, item, fallback, options);
	};
	return {
		getNodeParameter,
		getNode: () => context.getNode(),
		getWorkflowDataProxy: (index: number) => context.getWorkflowDataProxy(index),
	} as unknown as IExecuteFunctions;
}

/** A result, or what n8n says there was none for. */
function attempt(read: () => unknown): unknown {
	try {
		return { value: read() };
	} catch (error) {
		const { name, message, description, context } = error as Error & {
			description?: string;
			context?: IDataObject;
		};
		return {
			name,
			message,
			description,
			type: context?.type,
			nodeCause: context?.nodeCause,
			itemIndex: context?.itemIndex,
		};
	}
}
