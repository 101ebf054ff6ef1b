import type { IHookFunctions, IWebhookFunctions, WebhookType } from 'n8n-workflow';

import { notConnected, type Failure } from '../../base/errors';

type Context = IHookFunctions | IWebhookFunctions;

/** What is kept in the node's static data, beside the events that were taken. */
export interface Kept {
	/** The address that the vendor calls; n8n tells that of a test only while it sets the webhook up. */
	url?: string;
	secret?: string;
	/** Said with the next event. */
	notice?: string;
}

/** What this node has kept; changes are stored. */
export function kept(context: Context): Kept {
	return context.getWorkflowStaticData('node');
}

/** The address of the webhook that is called or set up. */
export function urlOf(context: Context): string {
	return context.getNodeWebhookUrl(context.getWebhookName() as WebhookType) ?? '';
}

/** True while somebody tests the workflow in the editor. */
export function isTest(context: Context): boolean {
	return context.getMode() === 'manual';
}

/** Tells this node from all others of the n8n, and its test from its production. */
export function placeOf(context: Context): string {
	return [context.getWorkflow().id, context.getNode().id, isTest(context)].join(' ');
}

/** What to say where the credential cannot be used. */
export function refusedCredential(vendor: string, error: unknown): Failure {
	return notConnected(vendor, error, 'Choose a credential, and check it.');
}
