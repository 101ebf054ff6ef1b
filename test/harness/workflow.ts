/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import 'reflect-metadata';

import path from 'node:path';

import {
	ExecutionLifecycleHooks,
	PackageDirectoryLoader,
	PollContext,
	WorkflowExecute,
} from 'n8n-core';
import {
	createRunExecutionData,
	ICredentialsHelper,
	NodeConnectionTypes,
	Workflow,
	type IBinaryData,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IDataObject,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeExecutionData,
	type INodeParameters,
	type IRun,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { assertBuilt } from './built';
import { Types, type Loaded } from './nodeTypes';

/** Folder of this package; its build is what runs. */
export const PACKAGE = path.resolve(__dirname, '../..');
export const PACKAGE_NAME = 'n8n-nodes-customer-engagement';

let loader: PackageDirectoryLoader | undefined;

/** The built package, loaded the way n8n loads it. */
export async function loadPackage(): Promise<PackageDirectoryLoader> {
	if (!loader) {
		assertBuilt(PACKAGE);
		loader = new PackageDirectoryLoader(PACKAGE);
		await loader.loadAll();
	}
	return loader;
}

/** Credentials of a test: by type, decrypted. Renewed OAuth2 tokens are written back to it. */
export type Credentials = Record<string, ICredentialDataDecryptedObject>;

/** Hands out a test's credentials, the way n8n's own helper does. */
export class Helper extends ICredentialsHelper {
	constructor(
		private readonly credentials: Credentials,
		private readonly loaded: Loaded,
	) {
		super();
	}

	private typeOf(name: string): ICredentialType | undefined {
		return name === 'oAuth2Api' ? undefined : this.loaded.getCredential(name).type;
	}

	getParentTypes(name: string): string[] {
		return this.typeOf(name)?.extends ?? [];
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const authenticate = this.typeOf(typeName)?.authenticate;
		if (typeof authenticate === 'function') return await authenticate(credentials, request);
		if (authenticate) {
			for (const [place, values] of Object.entries(authenticate.properties)) {
				const target = { ...((request as unknown as Record<string, IDataObject>)[place] ?? {}) };
				for (const [key, value] of Object.entries(values as IDataObject))
					target[resolve(key, credentials)] = resolve(String(value), credentials);
				(request as unknown as Record<string, IDataObject>)[place] = target;
			}
		}
		return request;
	}

	async preAuthentication(): Promise<ICredentialDataDecryptedObject | undefined> {
		return await Promise.resolve(undefined);
	}

	async runPreAuthentication(): Promise<ICredentialDataDecryptedObject | undefined> {
		return await Promise.resolve(undefined);
	}

	async getCredentials(): Promise<never> {
		return await Promise.reject(new Error('not used'));
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async getDecrypted(
		_data: IWorkflowExecuteAdditionalData,
		_node: INodeCredentialsDetails,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		const given = this.credentials[type];
		if (!given) throw new Error(`No test credential of type ${type}`);
		const result: ICredentialDataDecryptedObject = {};
		for (const property of this.typeOf(type)?.properties ?? [])
			result[property.name] = property.default as string;
		Object.assign(result, given);
		for (const [key, value] of Object.entries(result)) {
			if (typeof value === 'string' && value.startsWith('={{'))
				result[key] = resolve(value, result);
		}
		return await Promise.resolve(structuredClone(result));
	}

	async updateCredentials(
		_node: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.credentials[type] = data;
		await Promise.resolve();
	}

	async updateCredentialsOauthTokenData(
		_node: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.credentials[type] = {
			...this.credentials[type],
			oauthTokenData: data.oauthTokenData ?? {},
		};
		await Promise.resolve();
	}

	getCredentialsProperties() {
		return [];
	}
}

/** Evaluates the expressions that credentials use: values of the credential itself. */
function resolve(text: string, credentials: ICredentialDataDecryptedObject): string {
	if (!text.startsWith('=')) return text;
	return text.slice(1).replace(/{{(.+?)}}/gs, (_match, code: string) => {
		// eslint-disable-next-line @n8n/community-nodes/no-dangerous-functions
		const evaluate = new Function('$credentials', '$self', `return (${code.trim()})`);
		return String(evaluate(credentials, credentials) ?? '');
	});
}

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

export interface PollSpec {
	/** Name of our trigger: "biginTrigger". */
	node: string;
	parameters: INodeParameters;
	credentials: Credentials;
	/** Id of the stored credential. */
	credentialId?: string;
	/** Id of the workflow; what the process remembers belongs to it, so another one stands for a restart of n8n. */
	workflowId?: string;
	/** What n8n keeps for the workflow; changed by a poll. */
	staticData?: IDataObject;
	manual?: boolean;
	/** Milliseconds that a poll may take. */
	budget?: number;
	/** True where each poll sees its own copy of what n8n keeps, which n8n takes over after the poll, as its durable cursors do. */
	ownCopies?: boolean;
}

/**
 * A trigger in n8n's own poll context, to be polled again and again.
 * @param from where the node comes from, if not from the built package
 */
export async function pollNode(
	spec: PollSpec,
	from?: Loaded,
): Promise<{ poll(): Promise<IDataObject[] | null>; staticData(): IDataObject }> {
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
		id: spec.workflowId ?? 'polled',
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
		async poll() {
			await workflow.expression.acquireIsolate?.();
			try {
				const kept = workflow.getStaticData('node', stored);
				const before = JSON.stringify(kept);
				const copy = spec.ownCopies ? (JSON.parse(before) as IDataObject) : undefined;
				const result = await type.poll?.call(open(copy));
				if (copy && JSON.stringify(copy) !== before) Object.assign(kept, copy);
				return result?.[0]?.map(({ json }) => json) ?? null;
			} finally {
				await workflow.expression.releaseIsolate?.();
			}
		},
	};
}
