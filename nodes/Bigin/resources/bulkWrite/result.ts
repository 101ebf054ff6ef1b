import type { IDataObject } from 'n8n-workflow';

import type { Result } from '../../../shared/base/result';
import type { Session } from '../../../shared/http/session';
import { at, textOf } from '../../../shared/base/values';
import type { ZippedFile } from '../../../shared/formats/zip';
import { VENDOR } from '../../replies';
import { resultAddress } from '../../bulk/hosts';
import { downloadResult } from '../../bulk/jobs';

/** Downloads the result that a job names (bigin 10.2). The token is sent to the API domain and Zoho's own hosts only. */
export async function resultOf(session: Session, job: IDataObject): Promise<Result<ZippedFile>> {
	const address = textOf(at(job, 'result', 'download_url'));
	if (address === undefined)
		return refused('The bulk job has no result', "Check its status with 'Get Job'.");
	const place = resultAddress(session.baseUrl, address);
	if (place === undefined)
		return refused(
			`${VENDOR} named the address "${address}" for the result, which is not one of its own`,
			'The result was not downloaded. Check the import history in Bigin.',
		);
	return await downloadResult(session, place);
}

function refused(message: string, description: string): Result<ZippedFile> {
	return { ok: false, failure: { message, description, executed: 'no' } };
}
