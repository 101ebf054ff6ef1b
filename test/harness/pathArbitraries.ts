import fc from 'fast-check';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { type Before } from './context';

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

export const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
	node: fc.oneof(
		{ maxDepth: 3 },
		scalar,
		fc.array(tie('node'), { maxLength: 3 }),
		fc.dictionary(key, tie('node'), { maxKeys: 4 }),
	),
})).node as fc.Arbitrary<unknown>;

export const json = fc
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

export const text = fc
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

export const items = (min: number) =>
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

export const before: fc.Arbitrary<Before> = fc.record({
	far: fc.oneof({ weight: 9, arbitrary: items(2) }, { weight: 1, arbitrary: items(0) }),
	near: items(1),
	side: items(1),
	source,
});
