import type { IConnections, IDataObject, INode } from 'n8n-workflow';

import { operationOf, type OperationName } from '../../nodes/KhorosMarketing/kinds/contract';
import { answerOf, type CrmAnswer } from '../../nodes/KhorosMarketing/trigger/crm/answer';
import { declaredOf } from '../../nodes/KhorosMarketing/trigger/crm/declared';
import { chosen } from '../../nodes/KhorosMarketing/trigger/crm/form';
import type { Sandbox } from '../../sandbox';
import { readExample, type Example } from './examples';
import { PACKAGE_NAME } from './package';
import { runNode } from './workflow';
import { type Credentials } from './credentials';

type Item = { json: IDataObject };

/** An example in which a workflow is the CRM of Khoros: its nodes run one after the other, from the output of a request on. */
export class CrmExample {
	private readonly example: Example & { connections: IConnections };
	private readonly trigger: INode;

	constructor(
		file: string,
		private readonly sandbox: Sandbox,
	) {
		this.example = readExample(file) as Example & { connections: IConnections };
		const trigger = this.example.nodes.find(({ type }) => type.endsWith('CrmTrigger'));
		if (trigger === undefined) throw new Error(`${file} has no CRM trigger`);
		this.trigger = trigger;
	}

	/** Asks the CRM, and gives the answer that Khoros would get. */
	async ask(
		name: OperationName,
		{ id, body }: { id?: string; body?: IDataObject } = {},
	): Promise<CrmAnswer> {
		const operation = operationOf(name);
		if (operation === undefined) throw new Error(`there is no operation ${name}`);
		const request: Item = {
			json: { operation: name, ...(id === undefined ? {} : { id }), ...(body ? { body } : {}) },
		};
		const { parameters } = this.trigger;
		const form = chosen((parameter, fallback) => parameters[parameter] ?? fallback);
		const last = await this.follow(
			this.trigger.name,
			form.operations.indexOf(name),
			[request],
			request,
		);
		return answerOf(
			operation,
			last.map(({ json }) => json),
			declaredOf(form),
		);
	}

	/** Runs what hangs at an output, the topmost branch first; gives what the node that has run last gave out. */
	private async follow(
		from: string,
		output: number,
		items: Item[],
		request: Item,
	): Promise<Item[]> {
		const links = this.example.connections[from]?.main?.[output] ?? [];
		const next = links
			.flatMap((link) => this.example.nodes.find(({ name }) => name === link.node) ?? [])
			.sort((a, b) => a.position[1] - b.position[1]);
		let last = items;
		for (const node of items.length === 0 ? [] : next)
			last = await this.follow(node.name, 0, await this.run(node, items, request), request);
		return last;
	}

	private async run(
		{ type, parameters, onError }: INode,
		input: Item[],
		request: Item,
	): Promise<Item[]> {
		if (type.endsWith('.code')) {
			// eslint-disable-next-line @n8n/community-nodes/no-dangerous-functions
			const code = new Function('$input', '$', String(parameters.jsCode)) as (
				...given: unknown[]
			) => Item[];
			return code({ all: () => input, first: () => input[0] }, () => ({
				itemMatching: () => request,
			}));
		}
		const result = await runNode({
			node: type.slice(`${PACKAGE_NAME}.`.length),
			parameters,
			credentials: Object.fromEntries(
				this.sandbox.credentials().map((entry) => [entry.type, entry.data]),
			) as Credentials,
			items: input.map(({ json }) => json),
			onError,
		});
		if (result.error) throw new Error(`${result.error.message}: ${result.error.description ?? ''}`);
		return result.items;
	}
}
