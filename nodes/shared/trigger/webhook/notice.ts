import type { INodeProperties } from 'n8n-workflow';

/**
 * A notice that says where to paste the webhook's address. n8n itself shows the address at the top of the form.
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
