import { InputError } from '../base/errors';
import type { ValueIn, Values } from '../form/fields';
import type { SentBatch } from '../form/operation';
import type { approvalOptions, linkLabel, message, responseType } from './fields';

/** The message, and how it is answered. */
type Question = Values<[typeof message, typeof responseType, typeof approvalOptions]>;

/** A way to answer. */
interface Link {
	label: string;
	url: string;
}

/**
 * The message followed by its links, each signed by n8n, as plain text that every channel can show.
 * @throws InputError if n8n provides no address
 */
export function withLinks(
	asked: Question,
	options: ValueIn<typeof linkLabel>,
	{ resumeUrl }: Pick<SentBatch, 'resumeUrl'>,
): string {
	const links = linksOf(asked, options, (approved) => {
		try {
			return resumeUrl?.({ approved }) ?? '';
		} catch {
			return '';
		}
	});
	if (links.some(({ url }) => url === ''))
		throw new InputError(
			'n8n provided no address for answering the message',
			undefined,
			"Check n8n's setting WEBHOOK_URL and run the workflow again.",
		);
	return [asked.message, ...links.map(({ label, url }) => `${label}: ${url}`)].join('\n\n');
}

function linksOf(
	{ responseType: type, approvalOptions: options = {} }: Question,
	{ messageButtonLabel = 'Respond' }: ValueIn<typeof linkLabel>,
	url: (approved: 'true' | 'false') => string,
): Link[] {
	if (type === 'freeText') return [{ label: messageButtonLabel, url: url('true') }];
	const { approvalType, approveLabel = 'Approve', disapproveLabel = 'Decline' } = options;
	const approve = { label: approveLabel, url: url('true') };
	return approvalType === 'single'
		? [approve]
		: [approve, { label: disapproveLabel, url: url('false') }];
}
