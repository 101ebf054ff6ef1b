import { choice, list, readId, text } from '../../shared/form/fields';
import { ID } from './common';
import { pickedId } from './pickers';

/** Channels of a message that is recorded (kustomer 4.1). */
const CHANNELS = [
	{ name: 'Chat', value: 'chat' },
	{ name: 'Email', value: 'email' },
	{ name: 'Facebook', value: 'facebook' },
	{ name: 'Instagram', value: 'instagram' },
	{ name: 'SMS', value: 'sms' },
	{ name: 'Twitter Direct Message', value: 'twitter-dm' },
	{ name: 'Twitter Tweet', value: 'twitter-tweet' },
	{ name: 'Voice', value: 'voice' },
	{ name: 'WhatsApp', value: 'whatsapp' },
];

export const channel = choice('channel', 'Channel', CHANNELS, { required: true, default: 'email' });

/** Channels that a message can be sent by: voice has no drafts (kustomer 4.3). */
export const sentChannel = choice(
	'channel',
	'Channel',
	CHANNELS.filter(({ value }) => value !== 'voice'),
	{ required: true, default: 'email' },
);

export const conversationId = <const Required extends boolean = false>(
	options: { required?: Required; description?: string } = {},
) => pickedId('conversation', 'Conversation', 'searchConversations', options);

export const customerId = <const Required extends boolean = false>(
	options: { required?: Required; description?: string } = {},
) => pickedId('customer', 'Customer', 'searchCustomers', options);

/** Files that were uploaded before, by their IDs (kustomer 4.4). */
export const attachmentIds = list('attachments', 'Attachment IDs', {
	unique: true,
	entry: (value, label) => readId(value, label, 'attachments', ID.form, ID.expects),
	description: 'IDs of files, as Attachment: Upload gives them, separated by commas',
});

export const subject = text('subject', 'Subject', { max: 256 });
