import type { NodeContext } from './http';

/**
 * Reads a parameter that is the same for all items, in every context of n8n.
 * Only a node that runs takes an item index there; the others would take it for the fallback.
 */
export function nodeParameter(context: NodeContext, name: string, fallback?: unknown): unknown {
	return 'getInputData' in context
		? context.getNodeParameter(name, 0, fallback)
		: context.getNodeParameter(name, fallback);
}
