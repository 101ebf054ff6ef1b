import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../base/errors';
import { at, textOf } from '../base/values';
import type { SentBatch } from '../form/operation';

/** A way to answer. */
interface Link {
	label: string;
	url: string;
}

/**
 * The message with its links, each signed by n8n, as plain text that every channel can show.
 * @throws InputError where n8n gives no address
 */
export function withLinks(
	asked: IDataObject,
	settings: IDataObject,
	{ resumeUrl }: Pick<SentBatch, 'resumeUrl'>,
): string {
	const links = linksOf(asked, settings, (approved) => {
		try {
			return resumeUrl?.({ approved }) ?? '';
		} catch {
			return '';
		}
	});
	if (links.some(({ url }) => url === ''))
		throw new InputError(
			'n8n gave no address at which the message can be answered',
			undefined,
			"Check n8n's setting WEBHOOK_URL and run the workflow again.",
		);
	return [String(asked.message), ...links.map(({ label, url }) => `${label}: ${url}`)].join('\n\n');
}

function linksOf(
	{ responseType, approvalOptions }: IDataObject,
	{ messageButtonLabel }: IDataObject,
	url: (approved: 'true' | 'false') => string,
): Link[] {
	if (responseType === 'freeText')
		return [{ label: textOf(messageButtonLabel) ?? 'Respond', url: url('true') }];
	const label = (name: string, fallback: string) => textOf(at(approvalOptions, name)) ?? fallback;
	const approve = { label: label('approveLabel', 'Approve'), url: url('true') };
	return at(approvalOptions, 'approvalType') === 'single'
		? [approve]
		: [approve, { label: label('disapproveLabel', 'Decline'), url: url('false') }];
}
