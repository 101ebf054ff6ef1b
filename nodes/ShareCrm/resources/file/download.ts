import { failed } from '../../../shared/base/errors';
import { defineOperation } from '../../../shared/form/defineOperation';
import { DOWNLOADED, downloadOutcome, outputField } from '../../../shared/operations/files';
import { operator } from '../../fields/pickers';
import { fileAddress } from '../../host';
import { WITHOUT_TOKEN } from '../../records/call';
import { VENDOR } from '../../replies';
import { filePath, linkIn, signedLink } from './links';

/** Download: a signed link, then the file behind it (sharecrm 8.2). */
export const download = defineOperation({
	name: 'Download',
	value: 'download',
	action: 'Download file',
	description: 'Get a file that was uploaded or that a file field of a record holds',
	input: 'form',
	reads: true,
	nothingFound: 'fail',
	fields: [filePath, outputField],
	options: [operator],
	limits: { records: 1 },
	returns: DOWNLOADED,
	async send(session, { records: [record], options }, files) {
		const path = record.path;
		const link = await signedLink(session, path, options);
		if (!link.ok) return [failed(link.failure)];
		const url = linkIn(link.body);
		const address = fileAddress(url, session.baseUrl);
		if (address === undefined)
			return [
				failed({
					message: `${VENDOR} returned no link to a host of its own for the file`,
					description: "Check the path, or use 'Get Download Link' and an HTTP Request node.",
					executed: 'no',
					notFound: url === undefined,
				}),
			];
		const answer = await session.call({
			method: 'GET',
			baseUrl: address.origin,
			path: address.pathname,
			query: Object.fromEntries(address.searchParams),
			file: true,
			headers: WITHOUT_TOKEN,
		});
		if (!answer.ok) return [failed(answer.failure)];
		return [await downloadOutcome(files, record.outputDataFieldName, path, answer)];
	},
});
