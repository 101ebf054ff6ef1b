/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import http from 'node:http';
import type { AddressInfo } from 'node:net';

import { HookContext, WebhookContext } from 'n8n-core';
import {
	Workflow,
	type IDataObject,
	type INode,
	type INodeParameters,
	type INodeType,
	type IWebhookData,
	type IWebhookResponseData,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { Types } from './nodeTypes';
import { Helper, type Credentials } from './credentials';
import { loadPackage, PACKAGE_NAME } from './package';

export interface TriggerSpec {
	/** Name of our trigger: "kustomerTrigger". */
	node: string;
	parameters: INodeParameters;
	credentials: Credentials;
	/** Ids of credentials by their type; the type itself if absent. */
	credentialIds?: Record<string, string>;
	/** Path of the webhook in the node's description; "kustomer" if absent. */
	path?: string;
	/** Name of the webhook in the node's description; the first one if absent. */
	webhook?: string;
	/** What n8n sends when the workflow is done, where the node leaves the reply to it: the status, and the items of the last node. */
	done?(items: IDataObject[]): { status: number; body: unknown };
	/** As `done`, where the workflow takes its time. */
	doneLater?(items: IDataObject[]): Promise<{ status: number; body: unknown }>;
	/** Id of the workflow; one is found if absent. */
	id?: string;
}

type Hook = 'checkExists' | 'create' | 'delete';

/** A request and n8n's reply, as n8n's own server hands them to a node. */
type Request = http.IncomingMessage & { rawBody?: Buffer; body?: unknown; query?: IDataObject };
type Response = http.ServerResponse & {
	status?: (code: number) => Response;
	json?: (body: unknown) => Response;
};

/** A workflow with a trigger by webhook. */
export class HookedWorkflow {
	/** The items that have started it, in the order of the deliveries. */
	readonly started: IDataObject[][] = [];
	/** What n8n has stored. A test in the editor has a static data of its own. */
	stored: IDataObject = {};
	private testData: IDataObject = {};

	constructor(
		readonly server: WebhookServer,
		private readonly spec: TriggerSpec,
		private readonly types: Types,
		private readonly helper: Helper,
		readonly id: string,
	) {}

	/** The items that have started it. */
	get items(): IDataObject[] {
		return this.started.flat();
	}

	url(test = false): string {
		return `${this.server.url}/${this.path(test)}`;
	}

	/** Activates the workflow, or starts it again with n8n. */
	async activate(at: 'activate' | 'init' = 'activate'): Promise<void> {
		this.server.routes.set(this.path(false), { workflow: this, test: false });
		try {
			await this.hooks(at, false);
		} catch (error) {
			// n8n takes away what it has set up so far.
			await this.deactivate();
			await Promise.reject(error);
		}
	}

	async deactivate(): Promise<void> {
		await this.hook('delete', 'update', false);
		this.server.routes.delete(this.path(false));
	}

	/** Listens for one delivery to the test URL, as the editor does. */
	async test(): Promise<void> {
		this.testData = {};
		this.server.routes.set(this.path(true), { workflow: this, test: true });
		await this.hooks('manual', true);
	}

	async endTest(): Promise<void> {
		this.server.routes.delete(this.path(true));
		await this.hook('delete', 'update', true);
	}

	/** Lets the node answer a request, and stores its static data where n8n does. */
	async receive(request: Request, response: Response, test: boolean): Promise<void> {
		const { workflow, node, type } = this.open(test);
		const context = new WebhookContext(
			workflow,
			node,
			this.additionalData(request, response),
			test ? 'manual' : 'webhook',
			this.webhookData(type, test),
			[],
			null,
		);
		const { noWebhookResponse, workflowData }: IWebhookResponseData = await inIsolate(
			workflow,
			async () => await (type.webhook?.call(context) ?? {}),
		);
		// What was written is lost where n8n has to reply itself.
		if (noWebhookResponse === true || workflowData === undefined) this.save(workflow, test);
		const [items] = workflowData ?? [];
		if (noWebhookResponse !== true) {
			const given = (items ?? []).map(({ json }) => json);
			const done = (await this.spec.doneLater?.(given)) ?? this.spec.done?.(given);
			if (done === undefined) response.writeHead(200).end('firstEntryJson');
			else Object.assign(response, { statusCode: done.status }).json?.(done.body);
		}
		if (items) this.started.push(items.map(({ json }) => json));
	}

	private async hooks(at: 'activate' | 'init' | 'manual', test: boolean): Promise<void> {
		if (!(await this.hook('checkExists', at, test))) await this.hook('create', at, test);
	}

	private async hook(
		name: Hook,
		at: 'activate' | 'init' | 'manual' | 'update',
		test: boolean,
	): Promise<boolean> {
		const { workflow, node, type } = this.open(test);
		const mode = name === 'delete' && !test ? 'internal' : test ? 'manual' : 'trigger';
		const context = new HookContext(
			workflow,
			node,
			this.additionalData(),
			mode,
			at,
			this.webhookData(type, test),
		);
		const method = type.webhookMethods?.default?.[name];
		const result = await inIsolate(workflow, async () => await (method?.call(context) ?? false));
		this.save(workflow, test);
		return result;
	}

	private open(test: boolean): { workflow: Workflow; node: INode; type: INodeType } {
		const given: INode = {
			id: `node-of-${this.id}`,
			name: 'Trigger',
			webhookId: this.id,
			type: `${PACKAGE_NAME}.${this.spec.node}`,
			typeVersion: 1,
			position: [0, 0],
			parameters: this.spec.parameters,
			credentials: Object.fromEntries(
				Object.keys(this.spec.credentials).map((type) => [
					type,
					{ id: this.spec.credentialIds?.[type] ?? type, name: type },
				]),
			),
		};
		const workflow = new Workflow({
			id: this.id,
			name: this.id,
			nodes: [given],
			connections: {},
			active: !test,
			nodeTypes: this.types,
			// A copy: requests at the same time do not see what the others write.
			staticData: structuredClone(test ? this.testData : this.stored),
			settings: { timezone: 'Europe/Berlin' },
		});
		const node = workflow.getNode('Trigger') ?? given;
		return { workflow, node, type: this.types.getByNameAndVersion(node.type, 1) };
	}

	private save(workflow: Workflow, test: boolean): void {
		const data = JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject;
		if (test) this.testData = data;
		else this.stored = data;
	}

	private path(test: boolean): string {
		return `${test ? 'webhook-test' : 'webhook'}/${this.id}/${this.spec.path ?? 'kustomer'}`;
	}

	private webhookData({ description }: INodeType, isTest: boolean): IWebhookData {
		const { webhook } = this.spec;
		const webhookDescription = description.webhooks?.find(
			({ name }) => webhook === undefined || name === webhook,
		);
		return { webhookDescription, isTest, workflowId: this.id } as unknown as IWebhookData;
	}

	private additionalData(
		httpRequest?: Request,
		httpResponse?: Response,
	): IWorkflowExecuteAdditionalData {
		const { url } = this.server;
		return {
			httpRequest,
			httpResponse,
			credentialsHelper: this.helper,
			webhookBaseUrl: `${url}/webhook`,
			webhookTestBaseUrl: `${url}/webhook-test`,
			restApiUrl: url,
			instanceBaseUrl: url,
			variables: {},
		} as unknown as IWorkflowExecuteAdditionalData;
	}
}

/** Serves webhooks as n8n does (docs/architecture.md, "Webhooks in n8n"). */
export class WebhookServer {
	url = '';
	readonly routes = new Map<string, { workflow: HookedWorkflow; test: boolean }>();
	/** Ids of workflows that cannot be started now: n8n answers 500. */
	readonly breaks = new Set<string>();
	private workflows = 0;
	/** What is still done after a reply. */
	private readonly open = new Set<Promise<void>>();
	private readonly server = http.createServer((request, response) => {
		const handled = this.handle(request, response).finally(() => this.open.delete(handled));
		this.open.add(handled);
	});

	static async start(): Promise<WebhookServer> {
		const made = new WebhookServer();
		await new Promise<void>((resolve) => made.server.listen(0, '127.0.0.1', resolve));
		made.url = `http://127.0.0.1:${(made.server.address() as AddressInfo).port}`;
		return made;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	/** Waits until nothing is being done. */
	async idle(): Promise<void> {
		while (this.open.size > 0) await Promise.all(this.open);
	}

	/** A workflow of this n8n, not active yet. */
	async workflow(spec: TriggerSpec): Promise<HookedWorkflow> {
		const loaded = await loadPackage();
		this.workflows += 1;
		const id = spec.id ?? `workflow-${this.workflows}`;
		const helper = new Helper(spec.credentials, loaded);
		return new HookedWorkflow(this, spec, new Types(loaded), helper, id);
	}

	private async handle(request: Request, response: Response): Promise<void> {
		const { pathname, searchParams } = new URL(request.url ?? '', this.url);
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const route = this.routes.get(pathname.slice(1));
		if (!route) return void response.writeHead(404).end('{"message":"not registered"}');
		response.status = (code) => Object.assign(response, { statusCode: code });
		const rawBody = Buffer.concat(chunks);
		const query = Object.fromEntries(searchParams);
		try {
			Object.assign(request, { rawBody, query, params: {}, body: bodyOf(request, rawBody) });
		} catch {
			return void response.writeHead(422).end();
		}
		const { workflow, test } = route;
		const before = workflow.started.length;
		if (this.breaks.has(workflow.id)) return void response.writeHead(500).end();
		try {
			await workflow.receive(request, response, test);
		} catch (error) {
			response.writeHead(500).end(String(error));
		}
		// A test is over when the workflow has started.
		if (test && workflow.started.length > before) await workflow.endTest();
	}
}

function bodyOf({ headers }: Request, raw: Buffer): unknown {
	const isJson = headers['content-type']?.startsWith('application/json') ?? false;
	return isJson && raw.length > 0 ? (JSON.parse(raw.toString()) as unknown) : {};
}

async function inIsolate<T>(workflow: Workflow, work: () => Promise<T>): Promise<T> {
	// n8n 1 has no isolates.
	await workflow.expression.acquireIsolate?.();
	try {
		return await work();
	} finally {
		await workflow.expression.releaseIsolate?.();
	}
}
