import type { IExecuteFunctions } from 'n8n-workflow';

/** Whether an AI agent calls the node: n8n gives its tool variant a type of its own. */
export function isTool(context: Pick<IExecuteFunctions, 'getNode'>): boolean {
	return context.getNode().type.endsWith('Tool');
}
