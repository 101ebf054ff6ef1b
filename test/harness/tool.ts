/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { dirname, join } from 'node:path';

import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	NodeConnectionTypes,
	Workflow,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { Types, type Loaded } from './nodeTypes';
import { Helper, type Credentials } from './credentials';
import { loadPackage, PACKAGE_NAME } from './package';

// n8n does not export how it runs a node for an AI agent.
const CORE = join(dirname(require.resolve('n8n-core')), 'execution-engine/node-execution-context');
const { SupplyDataContext } = jest.requireActual<{
	SupplyDataContext: new (...args: unknown[]) => unknown;
}>(join(CORE, 'supply-data-context.js'));
type Invoke = (
	context: (run: number) => unknown,
	node: INode,
	type: unknown,
	data: IDataObject,
) => (args: IDataObject) => Promise<unknown>;
const { makeHandleToolInvocation } = jest.requireActual<{ makeHandleToolInvocation: Invoke }>(
	join(CORE, 'utils/get-input-connection-data.js'),
);

export interface ToolSpec {
	/** Name of our node; n8n calls its tool variant. */
	node: string;
	parameters: INodeParameters;
	credentials: Credentials;
	retry?: { tries: number };
	/** JSON of the agent's own item. */
	agentItem?: IDataObject;
}

const AGENT_ITEM = { chatInput: 'hello', sessionId: 'session-1' };

/** A node as an agent before version 3, a nested agent or the MCP trigger calls it, by n8n's own code. */
export async function openTool(spec: ToolSpec): Promise<(args: IDataObject) => Promise<unknown>> {
	const { workflow, node, nodeTypes, additionalData } = await toolWorkflow(spec);
	await workflow.expression.acquireIsolate?.();
	const runData = createRunExecutionData({});
	const item: INodeExecutionData = { json: spec.agentItem ?? AGENT_ITEM };
	const source = { node, data: { main: [[item]] }, source: null };
	const context = (run: number) =>
		new SupplyDataContext(
			workflow,
			node,
			additionalData,
			'manual',
			runData,
			run,
			[item],
			{},
			NodeConnectionTypes.AiTool,
			source,
			[],
			new AbortController().signal,
			node,
		);
	return makeHandleToolInvocation(
		context,
		node,
		nodeTypes.getByNameAndVersion(node.type, 1),
		runData as unknown as IDataObject,
	);
}

/** A node as an agent from version 3 on calls it: the agent asks the engine, which runs the tool as a node. */
export async function runToolByEngine(
	spec: ToolSpec,
	args: IDataObject,
): Promise<INodeExecutionData[]> {
	const { workflow, additionalData } = await toolWorkflow(spec, args);
	await workflow.expression.acquireIsolate?.();
	const agent = workflow.getNode('Agent');
	if (!agent) throw new Error('no agent');
	const item: INodeExecutionData = { json: spec.agentItem ?? AGENT_ITEM, pairedItem: { item: 0 } };
	const data = createRunExecutionData({
		executionData: {
			nodeExecutionStack: [
				{ node: agent, data: { main: [[item]] }, source: { main: [{ previousNode: 'Start' }] } },
			],
		},
	});
	const run = await new WorkflowExecute(additionalData, 'internal', data).processRunExecutionData(
		workflow,
	);
	// n8n 1 writes a failure behind the entry that it had made for the call.
	const task = run.data.resultData.runData.Tool?.at(-1);
	if (task?.error) throw new Error(task.error.message);
	return task?.data?.ai_tool?.[0] ?? [];
}

/** Asks the engine for one call of its tool, as agents from version 3 on do, and hands on what comes back. */
const agentThatGives = (input: IDataObject): INodeType => ({
	description: {
		displayName: 'Agent',
		name: 'agent',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: {},
		inputs: [NodeConnectionTypes.Main, NodeConnectionTypes.AiTool],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	},
	async execute(response) {
		if (response && response.actionResponses.length > 0)
			return await Promise.resolve([[{ json: { done: true } }]]);
		return await Promise.resolve({
			actions: [
				{
					actionType: 'ExecutionNodeAction' as const,
					nodeName: 'Tool',
					input,
					type: NodeConnectionTypes.AiTool,
					id: 'call-1',
					metadata: { itemIndex: 0 },
				},
			],
			metadata: {},
		});
	},
});

class AgentTypes extends Types {
	private readonly agent: INodeType;

	constructor(loaded: Loaded, args: IDataObject) {
		super(loaded);
		this.agent = agentThatGives(args);
	}

	override getByName(type: string) {
		return type === 'test.agent' ? this.agent : super.getByName(type);
	}
}

async function toolWorkflow(
	{ node: name, parameters, credentials, retry }: ToolSpec,
	args: IDataObject = {},
) {
	const loaded = await loadPackage();
	const tool: INode = {
		id: 'tool',
		name: 'Tool',
		type: `${PACKAGE_NAME}.${name}Tool`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: Object.fromEntries(
			Object.keys(credentials).map((type) => [type, { id: `${type}-tool`, name: type }]),
		),
		...(retry ? { retryOnFail: true, maxTries: retry.tries, waitBetweenTries: 1 } : {}),
	};
	const plain = (node: string, type: string): INode => ({
		id: node,
		name: node,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	});
	const nodeTypes = new AgentTypes(loaded, args);
	const connections = {
		Start: { main: [[{ node: 'Agent', type: NodeConnectionTypes.Main, index: 0 }]] },
		Tool: { ai_tool: [[{ node: 'Agent', type: NodeConnectionTypes.AiTool, index: 0 }]] },
	};
	const workflow = new Workflow({
		id: 'tool',
		name: 'Tool',
		nodes: [plain('Start', 'test.start'), plain('Agent', 'test.agent'), tool],
		connections,
		active: false,
		nodeTypes,
		settings: {},
	});
	const base = 'http://localhost/';
	const hooks = new ExecutionLifecycleHooks('internal', 'tool', {
		id: 'tool',
		name: 'Tool',
		active: false,
		isArchived: false,
		createdAt: new Date(),
		updatedAt: new Date(),
		nodes: [],
		connections: {},
		activeVersionId: null,
	});
	const additionalData = {
		executionId: 'tool',
		credentialsHelper: new Helper(credentials, loaded),
		currentNodeExecutionIndex: 0,
		restApiUrl: base,
		instanceBaseUrl: base,
		formWaitingBaseUrl: base,
		webhookBaseUrl: base,
		webhookWaitingBaseUrl: base,
		webhookTestBaseUrl: base,
		hooks,
		variables: {},
		setExecutionStatus: () => undefined,
	} as unknown as IWorkflowExecuteAdditionalData;
	return { workflow, node: workflow.getNode('Tool') ?? tool, nodeTypes, additionalData };
}
