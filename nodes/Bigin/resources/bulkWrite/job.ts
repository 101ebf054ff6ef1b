import type { IDataObject } from 'n8n-workflow';

import type { Result } from '../../../shared/base/result';
import { formBody } from '../../../shared/formats/multipart';
import type { Session } from '../../../shared/http/session';
import { at, textOf } from '../../../shared/base/values';
import { VENDOR } from '../../replies';
import { contentHost } from '../../bulk/hosts';
import { BULK, madeJob } from '../../bulk/jobs';
import { notNamed, organizationOf } from '../account';

/** Limits of an import (bigin 10.2). */
export const ROWS = 25_000;
export const COLUMNS = 200;
export const ARCHIVE_BYTES = 25 * 1024 * 1024;

/** How to import a file. */
export interface Import {
	module: string;
	mode: string;
	findBy: string | undefined;
	ignoreEmpty: boolean;
	/** API names of the file's columns; a lookup ends in `.id`. An empty name skips its column. */
	columns: readonly string[];
}

/** The module of an import as an object. Unconfirmed: Bigin may take text instead (bigin 10.2). */
const moduleOf = (api: string): IDataObject[string] => ({ api_name: api });

/** The ID of the organization, which an upload must name (bigin 6 and 10.2). */
async function organization(session: Session): Promise<Result<string>> {
	const read = await organizationOf(session);
	if (!read.ok) return read;
	const zgid = textOf(at(read.value.organization, 'zgid'));
	return zgid === undefined
		? notNamed('organization', read.value.status)
		: { ok: true, value: zgid };
}

/** Uploads a ZIP archive with one CSV file (bigin 10.2). It changes no record, so it may be repeated. */
export async function uploadArchive(
	session: Session,
	name: string,
	bytes: Buffer,
): Promise<Result<IDataObject & { file_id: string }>> {
	const org = await organization(session);
	if (!org.ok) return org;
	const { body, contentType } = formBody([
		{ name: 'file', bytes, fileName: name, mimeType: 'application/zip' },
	]);
	const answer = await session.call({
		method: 'POST',
		baseUrl: contentHost(session.baseUrl),
		path: '/bigin/v2/upload',
		headers: { 'Content-Type': contentType, feature: 'bulk-write', 'X-CRM-ORG': org.value },
		body,
		reads: true,
	});
	if (!answer.ok) return answer;
	const details = at(answer.body, 'details') ?? at(answer.body, 'data', 0, 'details');
	const fileId = textOf(at(details, 'file_id'));
	if (fileId !== undefined)
		return { ok: true, value: { ...(details as IDataObject), file_id: fileId } };
	return {
		ok: false,
		failure: {
			message: `${VENDOR} accepted the file, but sent no file ID`,
			description: 'Nothing was imported. Try again later.',
			httpCode: answer.status,
			executed: 'no',
		},
	};
}

/**
 * Starts an import. It is not repeated after a lost reply, because the records could be written twice.
 * @param more further keys of the body, such as a callback
 */
export async function startImport(
	session: Session,
	fileId: string,
	{ module, mode, findBy, ignoreEmpty, columns }: Import,
	more: IDataObject = {},
): Promise<Result<IDataObject & { id: string }>> {
	const resource = {
		type: 'data',
		module: moduleOf(module),
		file_id: fileId,
		...(findBy === undefined ? {} : { find_by: findBy }),
		ignore_empty: ignoreEmpty,
		field_mappings: columns.flatMap((column, index) =>
			column === '' ? [] : [mapping(column, index)],
		),
	};
	return madeJob(
		await session.call({
			method: 'POST',
			path: `${BULK}/write`,
			body: { operation: mode, character_encoding: 'UTF-8', ...more, resource: [resource] },
		}),
	);
}

/** `Account_Name.id` is the field Account_Name, found by id (bigin 10.2). */
function mapping(column: string, index: number): IDataObject {
	const [, apiName, by] = /^([^.]+)\.([^.]+)$/.exec(column) ?? [];
	return apiName === undefined || by === undefined
		? { api_name: column, index }
		: { api_name: apiName, index, find_by: by === 'ID' ? 'id' : by };
}
