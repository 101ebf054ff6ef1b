import { NodeOperationError, type IHookFunctions, type INodeProperties } from 'n8n-workflow';

import { property } from '../../shared/form/fields/field';
import { nodeParameter } from '../../shared/http/parameter';
import { urlOf } from '../../shared/trigger/webhook/kept';
import { originOf } from '../../shared/trigger/webhook/members';
import type { WebhookTrigger } from '../../shared/trigger/webhook/trigger';

/** Addresses of other workflows, because a company may have one callback only, and n8n gives each workflow an address of its own. */
export const passOnTo: INodeProperties = {
	...property('string', 'passOnTo', 'Pass On To', [], {
		placeholder: 'e.g. https://n8n.example.com/webhook/…/shareCrm',
		description:
			'Production URLs of other ShareCRM Event Triggers of this n8n that get all events, too',
		hint: 'ShareCRM calls one workflow only; each of these has its own objects and events',
	}),
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Workflow' },
};

/** The addresses that the form holds. */
export function addresses(given: unknown): string[] {
	const list: unknown[] = Array.isArray(given) ? given : [given];
	return [...new Set(list.map((url) => String(url ?? '').trim()).filter((url) => url !== ''))];
}

/** How the engine shares the callback. */
export function sharedWith(urls: readonly string[]): WebhookTrigger['shared'] {
	return urls.length === 0
		? undefined
		: { members: () => urls.map((url) => ({ url })), headers: [] };
}

/**
 * Looks at the addresses when the workflow is activated.
 * @throws NodeOperationError for one that events cannot be passed on to
 */
export function checkAddresses(context: IHookFunctions): void {
	const me = urlOf(context);
	for (const url of addresses(nodeParameter(context, 'passOnTo', [])))
		if (url === me || originOf(url) === undefined || originOf(url) !== originOf(me))
			throw new NodeOperationError(context.getNode(), `'Pass On To' cannot hold ${url}`, {
				description:
					'Give the Production URLs of the ShareCRM Event Triggers of other workflows in this n8n, without the one of this workflow.',
			});
}
