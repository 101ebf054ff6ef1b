import type { NodeContext } from './http';

/**
 * Reads a parameter that is the same for all items, in every n8n context. Only an execute context expects an item index;
 * the others would treat it as the fallback.
 */
export function nodeParameter(context: NodeContext, name: string, fallback?: unknown): unknown {
	return 'getInputData' in context
		? context.getNodeParameter(name, 0, fallback)
		: context.getNodeParameter(name, fallback);
}
