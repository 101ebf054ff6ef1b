import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { valueAt, type Path } from './paths';

/** What n8n's data proxy offers, as far as it is used here. */
interface DataProxy {
	$(node: string): {
		itemMatching(itemIndex: number): unknown;
		first(): unknown;
		all(): Array<{ json?: unknown } | undefined>;
	};
	$node: { [node: string]: { json: unknown } };
}

/** Reads something for an item. */
export type ItemReader = (itemIndex: number) => unknown;

/** Reads paths by n8n's own data proxy: how items are paired, what is pinned and which run counts is left to n8n. */
export class NodeData {
	private readonly begins = new Map<string, ItemReader>();
	private proxy: DataProxy | undefined;

	constructor(
		private readonly context: Pick<IExecuteFunctions, 'getWorkflowDataProxy'>,
		private readonly items: readonly INodeExecutionData[],
	) {}

	/**
	 * Compiles a path.
	 * @returns gives the path's value for an item, or ASK_ENGINE
	 */
	compile({ begins, node, keys }: Path): ItemReader {
		if (begins === '$json') return (itemIndex) => valueAt(this.items[itemIndex]?.json, keys);
		const name = `${begins} ${node}`;
		const begin = this.begins.get(name) ?? this.beginReader(begins, node);
		// All paths into a node share what was found for an item.
		this.begins.set(name, begin);
		return (itemIndex) => valueAt(begin(itemIndex), keys);
	}

	private beginReader(begins: Exclude<Path['begins'], '$json'>, node: string): ItemReader {
		if (begins === 'first') {
			const first = once(() => this.shared().$(node).first());
			return () => first();
		}
		if (begins === 'item') {
			// What `item` gives for the proxy's own item, `itemMatching` gives for any, after checking the node only once.
			const match = once(() => this.shared().$(node).itemMatching);
			return lastOf((itemIndex) => match()?.(itemIndex));
		}
		// `$node` counts the items of the output that leads here, as `all` does, and refuses where none leads here.
		const rows = once(() => {
			const { $, $node } = this.shared();
			const all = $(node).all();
			return all[0]?.json === $node[node]?.json ? all : undefined;
		});
		return (itemIndex) => rows()?.[itemIndex];
	}

	/** One proxy for the whole run: one for each item would take 75 microseconds each. */
	private shared(): DataProxy {
		return (this.proxy ??= this.context.getWorkflowDataProxy(0));
	}
}

/** Asks once. Where n8n throws, there is nothing: the engine then says why. */
function once<T>(ask: () => T): () => T | undefined {
	let answer: { value: T | undefined } | undefined;
	return () => (answer ??= { value: attempt(ask) }).value;
}

/** Remembers the answer for the latest item. */
function lastOf(read: ItemReader): ItemReader {
	let latest: number | undefined;
	let value: unknown;
	return (itemIndex) => {
		if (itemIndex !== latest) {
			value = attempt(() => read(itemIndex));
			latest = itemIndex;
		}
		return value;
	};
}

function attempt<T>(ask: () => T): T | undefined {
	try {
		return ask();
	} catch {
		return undefined;
	}
}
