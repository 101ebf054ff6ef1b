import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { valueAt, type Path } from './paths';

/** The part of n8n's data proxy that is used here. */
interface DataProxy {
	$(node: string): {
		itemMatching(itemIndex: number): unknown;
		first(): unknown;
		all(): Array<{ json?: unknown } | undefined>;
	};
	$node: { [node: string]: { json: unknown } };
}

/** Reads a value for an item. */
export type ItemReader = (itemIndex: number) => unknown;

/** Reads paths through n8n's own data proxy, which decides how items are paired, what is pinned and which run counts. */
export class NodeData {
	private readonly begins = new Map<string, ItemReader>();
	private proxy: DataProxy | undefined;

	constructor(
		private readonly context: Pick<IExecuteFunctions, 'getWorkflowDataProxy'>,
		private readonly items: readonly INodeExecutionData[],
	) {}

	/**
	 * Compiles a path.
	 * @returns a function that returns the path's value for an item, or ASK_ENGINE
	 */
	compile({ begins, node, keys }: Path): ItemReader {
		if (begins === '$json') return (itemIndex) => valueAt(this.items[itemIndex]?.json, keys);
		const name = `${begins} ${node}`;
		const begin = this.begins.get(name) ?? this.beginReader(begins, node);
		// All paths into a node share one reader, which remembers what it found for an item.
		this.begins.set(name, begin);
		return (itemIndex) => valueAt(begin(itemIndex), keys);
	}

	private beginReader(begins: Exclude<Path['begins'], '$json'>, node: string): ItemReader {
		if (begins === 'first') {
			const first = once(() => this.shared().$(node).first());
			return () => first();
		}
		if (begins === 'item') {
			// `itemMatching` returns for any item what `item` returns for the proxy's own, and checks the node only once.
			const match = once(() => this.shared().$(node).itemMatching);
			return lastOf((itemIndex) => match()?.(itemIndex));
		}
		// `$node` uses the items of the output that leads here, as `all` does, and throws if none does.
		const rows = once(() => {
			const { $, $node } = this.shared();
			const all = $(node).all();
			return all[0]?.json === $node[node]?.json ? all : undefined;
		});
		return (itemIndex) => rows()?.[itemIndex];
	}

	/** One proxy per run: creating one per item costs 75 microseconds each. */
	private shared(): DataProxy {
		return (this.proxy ??= this.context.getWorkflowDataProxy(0));
	}
}

/** Asks once. If n8n throws, the answer is undefined, and the expression engine reports why. */
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
