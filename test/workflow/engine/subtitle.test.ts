import { Workflow, type INode, type INodeTypeDescription } from 'n8n-workflow';

import { TRIGGERS, VENDORS } from '../../package/vendors';
import { Types } from '../../harness/nodeTypes';
import { loadPackage, PACKAGE_NAME } from '../../harness/package';

/** The line under the node's name, as n8n's editor evaluates it. */
async function subtitleOf(name: string, parameters: INode['parameters']): Promise<unknown> {
	const nodeTypes = new Types(await loadPackage());
	const node: INode = {
		id: 'n',
		name: 'N',
		type: `${PACKAGE_NAME}.${name}`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const { subtitle } = nodeTypes.getByNameAndVersion(node.type).description;
	await workflow.expression.acquireIsolate?.();
	try {
		return workflow.expression.getSimpleParameterValue(
			workflow.getNode('N') ?? node,
			subtitle,
			'internal',
			{},
		);
	} finally {
		await workflow.expression.releaseIsolate?.();
	}
}

const nodeName = (folder: string) => folder.slice(0, 1).toLowerCase() + folder.slice(1);
const chosen = VENDORS.flatMap(({ folder, vendor }) =>
	vendor.resources.flatMap((resource) =>
		resource.operations.map((operation) => ({
			name: nodeName(folder),
			resource: resource.value,
			operation: operation.value,
			action: operation.action,
		})),
	),
);

describe('subtitles', () => {
	it.each(chosen)(
		'$name, $resource, $operation: shows "$action"',
		async ({ name, resource, operation, action }) => {
			expect(await subtitleOf(name, { resource, operation })).toBe(action);
		},
	);

	it('shows nothing where the resource has just changed and the operation is not there any more', async () => {
		expect(await subtitleOf('bigin', { resource: 'tag', operation: 'upsert' })).toBe('');
	});

	it('says what a trigger waits for in words', async () => {
		expect(
			await subtitleOf('biginTrigger', { module: 'Pipelines', triggerOn: 'createdOrUpdated' }),
		).toBe('Pipeline record created or updated');
	});

	it.each(TRIGGERS)('$name: says in words what its preset form waits for', async ({ name }) => {
		const { properties } = (await loadPackage()).getNode(name).type
			.description as INodeTypeDescription;
		const preset = Object.fromEntries(
			properties.map(({ name: parameter, default: value }) => [parameter, value]),
		);
		// It waits for nothing until events are chosen.
		if (name === 'kustomerTrigger') preset.events = ['kustomer.conversation.update'];
		expect(await subtitleOf(name, preset as INode['parameters'])).toMatch(/^[A-Z0-9][a-z0-9 ,]+/);
	});
});
