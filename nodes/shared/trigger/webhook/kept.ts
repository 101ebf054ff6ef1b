import type { IHookFunctions, IWebhookFunctions, WebhookType } from 'n8n-workflow';

import { notConnected, type Failure } from '../../base/errors';

type Context = IHookFunctions | IWebhookFunctions;

/** What is kept in the node's static data, in addition to the events that were taken. */
export interface Kept {
	/** The address that the vendor calls. n8n reveals a test's address only while it sets up the webhook, so it is kept. */
	url?: string;
	secret?: string;
	/** Added to the next event. */
	notice?: string;
}

/** What this node has kept; n8n stores changes to it. */
export function kept(context: Context): Kept {
	return context.getWorkflowStaticData('node');
}

/** The address of the webhook that is being called or set up. */
export function urlOf(context: Context): string {
	return context.getNodeWebhookUrl(context.getWebhookName() as WebhookType) ?? '';
}

/** True if the workflow is being tested in the editor. */
export function isTest(context: Context): boolean {
	return context.getMode() === 'manual';
}

/** Identifies this node in its n8n instance, separately for test and production. */
export function placeOf(context: Context): string {
	return [context.getWorkflow().id, context.getNode().id, isTest(context)].join(' ');
}

/** The failure if the credential cannot be used. */
export function refusedCredential(vendor: string, error: unknown): Failure {
	return notConnected(vendor, error, 'Choose a credential, and check it.');
}
