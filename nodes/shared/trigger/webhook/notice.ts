import type { INodeProperties } from 'n8n-workflow';

/**
 * Says where a person has to paste the address of the webhook. n8n shows the address itself at the top of the form.
 * @param text what to do, in one or two sentences; may hold a link
 */
export function webhookNotice(
	text: string,
	displayOptions?: INodeProperties['displayOptions'],
): INodeProperties {
	return {
		displayName: text,
		name: 'webhookNotice',
		type: 'notice',
		default: '',
		...(displayOptions ? { displayOptions } : {}),
	};
}
