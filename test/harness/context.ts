/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import 'reflect-metadata';

import { dirname, join } from 'node:path';

import { ExecuteContext } from 'n8n-core';
import {
	createRunExecutionData,
	NodeConnectionTypes,
	Workflow,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type ISourceData,
	type ITaskData,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

// n8n does not export how it runs a node for an AI agent.
const CORE = join(dirname(require.resolve('n8n-core')), 'execution-engine/node-execution-context');
type ToolContext = IExecuteFunctions & {
	addInputData(type: string, data: INodeExecutionData[][]): unknown;
};
const { SupplyDataContext } = jest.requireActual<{
	SupplyDataContext: new (...args: unknown[]) => ToolContext;
}>(join(CORE, 'supply-data-context.js'));

const PROBE: INodeType = {
	description: {
		displayName: 'Probe',
		name: 'probe',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: {},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [{ displayName: 'P', name: 'p', type: 'string', default: '' }],
	},
};
const TOOL: INodeType = {
	description: {
		...PROBE.description,
		name: 'probeTool',
		inputs: [],
		outputs: [NodeConnectionTypes.AiTool],
	},
};

/** The nodes before the probe: Far -> Near -> probe; Unrun and Far's Side hang beside. What is left out has not run. */
export interface Before {
	far?: INodeExecutionData[];
	near?: INodeExecutionData[];
	side?: INodeExecutionData[];
	/** Where the probe's items come from; null where n8n does not know. */
	source?: ISourceData[] | null;
}

const FROM_NEAR: ISourceData[] = [{ previousNode: 'Near' }];

function open(parameters: INodeParameters, before: Before, type: string) {
	const plain = (name: string, nodeType = 'test.probe'): INode => ({
		id: name,
		name,
		type: nodeType,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	});
	const probe: INode = { ...plain('Probe', type), parameters };
	const main = (...names: string[]) => ({
		main: [names.map((node) => ({ node, type: NodeConnectionTypes.Main, index: 0 }))],
	});
	const isTool = type.endsWith('Tool');
	const connections = {
		Far: main('Near', 'Side'),
		Near: main(isTool ? 'Agent' : 'Probe'),
		Unrun: main(isTool ? 'Agent' : 'Probe'),
		...(isTool
			? { Probe: { ai_tool: [[{ node: 'Agent', type: NodeConnectionTypes.AiTool, index: 0 }]] } }
			: {}),
	};
	const nodes = [plain('Far'), plain('Near'), plain('Side'), plain('Unrun'), plain('Agent'), probe];
	const byType = (name: string) => (name.endsWith('Tool') ? TOOL : PROBE);
	const workflow = new Workflow({
		id: 'probe',
		name: 'Probe',
		nodes,
		connections,
		active: false,
		nodeTypes: { getByName: byType, getByNameAndVersion: byType, getKnownTypes: () => ({}) },
		settings: { timezone: 'Europe/Berlin' },
	});
	const base = 'http://localhost/';
	const additionalData = {
		executionId: 'probe',
		currentNodeExecutionIndex: 0,
		restApiUrl: base,
		instanceBaseUrl: base,
		webhookBaseUrl: base,
		webhookWaitingBaseUrl: base,
		webhookTestBaseUrl: base,
		formWaitingBaseUrl: base,
		variables: {},
	} as unknown as IWorkflowExecuteAdditionalData;
	const ran = (items: INodeExecutionData[], source: ISourceData[]): ITaskData[] => [
		{ startTime: 0, executionIndex: 0, executionTime: 0, source, data: { main: [items] } },
	];
	const runData = {
		...(before.far ? { Far: ran(before.far, []) } : {}),
		...(before.near ? { Near: ran(before.near, [{ previousNode: 'Far' }]) } : {}),
		...(before.side ? { Side: ran(before.side, [{ previousNode: 'Far' }]) } : {}),
	};
	return {
		workflow,
		node: workflow.getNode('Probe') ?? probe,
		additionalData,
		runData: createRunExecutionData({ resultData: { runData } }),
	};
}

/** n8n's own execution context for a node with these parameters and items; its expression engine is the real one. */
export async function engineContext(
	parameters: INodeParameters,
	items: INodeExecutionData[],
	before: Before = {},
	type = 'test.probe',
): Promise<IExecuteFunctions> {
	const { workflow, node, additionalData, runData } = open(parameters, before, type);
	const data = { main: [items] };
	const source = before.source === null ? null : { main: before.source ?? FROM_NEAR };
	await workflow.expression.acquireIsolate?.();
	return new ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		runData,
		0,
		items,
		data,
		{ node, data, source },
		[],
	);
}

/** n8n's own context for a node that is the tool of an agent with these items, as agents before version 3, nested agents and the MCP trigger call it. */
export async function toolContext(
	parameters: INodeParameters,
	agentItems: INodeExecutionData[],
	args: IDataObject,
	before: Before = {},
): Promise<IExecuteFunctions> {
	const { workflow, node, additionalData, runData } = open(parameters, before, 'test.probeTool');
	const source = { main: before.source ?? FROM_NEAR };
	const agent = workflow.getNode('Agent') ?? node;
	await workflow.expression.acquireIsolate?.();
	const context = new SupplyDataContext(
		workflow,
		node,
		additionalData,
		'internal',
		runData,
		0,
		agentItems,
		{},
		NodeConnectionTypes.AiTool,
		{ node: agent, data: { main: [agentItems] }, source },
		[],
		undefined,
		agent,
	);
	context.addInputData(NodeConnectionTypes.AiTool, [[{ json: args }]]);
	return context;
}

/** The item that an agent from version 3 on hands to a tool: its own, with the model's arguments in it. */
export function mergedItem(agentItem: INodeExecutionData, args: IDataObject): INodeExecutionData {
	return {
		json: { ...agentItem.json, ...args, toolCallId: 'call-1' },
		pairedItem: {
			item: 0,
			input: 0,
			sourceOverwrite: { previousNode: 'Near', previousNodeOutput: 0, previousNodeRun: 0 },
		},
	};
}
