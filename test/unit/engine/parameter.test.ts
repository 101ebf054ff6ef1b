import 'reflect-metadata';

import { HookContext, LoadOptionsContext, PollContext, WebhookContext } from 'n8n-core';
import {
	Workflow,
	type INode,
	type INodeType,
	type IWebhookData,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import type { NodeContext } from '../../../nodes/shared/http/http';
import { nodeParameter } from '../../../nodes/shared/http/parameter';
import { engineContext } from '../../harness/context';

const NODE: INode = {
	id: 'node',
	name: 'Node',
	type: 'test.probe',
	typeVersion: 1,
	position: [0, 0],
	parameters: { p: 'given' },
};

const TYPE = {
	description: {
		displayName: 'Probe',
		name: 'probe',
		group: ['trigger'],
		version: 1,
		description: '',
		defaults: {},
		inputs: [],
		outputs: [],
		properties: [{ displayName: 'P', name: 'p', type: 'string', default: '' }],
	},
} as INodeType;

/** The node in each of n8n's contexts except that of a run. */
function contexts(): Array<{ where: string; context: NodeContext }> {
	const workflow = new Workflow({
		id: 'w',
		nodes: [NODE],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => TYPE,
			getByNameAndVersion: () => TYPE,
			getKnownTypes: () => ({}),
		},
	});
	const node = workflow.getNode('Node') ?? NODE;
	const data = {} as IWorkflowExecuteAdditionalData;
	const webhook = {} as IWebhookData;
	return [
		{ where: 'hook', context: new HookContext(workflow, node, data, 'trigger', 'activate') },
		{
			where: 'webhook',
			context: new WebhookContext(workflow, node, data, 'webhook', webhook, [], null),
		},
		{ where: 'poll', context: new PollContext(workflow, node, data, 'trigger', 'activate') },
		{ where: 'form', context: new LoadOptionsContext(workflow, node, data, '') },
	];
}

it('reads a parameter, and falls back if it is missing, in every context of n8n', async () => {
	const run = await engineContext({ p: 'given' }, [{ json: {} }]);
	for (const { where, context } of [...contexts(), { where: 'run', context: run }])
		expect({
			where,
			given: nodeParameter(context, 'p', 'fallback'),
			missing: nodeParameter(context, 'missing', 'fallback'),
		}).toEqual({ where, given: 'given', missing: 'fallback' });
});
