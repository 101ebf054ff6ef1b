import fc from 'fast-check';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeData } from '../../../nodes/shared/read/nodeData';
import { parameterCompiler } from '../../../nodes/shared/read/parameters';
import { ASK_ENGINE, partsOf, type Part } from '../../../nodes/shared/read/paths';
import { engineContext, mergedItem, toolContext } from '../../harness/context';
import { value, text, items, before } from '../../harness/pathArbitraries';

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
