import type { IDataObject } from 'n8n-workflow';

import { failed, InputError, type Outcome } from '../../../shared/base/errors';
import type { Call } from '../../../shared/http/session';
import { isObject } from '../../../shared/base/values';
import {
	choice,
	dateField,
	list,
	text,
	type ReadContext,
	type ValueIn,
	type Values,
} from '../../../shared/form/fields';
import { attachmentIds, subject } from '../../fields/talk';

/** Longest text of each channel (kustomer 4.3). */
const LONGEST: Record<string, number> = {
	chat: 1024,
	email: 10_240,
	facebook: 2_000,
	instagram: 1_000,
	sms: 1_600,
	'twitter-dm': 10_000,
	'twitter-tweet': 280,
	whatsapp: 1_600,
};

/** Apps that can send a message. Some channels need one to be named (kustomer 4.3). */
export const APPS = [
	{ name: 'Gmail', value: 'gmail' },
	{ name: 'MessageBird', value: 'messagebird' },
	{ name: 'Postmark', value: 'postmark' },
	{ name: 'Twilio', value: 'twilio' },
	{ name: 'Twilio WhatsApp', value: 'twilio_whatsapp' },
	{ name: 'WhatsApp', value: 'whatsapp' },
	{ name: 'Zipwhip', value: 'zipwhip' },
] as const;

export const body = text('body', 'Text', { required: true, max: 10_240, rows: 4 });

export const from = text('from', 'From', {
	placeholder: 'e.g. support@example.com',
	description: 'The address, phone number or account that sends the message',
});

const recipients = list('to', 'To', {
	placeholder: 'e.g. name@email.com',
	description:
		'Email addresses separated by commas, or the phone number or account of one customer',
});

/** Recipients: addresses of email, or the number or account of another channel. An empty list counts as not given. */
export const to = {
	...recipients,
	read(value: unknown, context: ReadContext) {
		const read = recipients.read(value, context);
		return Array.isArray(read) && read.length === 0 ? undefined : read;
	},
};

/** Optional fields of a draft (kustomer 4.3). */
export const draftFields = [
	choice('app', 'App', APPS, { description: 'The app that sends the message' }),
	attachmentIds,
	list('bcc', 'BCC', { placeholder: 'e.g. name@email.com', description: 'For email alone' }),
	list('cc', 'CC', { placeholder: 'e.g. name@email.com', description: 'For email alone' }),
	text('lang', 'Language', { max: 100, placeholder: 'e.g. en_us' }),
	text('replyTo', 'Reply To', {
		placeholder: 'e.g. support@example.com',
		description: 'For email alone',
	}),
	subject,
] as const;

/** The known parts of a draft. */
export type DraftParts = { channel?: string; conversation?: string } & Partial<
	Values<[typeof body, typeof from, typeof to, ...typeof draftFields]>
>;

/** When the message is sent; at once if left out. */
export const sendAt = dateField('sendAt', 'Send At', 'utc', {
	description: 'When the message is sent; at once if left empty',
});

/**
 * A draft as Kustomer takes it: email has addresses as objects, all other channels have one recipient as text.
 * @param label what the text is called in a message
 * @throws InputError for a text that is too long for its channel, or for what the channel does not have
 */
export function draftOf(asked: DraftParts, label = "'Text'"): IDataObject {
	const { channel = '' } = asked;
	const longest = LONGEST[channel] ?? 10_240;
	const { length } = asked.body ?? '';
	if (length > longest)
		throw new InputError(
			`${label} has ${length} characters, and at most ${longest} are allowed for ${channel}`,
			'body',
			'Shorten the text.',
		);
	const email = channel === 'email';
	for (const name of ['cc', 'bcc', 'replyTo', 'subject'] as const)
		if (!email && asked[name] !== undefined && asked[name] !== '')
			throw new InputError(
				`'${name}' is given, but only email has it`,
				name,
				"Remove it, or choose the channel 'Email'.",
			);
	const addressed = asked.to ?? [];
	if (!email && addressed.length > 1)
		throw new InputError(
			`'To' has ${addressed.length} entries, and ${channel} has one recipient`,
			'to',
			'Send one message to each.',
		);
	const address = (value: unknown) => (isObject(value) ? value : { email: String(value) });
	const draft: IDataObject = {
		...asked,
		...(asked.to === undefined
			? {}
			: { to: email ? addressed.map(address) : String(addressed[0]) }),
		...(asked.from === undefined || !email ? {} : { from: address(asked.from) }),
	};
	for (const name of ['cc', 'bcc'] as const)
		if (asked[name] !== undefined) draft[name] = asked[name].map(address);
	return draft;
}

/**
 * Delay of a message that is sent at once, in milliseconds. Its time must still be in the future when the request arrives
 * (kustomer 4.3). No page says how to send a draft at once, so scheduling it is a guess.
 */
const AT_ONCE = 10_000;

/**
 * The body of a request for a draft that is sent at its time, or at once. In the latter case each try has a time of its
 * own, because the request may wait for a rate limit.
 */
export function scheduled(draft: IDataObject): Pick<Call, 'body' | 'bodyAt'> {
	const body = (now: number) => ({
		...draft,
		sendAt: draft.sendAt ?? new Date(now + AT_ONCE).toISOString(),
		scheduled: true,
	});
	return { body: body(Date.now()), ...(draft.sendAt === undefined ? { bodyAt: body } : {}) };
}

/** Fails a draft that Kustomer stored but did not schedule, for example because the time that the user gave passed during a wait for a rate limit. Nobody receives it. */
export function checkScheduled(outcome: Outcome): Outcome {
	if (!outcome.ok || !('json' in outcome) || outcome.json.scheduled !== false) return outcome;
	const id = String(outcome.json.id);
	return failed({
		message: `Kustomer stored the message as draft ${id}, but did not schedule it`,
		description: "Send the draft in Kustomer, or give it a time with 'Draft: Schedule'.",
		id,
		executed: 'yes',
	});
}

/** @throws InputError for a time that is over */
export function checkTime<Asked extends ValueIn<typeof sendAt>>(asked: Asked): Asked {
	if (asked.sendAt === undefined || Date.parse(asked.sendAt) > Date.now()) return asked;
	throw new InputError(
		"'Send At' is over already",
		'sendAt',
		'Give a time in the future, or leave it out to send at once.',
	);
}
