import type { IDataObject } from 'n8n-workflow';

import { failed, type Outcome } from '../../../shared/base/errors';
import { at, isObject, textOf } from '../../../shared/base/values';
import { defineOperation } from '../../../shared/form/defineOperation';
import { number, text } from '../../../shared/form/fields';
import type { Answer, Session } from '../../../shared/http/session';
import { operator } from '../../fields/pickers';
import { post, traceOf } from '../../records/call';
import { VENDOR } from '../../replies';

/** The path of a file, as an upload or a file field of a record tells it (sharecrm 8.2). */
export const filePath = text('path', 'Path', {
	required: true,
	max: 200,
	placeholder: 'e.g. N_202603_01_5d1d1d1d',
	description: 'Path of the file, from its upload or from a file field of a record',
});

/** Asks for a signed link, which is good for an hour (sharecrm 8.2). */
export async function signedLink(
	session: Session,
	path: string,
	options: IDataObject,
): Promise<Answer> {
	return await post(
		session,
		'/cgi/crm/v2/generateDownloadSignatureUrlByAuth',
		{ data: { path } },
		options,
		{ reads: true },
	);
}

/** The link in a reply, whose keys are not documented (sharecrm 8.2). */
export function linkIn(body: unknown): string | undefined {
	const data = at(body, 'data');
	const direct = textOf(data);
	if (direct !== undefined && /^https?:/.test(direct)) return direct;
	for (const value of isObject(data) ? Object.values(data) : [])
		if (typeof value === 'string' && /^https?:\/\//.test(value)) return value;
	return undefined;
}

function linkOutcome(answer: Answer, path: string): Outcome {
	if (!answer.ok) return failed(answer.failure);
	const url = linkIn(answer.body);
	if (url === undefined)
		return failed({
			message: `${VENDOR} returned no link for the file`,
			description: 'Check the path of the file, and that the operator may see it.',
			executed: 'no',
			notFound: true,
		});
	return { ok: true, id: path, json: { id: path, url, ...traceOf(answer.body) } };
}

/** Get Download Link. */
export const downloadLink = defineOperation({
	name: 'Get Download Link',
	value: 'downloadLink',
	action: 'Get download link of file',
	description: 'Get a signed link to a file, which is good for an hour',
	input: 'form',
	reads: true,
	nothingFound: 'fail',
	fields: [filePath],
	options: [operator],
	limits: { records: 1 },
	returns: { id: 'string', url: 'string', traceId: 'string' },
	send: async (session, { records: [record], options }) => {
		const path = record.path;
		return [linkOutcome(await signedLink(session, path, options), path)];
	},
});

const filename = text('filename', 'File Name', {
	required: true,
	max: 120,
	placeholder: 'e.g. offer.pdf',
	description: 'Name with its ending, which decides how the file is displayed',
});
const validity = number('expireTime', 'Valid (Seconds)', {
	min: 60,
	max: 604_800,
	integer: true,
	default: 3600,
	description: 'How long the link is good for',
});

/** Get Preview Link. */
export const previewLink = defineOperation({
	name: 'Get Preview Link',
	value: 'previewLink',
	action: 'Get preview link of file',
	description: 'Get a link that shows a file in the browser',
	input: 'form',
	reads: true,
	nothingFound: 'fail',
	fields: [filePath, filename],
	options: [validity, operator],
	limits: { records: 1 },
	returns: { id: 'string', url: 'string', traceId: 'string' },
	send: async (session, { records: [record], options }) => {
		const path = record.path;
		const name = record.filename;
		const answer = await post(
			session,
			'/cgi/crm/v2/generatorPreviewUrl',
			{
				data: {
					fileInfo: { path, filename: name, extension: /\.(\w+)$/.exec(name)?.[1] ?? '' },
					expireTime: options.expireTime ?? 3600,
				},
			},
			options,
			{ reads: true },
		);
		return [linkOutcome(answer, path)];
	},
});
