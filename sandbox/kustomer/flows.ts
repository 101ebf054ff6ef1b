import { at } from '../../nodes/shared/base/values';
import { kindOf, role } from './objects';
import { shown, type Json } from './store';
import type { Route, State } from './state';

/** A call that a step of a workflow has made; no status where nothing answered. */
export interface FlowCall {
	event: string;
	url: string;
	status?: number;
}

/** Workflows of Kustomer that call an address (kustomer 5.3). */
export class Flows {
	readonly log: FlowCall[] = [];

	constructor(private readonly state: State) {}

	routes(on: Route): void {
		const { store } = this.state;
		on('POST', '/v1/workflows', role('workflow', 'create'), (ask) => {
			const given = ask.body as Json;
			const wrong = this.wrongIn(given);
			if (wrong !== undefined) return ask.refuse(400, 'bad_request', wrong);
			const row = store.add(kindOf('workflow'), { enabled: false, ...given }) ?? {};
			ask.status(201);
			return { data: shown(kindOf('workflow'), row) };
		});
	}

	/** Lets an event happen: every enabled workflow that waits for it runs, once and without signature. */
	async run(event: string, record: Json): Promise<void> {
		const waiting = this.state.store
			.rows('workflow')
			.filter((flow) => flow.enabled === true && at(flow, 'trigger', 'eventName') === event);
		await Promise.all(waiting.map(async (flow) => await this.call(flow, event, record)));
	}

	private wrongIn({ name, trigger, steps }: Json): string | undefined {
		if (typeof name !== 'string' || !/^[\w-]{1,64}$/.test(name)) return 'name is not valid';
		if (this.state.store.rows('workflow').some((flow) => flow.name === name))
			return 'name is taken';
		if (typeof at(trigger, 'eventName') !== 'string') return 'trigger.eventName is required';
		return Array.isArray(steps) ? undefined : 'steps is required';
	}

	private async call(flow: Json, event: string, record: Json): Promise<void> {
		const params = (at(flow, 'steps', 0, 'params') ?? {}) as {
			uri: string;
			method: string;
			headers: Record<string, string>;
			data: unknown;
		};
		const called: FlowCall = { event, url: params.uri };
		this.log.push(called);
		try {
			const reply = await fetch(params.uri, {
				method: params.method,
				headers: { 'content-type': 'application/json', ...params.headers },
				body: JSON.stringify(params.data, (_key, value: unknown) =>
					value === '/#steps.1' ? record : value,
				),
			});
			called.status = reply.status;
			await reply.arrayBuffer();
		} catch {
			// Nothing is tried again.
		}
	}
}
