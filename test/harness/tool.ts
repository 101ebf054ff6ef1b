/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { dirname, join } from 'node:path';

import { createRunExecutionData, NodeConnectionTypes, Workflow, type IDataObject, type INode, type INodeExecutionData, type INodeParameters, type IWorkflowExecuteAdditionalData } from 'n8n-workflow';

import { Types } from './nodeTypes';
import { Helper, loadPackage, PACKAGE_NAME, type Credentials } from './workflow';

// n8n does not export how it runs a node for an AI agent.
const CORE = join(dirname(require.resolve('n8n-core')), 'execution-engine/node-execution-context');
const { SupplyDataContext } = jest.requireActual<{ SupplyDataContext: new (...args: unknown[]) => unknown }>(join(CORE, 'supply-data-context.js'));
type Invoke = (context: (run: number) => unknown, node: INode, type: unknown, data: IDataObject) => (args: IDataObject) => Promise<unknown>;
const { makeHandleToolInvocation } = jest.requireActual<{ makeHandleToolInvocation: Invoke }>(join(CORE, 'utils/get-input-connection-data.js'));

export interface ToolSpec {
	/** Name of our node; n8n calls its tool variant. */
	node: string;
	parameters: INodeParameters;
	credentials: Credentials;
	retry?: { tries: number };
}

/** A node as an AI agent calls it, by n8n's own code. */
export async function openTool({ node: name, parameters, credentials, retry }: ToolSpec): Promise<(args: IDataObject) => Promise<unknown>> {
	const loaded = await loadPackage();
	const node: INode = {
		id: 'tool',
		name: 'Tool',
		type: `${PACKAGE_NAME}.${name}Tool`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: Object.fromEntries(Object.keys(credentials).map((type) => [type, { id: `${type}-tool`, name: type }])),
		...(retry ? { retryOnFail: true, maxTries: retry.tries, waitBetweenTries: 1 } : {}),
	};
	const nodeTypes = new Types(loaded);
	const workflow = new Workflow({ id: 'tool', name: 'Tool', nodes: [node], connections: {}, active: false, nodeTypes, settings: {} });
	await workflow.expression.acquireIsolate?.();
	const base = 'http://localhost/';
	const additionalData = { executionId: 'tool', credentialsHelper: new Helper(credentials, loaded), currentNodeExecutionIndex: 0, restApiUrl: base, instanceBaseUrl: base, formWaitingBaseUrl: base, webhookBaseUrl: base, webhookWaitingBaseUrl: base, webhookTestBaseUrl: base, hooks: { runHook: async () => await Promise.resolve() }, variables: {} } as unknown as IWorkflowExecuteAdditionalData;
	const stored = workflow.getNode('Tool') ?? node;
	const runData = createRunExecutionData({});
	const item: INodeExecutionData = { json: { chatInput: 'hello' } };
	const source = { node: stored, data: { main: [[item]] }, source: null };
	const context = (run: number) => new SupplyDataContext(workflow, stored, additionalData, 'manual', runData, run, [item], {}, NodeConnectionTypes.AiTool, source, [], new AbortController().signal, stored);
	return makeHandleToolInvocation(context, stored, nodeTypes.getByNameAndVersion(stored.type, 1), runData as unknown as IDataObject);
}
