import 'reflect-metadata';

import { ExecuteContext, RoutingNode } from 'n8n-core';
import { createEmptyRunExecutionData, Workflow, type ICredentialDataDecryptedObject, type IDataObject, type INode, type INodeType, type INodeTypes, type IWorkflowExecuteAdditionalData } from 'n8n-workflow';

import { ShareCrmApi } from '../../credentials/ShareCrmApi.credentials';
import { ShareCrmStandIn } from '../../sandbox/shareCrm/standIn';
import type { StandIn } from '../../sandbox/core/standIn';
import { credentialsOf, startStandIn } from '../harness/sandbox';

const NAME = 'shareCrmApi';

describe('The credential test of ShareCRM', () => {
	let shareCrm: StandIn<ShareCrmStandIn>;
	beforeAll(async () => {
		shareCrm = await startStandIn(new ShareCrmStandIn());
	});
	afterAll(async () => await shareCrm.stop());
	beforeEach(() => shareCrm.reset());

	const verdict = async (change: Record<string, unknown> = {}) => await test({ ...(credentialsOf(shareCrm, NAME, change)[NAME] ?? {}) });

	it('accepts a working credential', async () => {
		expect(await verdict()).toBe('works');
		expect(shareCrm.requests).toHaveLength(1);
		expect(shareCrm.requests[0]).toMatchObject({ method: 'POST', path: '/oauth2.0/token', body: { grantType: 'app_secret' } });
	});

	it.each([
		[{ appSecret: 'wrong' }, 'The App Secret was not accepted'],
		[{ permanentCode: 'wrong' }, 'The Permanent Code is not right'],
		[{ appId: 'other' }, 'ShareCRM gave no token'],
	])('reports %j, although the status is 200', async (change, message) => {
		expect(await verdict(change)).toContain(message);
	});

	it('reports a website', async () => {
		shareCrm.faults.arm({ fault: { kind: 'malformed', body: 'html' } });
		expect(await verdict()).toContain('ShareCRM gave no token');
	});

	it('sends no secret over plain http to another machine', async () => {
		await expect(verdict({ host: 'http://crm.invalid' })).rejects.toThrow();
		const { baseURL } = new ShareCrmApi().test.request;
		expect(evaluate(baseURL ?? '', { cloud: 'custom', host: 'http://crm.example.com/' })).toBe('https://crm.example.com');
		expect(evaluate(baseURL ?? '', { cloud: 'open-na.sharecrm.com', host: '' })).toBe('https://open-na.sharecrm.com');
	});
});

/** Sends the test request through n8n's own routing, and reads its rules the way n8n does. */
async function test(credential: ICredentialDataDecryptedObject): Promise<string> {
	const { request, rules } = new ShareCrmApi().test;
	const type: INodeType = {
		description: {
			displayName: 'Temp', name: 'temp', group: [], version: 1, description: '', defaults: {}, inputs: [], outputs: [],
			credentials: [{ name: NAME, required: true }],
			properties: [{ displayName: 'Temp', name: 'temp', type: 'string', default: '', routing: { request } }],
		},
	};
	const nodeTypes: INodeTypes = { getByName: () => type, getByNameAndVersion: () => type, getKnownTypes: () => ({}) };
	const node: INode = { id: 'temp', name: 'Temp', type: 'temp', typeVersion: 1, position: [0, 0], parameters: {}, credentials: { [NAME]: { id: 'x', name: 'x' } } };
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const additionalData = {
		credentialsHelper: {
			getDecrypted: async () => await Promise.resolve(credential),
			authenticate: async (_data: unknown, _type: string, options: IDataObject) => await Promise.resolve(options),
			preAuthentication: async () => await Promise.resolve(undefined),
			runPreAuthentication: async () => await Promise.resolve(undefined),
			getParentTypes: () => [],
			isCredentialUsableByNode: () => true,
		},
		variables: {},
	} as unknown as IWorkflowExecuteAdditionalData;
	const context = new ExecuteContext(workflow, node, additionalData, 'internal', createEmptyRunExecutionData(), 0, [], { main: [[{ json: {} }]] }, { node, data: {}, source: null }, []);
	await workflow.expression.acquireIsolate();
	try {
		const output = await new RoutingNode(context, type, { id: 'x', name: 'x', type: NAME, data: credential }).runNode();
		const body = output?.[0]?.[0]?.json as IDataObject;
		for (const rule of rules ?? []) {
			if (rule.type === 'responseSuccessBody' && body[rule.properties.key] === rule.properties.value) return rule.properties.message;
		}
		return 'works';
	} finally {
		await workflow.expression.releaseIsolate();
	}
}

function evaluate(expression: string, credentials: IDataObject): string {
	// eslint-disable-next-line @n8n/community-nodes/no-dangerous-functions
	return String(new Function('$credentials', `return (${expression.replace(/^={{|}}$/g, '')})`)(credentials));
}
