import type { IExecuteFunctions } from 'n8n-workflow';

/** True if an AI agent calls the node: n8n gives the tool variant its own node type. */
export function isTool(context: Pick<IExecuteFunctions, 'getNode'>): boolean {
	return context.getNode().type.endsWith('Tool');
}
