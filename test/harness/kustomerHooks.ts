import axios from 'axios';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { FakeServer } from '../../sandbox/core/fakeServer';
import { signature } from '../../sandbox/kustomer/deliveries';
import type { StoredHook } from '../../sandbox/kustomer/hooks';
import { KustomerFakeServer } from '../../sandbox/kustomer/fakeServer';
import { credentialsOf, startFakeServer } from './sandbox';
import { WebhookServer, type HookedWorkflow } from './webhooks';

export const UPDATED = 'kustomer.conversation.update';
export const CREATED = 'kustomer.conversation.create';
/** The user that the fake server's API key belongs to. */
export const OWN_USER = '5a0000000000000000000002';
export const OTHER_USER = '5a00000000000000000000aa';

/** A conversation as events hold it. */
export function conversation(
	id: string,
	attributes: IDataObject = {},
	by = OTHER_USER,
): Record<string, unknown> {
	return {
		type: 'conversation',
		id,
		attributes,
		relationships: {
			customer: { data: { type: 'customer', id: '5a1b2c3d4e5f60718293a4b5' } },
			modifiedBy: { data: { type: 'user', id: by } },
		},
	};
}

/** Kustomer and an n8n whose workflows wait for its events. */
export class HookBench {
	private constructor(
		readonly kustomer: FakeServer<KustomerFakeServer>,
		readonly n8n: WebhookServer,
	) {}

	static async start(): Promise<HookBench> {
		return new HookBench(
			await startFakeServer(new KustomerFakeServer()),
			await WebhookServer.start(),
		);
	}

	async stop(): Promise<void> {
		await this.kustomer.stop();
		await this.n8n.stop();
	}

	reset(): void {
		this.kustomer.reset();
		this.n8n.routes.clear();
		// Tries follow each other soon.
		this.kustomer.vendor.webhooks.deliveries.minute = 2;
	}

	async workflow(parameters: INodeParameters = {}, n8n = this.n8n): Promise<HookedWorkflow> {
		return await n8n.workflow({
			node: 'kustomerTrigger',
			credentials: credentialsOf(this.kustomer, 'kustomerApi'),
			parameters: { events: [UPDATED], conditions: {}, simplify: true, options: {}, ...parameters },
		});
	}

	async active(parameters: INodeParameters = {}, n8n = this.n8n): Promise<HookedWorkflow> {
		const workflow = await this.workflow(parameters, n8n);
		await workflow.activate();
		return workflow;
	}

	get hooks(): StoredHook[] {
		return [...this.kustomer.vendor.webhooks.hooks.values()];
	}

	/** Lets something happen in Kustomer, and waits until nothing more is sent. */
	async raise(
		data: Record<string, unknown>,
		changes: Record<string, unknown> | null = null,
		event: { name?: string; id?: string } = {},
	): Promise<void> {
		const { name = UPDATED, id } = event;
		await this.kustomer.vendor.webhooks.raise({ name, id, data, changes });
		await this.n8n.idle();
	}

	/** Lets something happen that workflows of Kustomer tell. */
	async run(event: string, record: Record<string, unknown>): Promise<void> {
		await this.kustomer.vendor.flows.run(event, record);
		await this.n8n.idle();
	}

	/** Sends a body that Kustomer did not send by itself. */
	async send(
		url: string,
		body: string,
		headers: Record<string, string> = {},
	): Promise<{ status: number; data: unknown }> {
		const reply = await axios.post<unknown>(url, body, {
			headers: { 'content-type': 'application/json', ...headers },
			transformRequest: [(sent: string) => sent],
			validateStatus: () => true,
		});
		await this.n8n.idle();
		return reply;
	}

	/** The headers of a good signature. */
	signed(body: string, token = this.hooks[0]?.token ?? ''): Record<string, string> {
		return { 'x-kustomer-webhook-signature': signature(token, body) };
	}
}

/** IDs of the records that have started a workflow. */
export function recordIds({ items }: HookedWorkflow): unknown[] {
	return items.map(({ record }) => (record as IDataObject).id);
}
