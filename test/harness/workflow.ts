import 'reflect-metadata';

import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	NodeConnectionTypes,
	Workflow,
	type IBinaryData,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type IRun,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { Helper, type Credentials } from './credentials';
import { Types, type Loaded } from './nodeTypes';
import { loadPackage, PACKAGE_NAME } from './package';

/** A file of an input item. */
export interface TestFile {
	name?: string;
	mimeType?: string;
	bytes: Buffer;
}

export interface RunSpec {
	/** Name of our node: "bigin". */
	node: string;
	parameters: INodeParameters;
	credentials: Credentials;
	/** JSON of the input items. */
	items: IDataObject[];
	/** Files of the input items, by item and binary field. */
	files?: Array<Record<string, TestFile | IBinaryData> | undefined>;
	onError?: INode['onError'];
	retry?: { tries: number; waitMillis?: number };
	/** Id of the stored credential, if runs are to share it. */
	credentialId?: string;
	/** The workflow's time zone; Europe/Berlin if absent. */
	timezone?: string;
	/** True gives the items to the node a second time, as a loop does. */
	again?: boolean;
	/** Called with the running execution, for example to cancel it. */
	onStart?: (execution: { cancel(): void }) => void;
}

export interface RunResult {
	/** Items of the success output. */
	items: INodeExecutionData[];
	/** Items of the error output. */
	errors: INodeExecutionData[];
	/** The error that stopped the node. */
	error?: {
		message: string;
		description?: string | null;
		context?: IDataObject;
		[key: string]: unknown;
	};
	/** Texts of the hints above the output. */
	hints: string[];
	run: IRun;
}

let runs = 0;

/**
 * Runs a node in n8n's real engine, between a start node and one node on each output.
 * @param from where the node comes from, if not from the built package
 */
export async function runNode(spec: RunSpec, from?: Loaded): Promise<RunResult> {
	const loaded = from ?? (await loadPackage());
	const nodeTypes = new Types(loaded);
	runs += 1;
	// An id of its own, because n8n shares the renewal of a token among all runs with the same credential.
	const credentials = Object.fromEntries(
		Object.keys(spec.credentials).map((type) => [
			type,
			{ id: spec.credentialId ?? `${type}-${runs}`, name: type },
		]),
	);
	const node: INode = {
		id: 'node-under-test',
		name: 'Node',
		type: `${PACKAGE_NAME}.${spec.node}`,
		typeVersion: 1,
		position: [200, 0],
		parameters: spec.parameters,
		credentials,
		...(spec.onError ? { onError: spec.onError } : {}),
		...(spec.retry
			? {
					retryOnFail: true,
					maxTries: spec.retry.tries,
					waitBetweenTries: spec.retry.waitMillis ?? 1,
				}
			: {}),
	};
	const plain = (name: string, type: string): INode => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	});
	const link = (to: string) => [{ node: to, type: NodeConnectionTypes.Main, index: 0 }];
	const workflow = new Workflow({
		id: 'test',
		name: 'Test',
		nodes: [
			plain('Start', 'test.start'),
			node,
			plain('Again', 'test.pass'),
			plain('Good', 'test.pass'),
			plain('Bad', 'test.pass'),
		],
		connections: {
			Start: { main: [[...link('Node'), ...(spec.again ? link('Again') : [])]] },
			Again: { main: [link('Node')] },
			Node: { main: [link('Good'), link('Bad')] },
		},
		active: false,
		nodeTypes,
		settings: { timezone: spec.timezone ?? 'Europe/Berlin' },
	});
	// n8n 1 has no isolates.
	await workflow.expression.acquireIsolate?.();
	try {
		const run = await execute(workflow, spec, new Helper(spec.credentials, loaded));
		const task = run.data.resultData.runData.Node?.[0];
		return {
			items: task?.data?.main?.[0] ?? [],
			errors: task?.data?.main?.[1] ?? [],
			error: task?.error as RunResult['error'],
			hints: (task?.hints ?? []).map(({ message }) => message),
			run,
		};
	} finally {
		await workflow.expression.releaseIsolate?.();
	}
}

/** An input item; its files are in memory, unless they are in n8n's store already. */
function inputItem(
	json: IDataObject,
	item: number,
	files: Record<string, TestFile | IBinaryData> = {},
): INodeExecutionData {
	const binary = Object.fromEntries(
		Object.entries(files).map(([field, file]) => [field, 'data' in file ? file : inMemory(file)]),
	);
	return { json, pairedItem: { item }, ...(Object.keys(binary).length > 0 ? { binary } : {}) };
}

function inMemory({
	name: fileName,
	mimeType = 'application/octet-stream',
	bytes,
}: TestFile): IBinaryData {
	return {
		data: bytes.toString('base64'),
		mimeType,
		...(fileName === undefined ? {} : { fileName }),
	};
}

/** The bytes of a file in an output item. */
export function bytesOf(item: INodeExecutionData | undefined, field = 'data'): Buffer {
	return Buffer.from(item?.binary?.[field]?.data ?? '', 'base64');
}

async function execute(
	workflow: Workflow,
	spec: RunSpec,
	credentialsHelper: Helper,
): Promise<IRun> {
	const hooks = new ExecutionLifecycleHooks('internal', 'test-execution', {
		id: 'test',
		name: 'Test',
		active: false,
		isArchived: false,
		createdAt: new Date(),
		updatedAt: new Date(),
		nodes: [],
		connections: {},
		activeVersionId: null,
	});
	const additionalData = {
		executionId: 'test-execution',
		hooks,
		credentialsHelper,
		currentNodeParameters: undefined,
		restApiUrl: 'http://localhost/',
		instanceBaseUrl: 'http://localhost/',
		formWaitingBaseUrl: 'http://localhost/',
		webhookBaseUrl: 'http://localhost/',
		webhookWaitingBaseUrl: 'http://localhost/',
		webhookTestBaseUrl: 'http://localhost/',
		variables: {},
		logAiEvent: () => undefined,
		setExecutionStatus: () => undefined,
	} as unknown as IWorkflowExecuteAdditionalData;
	const start = workflow.getNode('Start');
	if (!start) throw new Error('no start node');
	const data = createRunExecutionData({
		executionData: {
			nodeExecutionStack: [
				{
					node: start,
					data: {
						main: [spec.items.map((json, item) => inputItem(json, item, spec.files?.[item]))],
					},
					source: null,
				},
			],
		},
	});
	const engine = new WorkflowExecute(additionalData, 'internal', data);
	const execution = engine.processRunExecutionData(workflow);
	spec.onStart?.({ cancel: () => execution.cancel() });
	return await execution;
}
