import { createHash } from 'crypto';

import type { IDataObject, IHookFunctions, INodeProperties, IWebhookFunctions } from 'n8n-workflow';

import type { Result } from '../../shared/base/result';
import { at, isObject } from '../../shared/base/values';
import { pickable, text } from '../../shared/form/fields';
import { property } from '../../shared/form/fields/field';
import { nodeParameter } from '../../shared/http/parameter';
import { cleanFailure } from '../../shared/http/secrets';
import type { Session } from '../../shared/http/session';
import { webhookNotice } from '../../shared/trigger/webhook/notice';
import { isPassedOn } from '../../shared/trigger/webhook/passOn';
import type { Verdict, WebhookEvent, WebhookTrigger } from '../../shared/trigger/webhook/trigger';
import { connect } from '../api';
import { isParseKey } from '../fields/parseKey';
import { VENDOR } from '../replies';
import { answerOf, contentOf, envelopeOf, isSigned } from './envelope';
import { recordInTime } from './eventRecord';
import { chosenOutput, outputForm, type Output } from './form';
import { listed } from './names';
import { addresses, passOnTo, sharedWith } from './passOn';

/** How old an envelope may be; another one of the vendor's schemes takes 500 seconds (sharecrm 12.1). */
const WINDOW = 500_000;
const parseKey = pickable(
	text('parseKey', 'Parse Key', {
		required: true,
		description: 'Choose the key from the list and paste it into ShareCRM, or give one of your own',
	}),
	{ search: 'searchParseKeys', by: 'name', placeholder: 'e.g. 43 characters and an equals sign' },
);

/** Only one name of an event is documented (sharecrm 12.1). */
const triggerOn: INodeProperties = {
	...property('options', 'triggerOn', 'Trigger On', 'any', { required: true }),
	noDataExpression: true,
	options: [
		{ name: 'Any Event', value: 'any' },
		{ name: 'Events by Name', value: 'named' },
		{ name: 'Record Updated', value: 'update' },
	],
};

/** The form: the key, which events are wanted, and whether the record comes along. */
export function eventForm(): INodeProperties[] {
	const [simplify, options] = outputForm();
	const shown = { show: { fetchRecord: [true] } };
	return [
		webhookNotice(
			'In the admin console of ShareCRM, open the event callback settings under system integration management, and paste the Production URL from above and the Parse Key. A company may have one callback only: let other workflows have the events by Pass On To.',
		),
		triggerOn,
		parseKey.property,
		property('string', 'objects', 'Objects', '', {
			placeholder: 'e.g. AccountObj, order__c',
			description: 'API names of the objects that are wanted, separated by commas; all if empty',
		}),
		{
			...property('string', 'eventTypes', 'Event Names', '', {
				placeholder: 'e.g. update',
				required: true,
				description: 'Names of the events that are wanted, separated by commas',
			}),
			displayOptions: { show: { triggerOn: ['named'] } },
		},
		passOnTo,
		property('boolean', 'fetchRecord', 'Fetch Record', true, {
			description: 'Whether to read the record of each event; an event alone holds no values',
		}),
		...(simplify ? [{ ...simplify, displayOptions: shown }] : []),
		...(options ? [{ ...options, displayOptions: shown }] : []),
	];
}

/** Values of the form. */
interface Chosen extends Output {
	key: string;
	objects: string[];
	eventTypes: string[];
	fetches: boolean;
	others: string[];
}

function chosen(context: IHookFunctions | IWebhookFunctions): Chosen {
	const key = nodeParameter(context, 'parseKey');
	const options = nodeParameter(context, 'options', {});
	return {
		key: String((isObject(key) ? at(key, 'value') : key) ?? '').trim(),
		objects: listed(nodeParameter(context, 'objects', '')),
		eventTypes: eventsOf(context),
		fetches: nodeParameter(context, 'fetchRecord', true) !== false,
		others: addresses(nodeParameter(context, 'passOnTo', [])),
		...chosenOutput(isObject(options) ? options : {}, nodeParameter(context, 'simplify', true)),
	};
}

/** The events that are wanted, in small letters: how the others are written is not documented. */
function eventsOf(context: IHookFunctions | IWebhookFunctions): string[] {
	const on = nodeParameter(context, 'triggerOn', 'any');
	if (on === 'update') return ['update'];
	const given = listed(nodeParameter(context, 'eventTypes', ''));
	return on === 'named' ? given.map((name) => name.toLowerCase()) : [];
}

/** The form's values, as the engine receives events by them. */
export function shareCrmEventTrigger(context: IHookFunctions | IWebhookFunctions): WebhookTrigger {
	const form = chosen(context);
	const { key } = form;
	const usable = isParseKey(key);
	return {
		vendor: { name: VENDOR, connect },
		isAuthentic({ raw }) {
			const envelope = usable ? envelopeOf(raw) : undefined;
			return envelope !== undefined && isSigned(envelope, key);
		},
		events({ raw }): WebhookEvent[] | undefined {
			const envelope = envelopeOf(raw);
			const content = envelope && contentOf(envelope, key);
			if (envelope === undefined || !isObject(content)) return undefined;
			const { messageId, timestamp, enterpriseAccount } = envelope;
			return [
				{
					id: messageId,
					digest: createHash('sha256').update(JSON.stringify(content)).digest('base64url'),
					sentAt: timestamp,
					json: { ...content, enterpriseAccount },
				},
			];
		},
		// Only the envelope is stamped anew at each delivery (sharecrm 15).
		window: WINDOW,
		items: async (events, connected) => ({
			ok: true,
			value: await itemsOf(context, events, form, connected),
		}),
		// Reading records may take longer than ShareCRM waits.
		repliesFirst: true,
		shared: sharedWith(form.others),
		reply: (verdict, delivery) => ({
			status: statusOf(verdict, usable && !isPassedOn(delivery)),
			headers: { 'content-type': 'application/json' },
			// A stranger learns nothing from it: the vendor's own sample answers so (sharecrm 15).
			body: usable ? answerOf(verdict === 'accepted' ? 'success' : 'fail', key) : '{}',
		}),
	};
}

/** ShareCRM reads the body alone; another workflow that passes an event on reads the status alone. */
function statusOf(verdict: Verdict, byBody: boolean): number {
	if (verdict === 'later') return 503;
	if (verdict === 'accepted' || byBody) return 200;
	return verdict === 'refused' ? 401 : 400;
}

async function itemsOf(
	context: IHookFunctions | IWebhookFunctions,
	events: readonly WebhookEvent[],
	form: Chosen,
	connected: () => Promise<Result<Session>>,
): Promise<IDataObject[]> {
	const wanted = events.map(({ json }) => json).filter((event) => isWanted(event, form));
	if (!form.fetches) return wanted;
	return await Promise.all(
		wanted.map(async (event) => {
			const record = await recordInTime(event, form, connected);
			return record.ok
				? { ...event, record: record.value }
				: { ...event, incomplete: cleanFailure(context, record.failure).message };
		}),
	);
}

function isWanted({ apiName, eventType }: IDataObject, { objects, eventTypes }: Chosen): boolean {
	return (
		(objects.length === 0 || objects.includes(String(apiName))) &&
		(eventTypes.length === 0 || eventTypes.includes(String(eventType).toLowerCase()))
	);
}
