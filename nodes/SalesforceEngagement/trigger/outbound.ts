import type { IDataObject, IHookFunctions, INodeProperties, IWebhookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { textOf } from '../../shared/base/values';
import { text } from '../../shared/form/fields';
import { property } from '../../shared/form/fields/field';
import { nodeParameter } from '../../shared/http/parameter';
import { webhookNotice } from '../../shared/trigger/webhook/notice';
import { isSame } from '../../shared/trigger/webhook/signature';
import type { Verdict, WebhookTrigger } from '../../shared/trigger/webhook/trigger';
import { connect } from '../api';
import { ID, shortId } from '../fields/ids';
import { VENDOR } from '../replies';
import { acknowledgement, notificationsIn, type Notifications } from './notifications';

const organization = text('organizationId', 'Organization ID', {
	required: true,
	placeholder: 'e.g. 00D000000000001AAA',
	description: 'The ID of your org, under Setup > Company Information; other orgs are refused',
});

/** The form: which org may send, and which of its messages are wanted. */
export function outboundForm(): INodeProperties[] {
	return [
		webhookNotice(
			'In Salesforce, open Setup > Outbound Messages, create a message, and paste the Production URL from above as its Endpoint URL. Then let a flow or a workflow rule send it. Keep the URL to yourself: the message has no signature.',
		),
		organization.property,
		property('string', 'objects', 'Objects', '', {
			placeholder: 'e.g. EngagementInteraction, Case',
			description: 'API names of the objects that are wanted, separated by commas; all if empty',
		}),
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
			options: [
				property('boolean', 'includeSession', 'Include Session', false, {
					description:
						'Whether to return the session ID of the message, which is as good as a password',
				}),
			],
		},
	];
}

interface Chosen {
	/** Short form of the ID; empty if it is no ID. */
	organization: string;
	objects: string[];
	includeSession: boolean;
}

function chosen(context: IHookFunctions | IWebhookFunctions): Chosen {
	const given = (textOf(nodeParameter(context, 'organizationId', '')) ?? '').trim();
	return {
		organization: ID.form.test(given) ? shortId(given) : '',
		objects: String(nodeParameter(context, 'objects', '') ?? '')
			.split(',')
			.map((name) => name.trim().toLowerCase())
			.filter((name) => name !== ''),
		includeSession: nodeParameter(context, 'options.includeSession', false) === true,
	};
}

/** Whether the form can be used, before the webhook is served. Throws NodeOperationError. */
export async function checkOutbound(context: IHookFunctions): Promise<boolean> {
	if (chosen(context).organization !== '') return await Promise.resolve(true);
	throw new NodeOperationError(
		context.getNode(),
		"'Organization ID' must be the 15 or 18 character ID of your org",
		{ description: 'Copy it from Setup > Company Information in Salesforce. It begins with 00D.' },
	);
}

/** The form's values, as the engine receives messages by them (salesforce-engagement 17). */
export function salesforceOutboundTrigger(
	context: IHookFunctions | IWebhookFunctions,
): WebhookTrigger {
	const form = chosen(context);
	let read: { raw: Buffer; message: Notifications | undefined } | undefined;
	// The body is read once for the check and for the events.
	const messageIn = (raw: Buffer): Notifications | undefined => {
		if (read?.raw !== raw) read = { raw, message: notificationsIn(raw) };
		return read.message;
	};
	return {
		vendor: { name: VENDOR, connect },
		isAuthentic({ raw }) {
			const sender = messageIn(raw)?.organizationId;
			return (
				form.organization !== '' &&
				sender !== undefined &&
				isSame(shortId(sender), form.organization)
			);
		},
		events({ raw }) {
			const message = messageIn(raw);
			return message?.notifications.map(({ id, object, record }) => ({
				id,
				json: {
					object,
					...record,
					notificationId: id,
					organizationId: message.organizationId,
					actionId: message.actionId,
					...(form.includeSession
						? { sessionId: message.sessionId, enterpriseUrl: message.enterpriseUrl }
						: {}),
				},
			}));
		},
		items: async (events) =>
			await Promise.resolve({
				ok: true as const,
				value: events.map(({ json }) => json).filter((event) => isWanted(event, form)),
			}),
		reply: (verdict) => ({
			status: STATUS[verdict],
			headers: { 'content-type': 'text/xml; charset=utf-8' },
			body: acknowledgement(verdict === 'accepted'),
		}),
	};
}

/** Salesforce sends a message again unless it is acknowledged, so that what is refused comes again for a day. */
const STATUS: Record<Verdict, number> = {
	accepted: 200,
	refused: 401,
	unreadable: 400,
	later: 503,
};

function isWanted({ object }: IDataObject, { objects }: Chosen): boolean {
	return objects.length === 0 || objects.includes(String(object).toLowerCase());
}
