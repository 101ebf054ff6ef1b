import fc from 'fast-check';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { compileParameter } from '../../nodes/shared/parameters';
import { ASK_ENGINE, plainPath, valueAt } from '../../nodes/shared/paths';
import { engineContext } from '../harness/context';

/** Keys as data has them, with those that only look harmless. */
const key = fc.oneof(
	fc.constantFrom('a', 'b', 'name', 'first name', 'x.y', 'a-b', 'ä', '0', '1', '', ' ', 'length', 'constructor', '__proto__', 'toString', 'prototype', 'isEmpty', 'first', 'json', 'item', '$json', 'class', 'caller'),
	fc.string({ maxLength: 6 }),
);
const scalar = fc.oneof(
	fc.string({ maxLength: 12 }),
	fc.constantFrom('', '=x', '={{ 1 }}', '{{ $json.a }}', ' text ', '2026-03-01T10:00:00Z', '<b>', '\u2028', "it's", '"', '\\'),
	fc.double(),
	fc.integer(),
	fc.constantFrom(0, -0, NaN, Infinity, 2 ** 53, 1e21),
	fc.boolean(),
	fc.constant(null),
	fc.constant(undefined),
	fc.date(),
);
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
	node: fc.oneof({ maxDepth: 3 }, scalar, fc.array(tie('node'), { maxLength: 3 }), fc.dictionary(key, tie('node'), { maxKeys: 4 })),
})).node as fc.Arbitrary<unknown>;
const json = fc.dictionary(key, value, { minKeys: 1, maxKeys: 6 }) as fc.Arbitrary<IDataObject>;

const step = (name: string | number, form: number): string => {
	if (typeof name === 'number') return `[${name}]`;
	if (form === 0 && /^[A-Za-z_$][\w$]*$/.test(name)) return `.${name}`;
	return form === 1 ? `["${name}"]` : `['${name}']`;
};
/** A path through the data, mostly one that leads somewhere. */
const path = fc.tuple(fc.array(fc.oneof(key, fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 3 }), fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 3, maxLength: 3 }), fc.integer({ min: 0, max: 9 }));

/** Texts around a path, as drag and drop writes it and in ways that must not be taken for it. */
const WRAPS = [
	(inner: string) => `={{ ${inner} }}`,
	(inner: string) => `={{${inner}}}`,
	(inner: string) => `={{\n\t${inner}\n}}`,
	(inner: string) => `= {{ ${inner} }}`,
	(inner: string) => `={{ ${inner} }} `,
	(inner: string) => `=x{{ ${inner} }}`,
	(inner: string) => `={{ ${inner} }}{{ ${inner} }}`,
	(inner: string) => `={{ ${inner}.length }}`,
	(inner: string) => `={{ ${inner} + 1 }}`,
	(inner: string) => `={{ ${inner} ?? "x" }}`,
];

describe('plain paths', () => {
	it('give what the expression engine gives, for every value and every shape of path', async () => {
		let direct = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(json, { minLength: 1, maxLength: 4 }), path, async (rows, [names, forms, wrap]) => {
				const items: INodeExecutionData[] = rows.map((row, item) => ({ json: row, pairedItem: { item } }));
				const inner = `$json${names.map((name, index) => step(name, forms[index] ?? 0)).join('')}`;
				const raw = (WRAPS[wrap] as (inner: string) => string)(inner);
				const context = await engineContext({ p: raw }, items);
				const read = compileParameter(context, 'p', items).read;
				const keys = plainPath(raw);
				items.forEach((item, index) => {
					if (keys && valueAt(item, keys) !== ASK_ENGINE) direct += 1;
					expect(attempt(() => read(index))).toEqual(attempt(() => context.getNodeParameter('p', index)));
				});
			}),
			{ numRuns: 5_000, seed: 42 },
		);
		// The shortcut is really taken, or the test would compare the engine with itself.
		expect(direct).toBeGreaterThan(500);
	});

	it.each(['={{ $json.name }}', '={{ $json["first name"] }}', "={{ $json['first name'] }}", '={{ $json.address.city }}', '={{ $json.tags[0] }}'])('%s is read from the item', (raw) => {
		const item = { json: { name: 'a', 'first name': 'b', address: { city: 'c' }, tags: ['d'] } };
		const keys = plainPath(raw);
		expect(keys && valueAt(item, keys)).toMatch(/^[abcd]$/);
	});

	it.each(['={{ $json }}', '={{ $json.name.toUpperCase() }}', '={{ $json?.name }}', '={{ $json.constructor }}', '={{ $json.__proto__.x }}', '={{ $json["a" + "b"] }}', '={{ $json.a }} ', '={{ $json[01] }}', '={{ $json.a // x }}', '={{ $input.item.json.a }}', 'no expression', '={{ $json["a\\n"] }}'])('%s is left to the engine', (raw) => {
		expect(plainPath(raw)).toBeUndefined();
	});
});

/** A result, or that there was none: the texts of refusals are not compared. */
function attempt(read: () => unknown): unknown {
	try {
		return { value: read() };
	} catch {
		return 'refused';
	}
}
