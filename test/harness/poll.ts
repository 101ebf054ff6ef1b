import 'reflect-metadata';

import { PollContext } from 'n8n-core';
import {
	Workflow,
	type IDataObject,
	type INode,
	type INodeParameters,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { Helper, type Credentials } from './credentials';
import { Types, type Loaded } from './nodeTypes';
import { loadPackage, PACKAGE_NAME } from './package';

export interface PollSpec {
	/** Name of our trigger: "biginTrigger". */
	node: string;
	parameters: INodeParameters;
	credentials: Credentials;
	/** Id of the stored credential. */
	credentialId?: string;
	/** Id of the workflow, its own if absent; what the process remembers belongs to it, so another one stands for a restart of n8n. */
	workflowId?: string;
	/** What n8n keeps for the workflow; changed by a poll. */
	staticData?: IDataObject;
	manual?: boolean;
	/** Milliseconds that a poll may take. */
	budget?: number;
	/** True where each poll sees its own copy of what n8n keeps, which n8n takes over after the poll, as its durable cursors do. */
	ownCopies?: boolean;
}

let polledNodes = 0;

/**
 * A trigger in n8n's own poll context, to be polled again and again.
 * @param from where the node comes from, if not from the built package
 */
export async function pollNode(
	spec: PollSpec,
	from?: Loaded,
): Promise<{
	/** @param older what the poll sees of what n8n keeps, where n8n has read it before the last poll had ended */
	poll(older?: IDataObject): Promise<IDataObject[] | null>;
	/** What n8n keeps for the trigger. */
	kept(): IDataObject;
	staticData(): IDataObject;
}> {
	const loaded = from ?? (await loadPackage());
	const credentials = Object.fromEntries(
		Object.keys(spec.credentials).map((type) => [
			type,
			{ id: spec.credentialId ?? `${type}-poll`, name: type },
		]),
	);
	const node: INode = {
		id: 'trigger-under-test',
		name: 'Trigger',
		type: `${PACKAGE_NAME}.${spec.node}`,
		typeVersion: 1,
		position: [0, 0],
		parameters: spec.parameters,
		credentials,
	};
	const nodeTypes = new Types(loaded);
	const workflow = new Workflow({
		id: spec.workflowId ?? `polled-${(polledNodes += 1)}`,
		name: 'Polled',
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes,
		staticData: spec.staticData ?? {},
		settings: { timezone: 'Europe/Berlin' },
	});
	const additionalData = {
		executionId: 'poll',
		credentialsHelper: new Helper(spec.credentials, loaded),
		restApiUrl: 'http://localhost/',
		variables: {},
	} as unknown as IWorkflowExecuteAdditionalData;
	const stored = workflow.getNode('Trigger') ?? node;
	/** @param data the static data that the node sees; that of the workflow if absent */
	const open = (data?: IDataObject) => {
		const args = [
			undefined,
			undefined,
			undefined,
			undefined,
			data && (() => data),
			...(spec.budget === undefined ? [] : [() => spec.budget ?? 0]),
		] as const;
		return new PollContext(
			workflow,
			stored,
			additionalData,
			spec.manual ? 'manual' : 'trigger',
			spec.manual ? 'manual' : 'activate',
			...(args as unknown as []),
		);
	};
	const type = nodeTypes.getByNameAndVersion(stored.type, 1);
	return {
		staticData: () => JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject,
		kept: () => JSON.parse(JSON.stringify(workflow.getStaticData('node', stored))) as IDataObject,
		async poll(older) {
			await workflow.expression.acquireIsolate?.();
			try {
				const kept = workflow.getStaticData('node', stored);
				const before = JSON.stringify(kept);
				const copy = older ?? (spec.ownCopies ? (JSON.parse(before) as IDataObject) : undefined);
				const seen = JSON.stringify(copy);
				const result = await type.poll?.call(open(copy));
				if (copy && JSON.stringify(copy) !== seen) Object.assign(kept, copy);
				return result?.[0]?.map(({ json }) => json) ?? null;
			} finally {
				await workflow.expression.releaseIsolate?.();
			}
		},
	};
}
