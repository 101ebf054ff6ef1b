import 'reflect-metadata';

import { ExecuteContext } from 'n8n-core';
import { createRunExecutionData, NodeConnectionTypes, Workflow, type IExecuteFunctions, type INode, type INodeExecutionData, type INodeParameters, type INodeType, type IWorkflowExecuteAdditionalData } from 'n8n-workflow';

const PROBE: INodeType = {
	description: { displayName: 'Probe', name: 'probe', group: ['transform'], version: 1, description: '', defaults: {}, inputs: [NodeConnectionTypes.Main], outputs: [NodeConnectionTypes.Main], properties: [{ displayName: 'P', name: 'p', type: 'string', default: '' }] },
};

/** n8n's own execution context for a node with these parameters and items; its expression engine is the real one. */
export async function engineContext(parameters: INodeParameters, items: INodeExecutionData[]): Promise<IExecuteFunctions> {
	const node: INode = { id: 'probe', name: 'Probe', type: 'test.probe', typeVersion: 1, position: [0, 0], parameters };
	const workflow = new Workflow({ id: 'probe', name: 'Probe', nodes: [node], connections: {}, active: false, nodeTypes: { getByName: () => PROBE, getByNameAndVersion: () => PROBE, getKnownTypes: () => ({}) }, settings: { timezone: 'Europe/Berlin' } });
	const base = 'http://localhost/';
	const additionalData = { executionId: 'probe', restApiUrl: base, instanceBaseUrl: base, webhookBaseUrl: base, webhookWaitingBaseUrl: base, webhookTestBaseUrl: base, formWaitingBaseUrl: base, variables: {} } as unknown as IWorkflowExecuteAdditionalData;
	const data = { main: [items] };
	await workflow.expression.acquireIsolate?.();
	return new ExecuteContext(workflow, workflow.getNode('Probe') ?? node, additionalData, 'internal', createRunExecutionData({}), 0, items, data, { node, data, source: null }, []);
}
